import { assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { cliArguments, ffmpeg, lcgBytes } from "../../helpers.ts";
import { assertRefused, type Workplace, workplace } from "../helpers.ts";

/** Keep only the first part of a file. */
async function cut(place: Workplace, name: string, part: number): Promise<void> {
  const bytes = await Deno.readFile(place.file(name));
  await Deno.writeFile(place.file(`cut_${name}`), bytes.subarray(0, bytes.length * part));
}

/** A file that is no whole picture. */
interface BadBackground {
  title: string;
  name: string;
  make?: (place: Workplace) => Promise<void>;
  says: string[];
}

const backgrounds: BadBackground[] = [
  { title: "that is not there", name: "none.jpg", says: ["there is no such file"] },
  {
    title: "that is a folder",
    name: "folder",
    make: (place) => Deno.mkdir(place.file("folder")),
    says: ["it is a folder"],
  },
  {
    title: "that is empty",
    name: "empty.jpg",
    make: (place) => Deno.writeTextFile(place.file("empty.jpg"), ""),
    says: ["the file is empty"],
  },
  {
    title: "that is only a JPEG's head",
    name: "cut_bg.jpg",
    make: (place) => cut(place, "bg.jpg", 0.05),
    says: ["JPEG"],
  },
  {
    title: "that is noise named .jpg",
    name: "noise.jpg",
    make: (place) => Deno.writeFile(place.file("noise.jpg"), lcgBytes(3000, 1)),
    says: ["no picture that ffmpeg knows"],
  },
  {
    title: "that is half a PNG",
    name: "cut_bg.png",
    make: async (place) => {
      await ffmpeg("-i", place.file("bg.jpg"), place.file("bg.png"));
      await cut(place, "bg.png", 0.5);
    },
    says: ["it is a truncated PNG"],
  },
  {
    title: "that is half a GIF",
    name: "cut_bg.gif",
    make: async (place) => {
      await ffmpeg("-i", place.file("bg.jpg"), place.file("bg.gif"));
      await cut(place, "bg.gif", 0.5);
    },
    says: ["it is a truncated GIF"],
  },
  {
    title: "that is a GIF of 35 bytes and 65535×65535 pixels",
    name: "huge.gif",
    make: (place) =>
      Deno.writeFile(
        place.file("huge.gif"),
        Uint8Array.fromHex(
          "474946383961ffffffff800000000000ffffff2c00000000010001000002024401003b",
        ),
      ),
    says: ["65535×65535, 4295 megapixels; at most 268 megapixels"],
  },
  {
    title: "that is text",
    name: "text.png",
    make: (place) => Deno.writeTextFile(place.file("text.png"), "a beach\n".repeat(100)),
    says: ["no picture that ffmpeg knows"],
  },
  {
    title: "that is sound",
    name: "sound.wav",
    make: (place) => ffmpeg("-f", "lavfi", "-i", "sine=duration=1", place.file("sound.wav")),
    says: ["no picture that ffmpeg knows"],
  },
];

for (const { title, name, make, says } of backgrounds) {
  Deno.test(`cli refuses a background ${title}`, async () => {
    await using place = await workplace();
    await make?.(place);
    const failure = { code: 1, says: ["background", `'${name}'`, ...says] };
    await assertRefused(place, ["clip.mp4", name, "-o", "out"], failure);
  });
}

Deno.test("cli uses half a JPEG as a background, and says so", async () => {
  await using place = await workplace();
  await cut(place, "bg.jpg", 0.5);
  const args = ["clip.mp4", "cut_bg.jpg", "-o", "out"];
  const { stderr } = await place.succeed(args);
  assertStringIncludes(stderr, "note: 'cut_bg.jpg' is truncated: the rest is gray\n");
});

Deno.test("cli obeys SIGTERM while it draws an SVG that would take years", async () => {
  await using place = await workplace();
  const filters = `<feTurbulence numOctaves="200" result="a"/><feGaussianBlur stdDeviation="900"/>
    <feMorphology radius="300"/><feComposite in2="a"/>`;
  await Deno.writeTextFile(
    place.file("bomb.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="4000"><filter id="f">
      ${filters.repeat(300)}</filter><rect width="4000" height="4000" filter="url(#f)"/></svg>`,
  );
  const child = new Deno.Command(Deno.execPath(), {
    args: cliArguments(["clip.mp4", "bomb.svg", "-o", "out", "-m", "tutorial", "--json=lines"]),
    ...place.settings,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  // It tells that it begins; then the picture's turn comes.
  const reader = child.stdout.getReader();
  await reader.read();
  reader.releaseLock();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const started = performance.now();
  child.kill("SIGTERM");
  const { code, stderr } = await child.output();
  assertLess(performance.now() - started, 2000);
  assertEquals(new TextDecoder().decode(stderr), "error: interrupted by SIGTERM\n");
  assertEquals(code, 143);
});

Deno.test("cli refuses half a JPEG where ImageScript has to read it too", async () => {
  await using place = await workplace();
  await cut(place, "bg.jpg", 0.5);
  await assertRefused(place, ["clip.mp4", "cut_bg.jpg", "-o", "out", "--quiet"], {
    code: 1,
    says: ["background", "'cut_bg.jpg'", "ImageScript cannot decode it"],
    permissions: ["--no-prompt", "--allow-read", "--allow-write", "--allow-run", "--allow-env"],
  });
});

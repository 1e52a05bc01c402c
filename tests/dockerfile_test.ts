/** The Dockerfile, as far as it can be tried without a builder of images. */
import { assertEquals } from "@std/assert";
import { dirname } from "node:path";
import { namesIn, ROOT, runProgram } from "./helpers.ts";
import { workplace } from "./cli/helpers.ts";

const read = (name: string) => Deno.readTextFile(new URL(name, ROOT));

/** What the image's last stage gets from the repository. */
async function copied(): Promise<string[]> {
  const lines = (await read("Dockerfile")).match(/^COPY (?!--from).*$/gm) ?? [];
  return lines.flatMap((line) => line.split(" ").slice(1, -1));
}

Deno.test("Dockerfile copies what .dockerignore lets through, and nothing else", async () => {
  const [all, ...rest] = (await read(".dockerignore")).split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const through = rest.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
  assertEquals([all, through.toSorted()], ["*", (await copied()).toSorted()]);
});

Deno.test("Dockerfile installs the Deno that CI has", async () => {
  const version = /DENO_VERSION=(\S+)/.exec(await read("Dockerfile"))?.[1];
  assertEquals(version, /deno@([\d.]+)/.exec(await read(".ci/run"))?.[1]);
});

Deno.test({
  name: "the image's files are all that a run needs, and Deno fetches nothing for it",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await workplace();
    for (const name of await copied()) {
      const to = place.file(`image/${name}`);
      await Deno.mkdir(dirname(to), { recursive: true });
      await runProgram("cp", ["-r", new URL(name, ROOT).pathname, to]);
    }
    // As .dockerignore has it.
    await Deno.remove(place.file("image/lib/kernels"), { recursive: true });
    const entry = /^ENTRYPOINT (.*)$/m.exec(await read("Dockerfile"))![1];
    const [, ...args] = (JSON.parse(entry) as string[])
      .map((word) => word.replace("/opt/backdrop", place.file("image")));
    const words = ["clip.mp4", "bg.jpg", "-m", "median", "-o", "out", "--mattes", "masks"];
    const { settings } = place;
    const run = await runProgram(Deno.execPath(), [...args, ...words], settings);
    assertEquals([run.code, namesIn(place.file("out")).length], [0, 12], run.stderr);
    assertEquals(namesIn(place.file("masks")).length, 12);
    const doctor = await runProgram(Deno.execPath(), [...args, "doctor", "-q"], settings);
    assertEquals(doctor, { code: 0, stdout: "", stderr: "" });
  },
});

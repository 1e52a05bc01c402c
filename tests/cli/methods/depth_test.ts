import { assertEquals, assertGreater } from "@std/assert";
import type { Frame } from "../../../mod.ts";
import { splitEyes } from "../../../lib/pixels/stereo/split_eyes.ts";
import { ffmpeg, lcgBytes } from "../../helpers.ts";
import { makeHeif } from "../../files/pictures/formats/made_heif.ts";
import {
  assertFailed,
  assertRefused,
  readPicture,
  type Workplace,
  workplaces,
} from "../helpers.ts";

const [WIDTH, HEIGHT, COUNT] = [160, 96, 4];

/** What is near, and how many pixels it is apart in both eyes; the wall is 2 apart. */
const NEAR = { left: 60, top: 24, right: 120, bottom: 80, disparity: 12 };
const FAR = 2;

const isNear = (x: number, y: number) =>
  x >= NEAR.left && x < NEAR.right && y >= NEAR.top && y < NEAR.bottom;

/** A picture of the left eye, the right one, or of both. */
function picture(eye: "left" | "right"): Uint8Array {
  const out = new Uint8Array(3 * WIDTH * HEIGHT);
  const wall = lcgBytes(2 * WIDTH * HEIGHT, 1), front = lcgBytes(2 * WIDTH * HEIGHT, 2);
  const shift = eye === "left" ? 0 : 1;
  for (let y = 0, p = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, p += 3) {
      const near = x + shift * NEAR.disparity, far = x + shift * FAR;
      const level = isNear(near, y)
        ? 128 + (front[2 * y * WIDTH + near] >> 1)
        : wall[2 * y * WIDTH + far] >> 1;
      out.fill(level, p, p + 3);
    }
  }
  return out;
}

const ppm = (bytes: Uint8Array, width = WIDTH, height = HEIGHT) => {
  const header = new TextEncoder().encode(`P6 ${width} ${height} 255\n`);
  return new Uint8Array([...header, ...bytes]);
};

/** Numbered pictures as a video without loss. */
async function video(place: Workplace, name: string, bytes: Uint8Array, ...how: string[]) {
  await Deno.writeFile(place.file("one.ppm"), bytes);
  const frames = ["-frames:v", String(COUNT), "-c:v", "ffv1"];
  const input = ["-loop", "1", "-framerate", "25", "-i", place.file("one.ppm")];
  await ffmpeg(...input, ...how, ...frames, place.file(name));
  await Deno.remove(place.file("one.ppm"));
}

/** Near is bright, and some is not known. */
function depthPicture(): Uint8Array {
  const out = new Uint8Array(3 * WIDTH * HEIGHT);
  for (let i = 0, p = 0; i < WIDTH * HEIGHT; i++, p += 3) {
    const level = i % 37 === 0 ? 0 : isNear(i % WIDTH, Math.floor(i / WIDTH)) ? 200 : 60;
    out.fill(level, p, p + 3);
  }
  return out;
}

const depthPlace = workplaces(async (place) => {
  const [left, right] = [picture("left"), picture("right")].map((bytes) => ppm(bytes));
  await video(place, "left.mkv", left);
  await video(place, "right.mkv", right);
  await video(place, "depth.mkv", ppm(depthPicture()), "-pix_fmt", "gray16le");
  await video(place, "small.mkv", ppm(depthPicture()), "-vf", "scale=80:48", "-pix_fmt", "gray");
  await video(place, "dark.mkv", ppm(depthPicture()), "-vf", "format=gray,negate");
  await video(place, "flat.mkv", ppm(new Uint8Array(3 * WIDTH * HEIGHT).fill(90)));
  const stack = (name: string, filter: string) => {
    const inputs = ["left.mkv", "right.mkv"].flatMap((file) => ["-i", place.file(file)]);
    return ffmpeg(...inputs, "-filter_complex", filter, "-c:v", "ffv1", place.file(name));
  };
  await stack("sbs.mkv", "[0][1]hstack");
  await stack("swapped.mkv", "[1][0]hstack");
  await stack("tb.mkv", "[0][1]vstack");
  await stack("sbs-half.mkv", "[0][1]hstack,scale=160:96:flags=area");
  await stack("tb-half.mkv", "[0][1]vstack,scale=160:96:flags=area");
});

/** How well a matte shows what is near: intersection over union. */
async function iouOf(path: string): Promise<number> {
  const { width, height, bitmap } = await readPicture(path);
  assertEquals([width, height], [WIDTH, HEIGHT]);
  let both = 0, any = 0;
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const [seen, is] = [bitmap[4 * i] >= 128, isNear(i % WIDTH, Math.floor(i / WIDTH))];
    if (seen && is) both++;
    if (seen || is) any++;
  }
  return both / any;
}

const OUT = ["-o", "out%d.png", "--mattes", "m%d.png", "-q"];
const small = ["--set", "disparities=16"];

for (
  const [title, least, args] of [
    ["side by side", 0.9, ["sbs.mkv", "color:red", "--stereo", "sbs"]],
    ["the right eye first", 0.9, ["swapped.mkv", "color:red", "--stereo", "sbs", "--swap-eyes"]],
    ["top and bottom", 0.9, ["tb.mkv", "color:red", "--stereo", "tb"]],
    ["pressed side by side", 0.75, ["sbs-half.mkv", "color:red", "--stereo", "sbs-half"]],
    ["pressed top and bottom", 0.75, ["tb-half.mkv", "color:red", "--stereo", "tb-half"]],
    ["two videos", 0.9, ["left.mkv", "color:red", "--right", "right.mkv"]],
    ["blocks", 0.85, [
      ...["left.mkv", "color:red", "--right", "right.mkv"],
      ...["--set", "matching=bm", "--set", "blockSize=9"],
    ]],
  ] as const
) {
  Deno.test(`cli -m depth tells what is near by two eyes: ${title}`, async () => {
    await using place = await depthPlace();
    const { stderr } = await place.succeed([...args, ...small, ...OUT], { isBare: true });
    assertEquals(stderr, "");
    for (let k = 1; k <= COUNT; k++) assertGreater(await iouOf(place.file(`m${k}.png`)), least);
    // The left eye's picture is shown.
    const { width, height } = await readPicture(place.file("out1.png"));
    assertEquals([width, height], [WIDTH, HEIGHT]);
  });
}

for (
  const [title, args] of [
    ["near is bright, some is unknown", ["--depth", "depth.mkv"]],
    ["half as large, 8 bits", ["--depth", "small.mkv"]],
    ["near is dark", ["--depth", "dark.mkv", "--near", "dark"]],
    ["a threshold", ["--depth", "depth.mkv", "--nearer-than", "0.5"]],
  ] as const
) {
  Deno.test(`cli --depth: a depth video tells what is near: ${title}`, async () => {
    await using place = await depthPlace();
    await place.succeed(["left.mkv", "color:red", ...args, ...OUT], { isBare: true });
    for (let k = 1; k <= COUNT; k++) assertGreater(await iouOf(place.file(`m${k}.png`)), 0.85);
  });
}

/** Cameras 10 cm apart, with a focal length of 100 pixels: 12 pixels are 0.83 m. */
const calibration = (width = WIDTH, height = HEIGHT) => {
  const camera = [[100, 0, width / 2], [0, 100, height / 2], [0, 0, 1]];
  const turn = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  const [M1, M2] = [camera, camera];
  return JSON.stringify({ size: [width, height], M1, M2, R: turn, T: [-0.1, 0, 0] });
};

Deno.test("cli --nearer-than takes metres where the cameras are calibrated", async () => {
  await using place = await depthPlace();
  await Deno.writeTextFile(place.file("cameras.json"), calibration());
  const args = ["sbs.mkv", "color:red", "--stereo", "sbs", "--calibration", "cameras.json"];
  const run = [...args, ...small, ...OUT];
  await place.succeed([...run, "--nearer-than", "1.5m"], { isBare: true });
  assertGreater(await iouOf(place.file("m1.png")), 0.9);
  await place.succeed([...run, "--nearer-than", "50cm"], { isBare: true });
  assertEquals(await iouOf(place.file("m1.png")), 0);
});

Deno.test("cli blur:depth is sharp where the person is, and blurs what is far", async () => {
  await using place = await depthPlace();
  const args = ["left.mkv", "blur:depth:12", "--depth", "depth.mkv", ...OUT];
  await place.succeed(args, { isBare: true });
  const [before, after] = [picture("left"), await readPicture(place.file("out2.png"))];
  const changeIn = (left: number, top: number) => {
    let sum = 0;
    for (let y = top; y < top + 12; y++) {
      for (let x = left; x < left + 12; x++) {
        const i = y * WIDTH + x;
        sum += Math.abs(before[3 * i] - after.bitmap[4 * i]) / 144;
      }
    }
    return sum;
  };
  assertGreater(1, changeIn(84, 44));
  assertGreater(changeIn(4, 4), 15);
});

for (
  const [title, args, words] of [
    [
      "the other eye ends before",
      ["left.mkv", "color:red", "--right", "short.mkv"],
      "'left.mkv' has about 4 frames, 'short.mkv' 1",
    ],
    [
      "the other eye has another size",
      ["left.mkv", "color:red", "--right", "small.mkv"],
      "Both eyes must be of one size: 'left.mkv' is 160×96, 'small.mkv' 80×48",
    ],
    [
      "the depth video ends before",
      ["left.mkv", "color:red", "--depth", "short.mkv"],
      "'left.mkv' has about 4 frames, 'short.mkv' 1",
    ],
    [
      "the depth video has another shape",
      ["left.mkv", "color:red", "--depth", "sbs.mkv"],
      "A depth video must have the shape of the pictures: 'left.mkv' is 160×96, 'sbs.mkv' 320×96",
    ],
    ["the scene is flat", ["left.mkv", "color:red", "--depth", "flat.mkv"], "Cannot tell near"],
    [
      "the calibration is of another size",
      ["left.mkv", "color:red", "--right", "right.mkv", "--calibration", "large.json"],
      "The calibration 'large.json' is for 640×480, and an eye of 'left.mkv' has 160×96",
    ],
    [
      "the calibration is none",
      ["left.mkv", "color:red", "--right", "right.mkv", "--calibration", "bad.json"],
      "Cannot read the calibration 'bad.json'",
    ],
    [
      "there is no such calibration",
      ["left.mkv", "color:red", "--right", "right.mkv", "--calibration", "none.yml"],
      "Cannot read the calibration 'none.yml': there is no such file",
    ],
    ["there is no other eye", ["left.mkv", "color:red", "--right", "none.mkv"], "none.mkv"],
  ] as const
) {
  Deno.test(`cli -m depth fails in a line where ${title}, and leaves no half file`, async () => {
    await using place = await depthPlace();
    await ffmpeg("-i", place.file("left.mkv"), "-frames:v", "1", place.file("short.mkv"));
    await Deno.writeTextFile(place.file("large.json"), calibration(640, 480));
    await Deno.writeTextFile(place.file("bad.json"), `{"M1": 3}`);
    const all = [...args, "-o", "out.mkv", "-q"];
    await assertRefused(place, all, { isBare: true, code: 1, says: [words] });
  });
}

for (
  const [title, args, words] of [
    [
      "metres have no calibration",
      ["--right", "right.mkv", "--nearer-than", "1.5m"],
      "needs --calibration",
    ],
    [
      "two things tell distance",
      ["--right", "right.mkv", "--depth", "depth.mkv"],
      "--right and --depth both tell how near all is: give one of them",
    ],
    [
      "a calibration stands alone",
      ["--calibration", "cameras.json"],
      "say where the other eye's pictures are, by --stereo or --right",
    ],
    ["a distance cannot be read", ["--nearer-than", "close"], "--nearer-than"],
    ["a layout is unknown", ["--stereo", "sideways"], "sbs, sbs-half, tb or tb-half"],
  ] as const
) {
  Deno.test(`cli -m depth refuses a command line where ${title}`, async () => {
    await using place = await depthPlace();
    const all = ["left.mkv", "color:red", "-o", "out.mkv", ...args];
    await assertRefused(place, all, { isBare: true, code: 2, says: [words] });
  });
}

for (
  const [layout, file, isSwapped] of [["sbs", "sbs.mkv", false], ["tb", "tb.mkv", false], [
    "sbs",
    "swapped.mkv",
    true,
  ], ["sbs-half", "sbs-half.mkv", false]] as const
) {
  Deno.test(`cli --keep-stereo writes both eyes: ${file}`, async () => {
    await using place = await depthPlace();
    const eyes = ["--stereo", layout, "--keep-stereo", ...(isSwapped ? ["--swap-eyes"] : [])];
    const { stderr } = await place.succeed([file, "color:red", ...eyes, ...small, ...OUT], {
      isBare: true,
    });
    assertEquals(stderr, "");
    const matte = await readPicture(place.file("m2.png"));
    const made = await readPicture(place.file("out2.png"));
    const size = layout === "tb" ? [WIDTH, 2 * HEIGHT] : layout === "sbs" ? [2 * WIDTH, HEIGHT] : [
      WIDTH,
      HEIGHT,
    ];
    assertEquals([matte.width, matte.height], size);
    assertEquals([made.width, made.height], size);
    const { left, right } = splitEyes(matte, layout);
    const [first, second] = isSwapped ? [NEAR.disparity, 0] : [0, NEAR.disparity];
    assertGreater(iouOfShifted(left, first), 0.75);
    assertGreater(iouOfShifted(right, second), 0.75);
  });
}

/** How well a matte shows what is near, seen so many pixels farther to the right. */
function iouOfShifted({ bitmap }: Frame, shift: number): number {
  let both = 0, any = 0;
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const [seen, is] = [bitmap[4 * i] >= 128, isNear(i % WIDTH + shift, Math.floor(i / WIDTH))];
    if (seen && is) both++;
    if (seen || is) any++;
  }
  return both / any;
}

Deno.test("cli --stereo: other methods too show one eye's picture, and survey it", async () => {
  await using place = await depthPlace();
  const args = ["sbs.mkv", "color:red", "--stereo", "sbs", "-m", "median", ...OUT];
  const { stderr } = await place.succeed(args, { isBare: true });
  assertEquals(stderr, "");
  const { width, height } = await readPicture(place.file("out2.png"));
  assertEquals([width, height], [WIDTH, HEIGHT]);
});

Deno.test("cli blur:depth says that it blurs evenly where nothing tells how near all is", async () => {
  await using place = await depthPlace();
  const noteOf = async (...args: string[]) => {
    const run = [...args, "-m", "median", "-o", "out%d.png", "--overwrite"];
    const { stderr } = await place.succeed(run, { isBare: true });
    return stderr.includes("blur:depth blurs evenly here");
  };
  assertEquals(await noteOf("left.mkv", "blur:depth"), true);
  assertEquals(await noteOf("left.mkv", "blur:depth", "--right", "right.mkv"), true);
  assertEquals(await noteOf("left.mkv", "blur:depth", "--depth", "depth.mkv"), false);
  assertEquals(await noteOf("left.mkv", "blur"), false);
});

Deno.test("cli -m depth reads the depth of a portrait photo, and says where there is none", async () => {
  await using place = await depthPlace();
  const rows = [["red", "blue"]] as const;
  await Deno.writeFile(
    place.file("portrait.heic"),
    makeHeif("heic", { rows, depth: ["red", "blue"] }),
  );
  await Deno.writeFile(place.file("plain.heic"), makeHeif("heic", { rows }));
  const out = ["-m", "depth", "-o", "out.png", "--mattes", "m%d.png", "-q"];
  await place.succeed(["portrait.heic", "color:lime", ...out], { isBare: true });
  const { width, bitmap } = await readPicture(place.file("out.png"));
  const pixel = (x: number) => [...bitmap.subarray(4 * (32 * width + x), 4 * (32 * width + x) + 3)];
  assertGreater(pixel(20)[0], 200);
  assertEquals(pixel(108), [0, 255, 0]);
  const plain = await place.run(["plain.heic", "color:lime", ...out, "--overwrite"], {
    isBare: true,
  });
  assertFailed(plain, {
    code: 1,
    says: ["'plain.heic' tells no distances: it is no portrait photo"],
  });
});

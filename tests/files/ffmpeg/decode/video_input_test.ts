import { assertEquals, assertRejects } from "@std/assert";
import { findFfmpeg, openVideo } from "../../../../lib/files/mod.ts";
import { findInput } from "../../../../lib/files/ffmpeg/decode/video_input.ts";
import { UnsupportedMediaError } from "../../../../mod.ts";
import { ffmpeg, temporaryFolder } from "../../../helpers.ts";

const found = await findFfmpeg();

/** Five pictures of one gray level each, the level ten times the number, from 7 on. */
async function pictures(folder: string, name: string): Promise<void> {
  await ffmpeg(
    ...[
      "-f",
      "lavfi",
      "-i",
      "nullsrc=size=4x4:duration=0.2",
      "-vf",
      "format=gray,geq=lum='10*(N+7)'",
    ],
    ...["-pix_fmt", "gray", "-start_number", "7", `${folder}/${name}`],
  );
}

/** Level and time of each frame. */
async function framesOf(path: string, fps?: number): Promise<[level: number, time: number][]> {
  await using video = await openVideo(path, { ffmpeg: found, fps });
  const frames: [number, number][] = [];
  for await (const { bitmap, timestamp } of video) frames.push([bitmap[0], timestamp]);
  return frames;
}

const levels = [70, 80, 90, 100, 110];

for (const name of ["in%d.png", "in%04d.png", "%03d.bmp"]) {
  Deno.test(`openVideo() reads numbered pictures ${name}, from the first there is`, async () => {
    await using folder = await temporaryFolder();
    await pictures(folder.path, name);
    const frames = await framesOf(`${folder.path}/${name}`);
    assertEquals(frames.map(([level]) => level), levels);
    assertEquals(frames.map(([, time]) => time), [0, 0.04, 0.08, 0.12, 0.16]);
  });
}

Deno.test("openVideo() reads a folder of pictures, by name, at the rate asked for", async () => {
  await using folder = await temporaryFolder();
  const odd = `${folder.path}/[a] *b`;
  await Deno.mkdir(odd);
  await pictures(odd, "p%02d.png");
  await Deno.writeTextFile(`${odd}/notes.txt`, "no picture");
  const frames = await framesOf(odd, 10);
  assertEquals(frames.map(([level]) => level), levels);
  assertEquals(frames.map(([, time]) => time), [0, 0.1, 0.2, 0.3, 0.4]);
});

Deno.test("openVideo() reads a folder of pictures by number, too, where the names are in another order", async () => {
  await using folder = await temporaryFolder();
  const odd = `${folder.path}/100% %d`;
  await Deno.mkdir(odd);
  await pictures(folder.path, "p%d.png");
  for (const number of [7, 8, 9, 10, 11]) {
    await Deno.rename(`${folder.path}/p${number}.png`, `${odd}/p${number}.png`);
  }
  assertEquals((await framesOf(odd)).map(([level]) => level), levels);
});

Deno.test("findInput() says which pictures of a folder are not taken, or in no order", async () => {
  await using folder = await temporaryFolder();
  for (const name of ["p8.png", "p9.png", "p11.png", "q.jpg", "r.jpg"]) {
    await Deno.writeTextFile(`${folder.path}/${name}`, "");
  }
  const notices: string[] = [];
  const onNotice = (notice: string) => notices.push(notice);
  const { args } = await findInput(folder.path, { onNotice });
  assertEquals(args.includes("glob"), true);
  assertEquals(notices, [
    `of '${folder.path}' the 3 pictures .png are taken, not 2 .jpg`,
    `the pictures of '${folder.path}' are taken in the order of their names, 10 before 9`,
  ]);
});

Deno.test("openVideo() takes a picture whose name has a %d for that one picture", async () => {
  await using folder = await temporaryFolder();
  await pictures(folder.path, "in%d.png");
  await Deno.rename(`${folder.path}/in9.png`, `${folder.path}/in%d.png`);
  assertEquals((await framesOf(`${folder.path}/in%d.png`)).map(([level]) => level), [90]);
});

Deno.test("findInput() knows cameras, standard input and addresses", async () => {
  const { args, isStdin } = await findInput("-");
  assertEquals([args.at(-1), isStdin], ["pipe:0", true]);
  if (Deno.build.os === "linux") {
    assertEquals((await findInput("camera:0")).args.slice(-4).join(" "), "-f v4l2 -i /dev/video0");
    assertEquals((await findInput("camera:/dev/video9")).args.at(-1), "/dev/video9");
  }
  await assertRejects(
    () => findInput("http://localhost/a.mp4"),
    UnsupportedMediaError,
    "'allowNetwork'",
  );
  const address = await findInput("https://localhost/a.mp4", { allowNetwork: true });
  assertEquals(address.args.at(-1), "https://localhost/a.mp4");
});

Deno.test("findInput() says where numbered pictures have a gap", async () => {
  await using folder = await temporaryFolder();
  await pictures(folder.path, "in%d.png");
  await Deno.remove(`${folder.path}/in9.png`);
  const notices: string[] = [];
  await findInput(`${folder.path}/in%d.png`, { onNotice: (notice) => notices.push(notice) });
  assertEquals([notices.length, notices[0].includes("number 9 is missing")], [1, true]);
});

Deno.test("findInput() says what there is not", async () => {
  await using folder = await temporaryFolder();
  await assertRejects(() => findInput(folder.path), UnsupportedMediaError, "has no pictures");
  const missing = `${folder.path}/in%d.png`;
  await assertRejects(() => findInput(missing), Deno.errors.NotFound, "no such picture");
});

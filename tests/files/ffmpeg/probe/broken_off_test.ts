import { assertEquals, assertInstanceOf } from "@std/assert";
import { findFfmpeg, openVideo } from "../../../../lib/files/mod.ts";
import { lacksPictures } from "../../../../lib/files/ffmpeg/probe/packet_list.ts";
import { findInput } from "../../../../lib/files/ffmpeg/decode/video_input.ts";
import { DamagedMediaError } from "../../../../mod.ts";
import { ffmpeg, temporaryFolder } from "../../../helpers.ts";

const tool = await findFfmpeg();

/** How many pictures come, what is told of them, and whether that is all. */
async function read(path: string, duration?: number) {
  const notes: string[] = [];
  let frames = 0;
  const onNotice = (note: string) => notes.push(note.replace(/^'.*?' /, ""));
  try {
    // As for a video that keeps its sound.
    const options = { ffmpeg: tool, onNotice, isAccurate: true, duration };
    await using video = await openVideo(path, options);
    for await (const _ of video) frames++;
  } catch (error) {
    assertInstanceOf(error, DamagedMediaError);
    return { frames, isDamaged: true, notes };
  }
  return { frames, isDamaged: false, notes };
}

const pictures = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=2"];
const x264 = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"];

/** Pictures of two seconds, with sound. */
async function makeFile(path: string, seconds: number, ...args: string[]): Promise<Uint8Array> {
  await ffmpeg(...pictures, "-f", "lavfi", "-i", `sine=d=${seconds}`, ...args, path);
  return await Deno.readFile(path);
}

const movies: [name: string, ...args: string[]][] = [
  ["pcm.mov", ...x264, "-c:a", "pcm_s16le", "-movflags", "faststart"],
  ["aac.mp4", ...x264, "-c:a", "aac", "-movflags", "faststart"],
  ["fragments.mp4", ...x264, "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov"],
  ["tags.flv", ...x264, "-c:a", "aac"],
];

for (const [name, ...args] of movies) {
  Deno.test(`openVideo() never takes a ${name} for whole that lacks pictures`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/${name}`;
    const bytes = await makeFile(path, 2, ...args);
    assertEquals(await read(path), { frames: 50, isDamaged: false, notes: [] });
    const starts = startsOfChunks(bytes);
    // Also where a chunk ends, which breaks nothing that is there.
    const cuts = [0.5, 0.9].map((part) => Math.floor(bytes.length * part));
    for (const cut of [...cuts, ...starts]) {
      await Deno.writeFile(path, bytes.subarray(0, cut));
      const { frames, isDamaged } = await read(path);
      // Nobody knows how many fragments there were.
      const isAll = frames === 50 && !name.startsWith("fragments");
      assertEquals([isDamaged, isAll], [true, false], `${cut} of ${bytes.length}: ${frames}`);
    }
    const half = await read(path, 0.4);
    assertEquals([half.frames, half.isDamaged, half.notes], [10, false, []]);
  });
}

/** Where the chunks of an mp4's index begin, past the middle: two of each track. */
function startsOfChunks(bytes: Uint8Array): number[] {
  const text = new TextDecoder("latin1").decode(bytes);
  const view = new DataView(bytes.buffer);
  return [...text.matchAll(/stco/g)].flatMap(({ index }) => {
    const count = view.getUint32(index + 8);
    return [2, 3].filter((part) => count > part)
      .map((part) => view.getUint32(index + 12 + 4 * Math.floor(count * part / 4)));
  });
}

Deno.test("openVideo() reads all pictures of an mp4 whose sound is missing", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/a.mp4`;
  const bytes = await makeFile(path, 4, ...x264, "-c:a", "aac", "-movflags", "faststart");
  await Deno.writeFile(path, bytes.subarray(0, -2000));
  assertEquals(await read(path), { frames: 50, isDamaged: false, notes: [] });
});

const endings: [name: string, cut: number, ...args: string[]][] = [
  ["a.avi", 4500, "-c:v", "mpeg4", "-c:a", "mp3"],
  ["a.mkv", 3000, ...x264, "-c:a", "aac"],
  ["a.webm", 3000, "-c:v", "libvpx", "-c:a", "libopus"],
];

for (const [name, cut, ...args] of endings) {
  Deno.test(`openVideo() takes an ${name} that lacks some sound, and no picture`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/${name}`;
    const bytes = await makeFile(path, 4, ...args);
    await Deno.writeFile(path, bytes.subarray(0, -cut));
    const { frames, isDamaged } = await read(path);
    assertEquals([frames, isDamaged], [50, false]);
    await Deno.writeFile(path, bytes.subarray(0, bytes.length * 0.3));
    assertEquals((await read(path)).isDamaged, true);
  });
}

Deno.test("openVideo() is not concerned with what stands behind an FLV", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/a.flv`;
  const bytes = await makeFile(path, 2, ...x264, "-c:a", "aac");
  const page = new TextEncoder().encode("<html>404</html>");
  await Deno.writeFile(path, new Uint8Array([...bytes, ...new Uint8Array(5000), ...page]));
  assertEquals(await read(path), { frames: 50, isDamaged: false, notes: [] });
  // In between it takes pictures away.
  const hole = new Uint8Array(bytes);
  hole.fill(0, bytes.length * 0.5, bytes.length * 0.7);
  await Deno.writeFile(path, hole);
  assertEquals(await lacksPictures(tool, await findInput(path), {}), true);
});

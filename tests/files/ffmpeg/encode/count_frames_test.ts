import { assertEquals, assertThrows } from "@std/assert";
import { countFrames } from "../../../../lib/files/ffmpeg/encode/count_frames.ts";
import { FileWindow } from "../../../../lib/files/system/file_window.ts";
import type { Container } from "../../../../lib/files/ffmpeg/encode/containers.ts";
import { ffmpeg, temporaryFolder } from "../../../helpers.ts";

function count(path: string, container: Container): number {
  using file = new FileWindow(path);
  return countFrames(file, container);
}

const bars = ["-f", "lavfi", "-i", "testsrc=size=32x32:rate=10:duration=0.9"];
const tone = ["-f", "lavfi", "-i", "sine=duration=0.9"];

const files: [title: string, container: Container, ...args: string[]][] = [
  ["mp4 with its index first", "mp4", ...tone, "-c:v", "libx264", "-movflags", "+faststart"],
  ["mp4 with its index last", "mp4", ...tone, "-c:v", "libx264"],
  ["mov of ProRes", "mov", "-c:v", "prores_ks"],
  ["mkv with sound", "mkv", ...tone, "-c:v", "libx264", "-c:a", "aac"],
  ["mkv of one picture a cluster", "mkv", "-c:v", "ffv1", "-cluster_time_limit", "1"],
  ["webm with sound", "webm", ...tone, "-c:v", "libvpx-vp9", "-deadline", "realtime"],
  ["webm with alpha", "webm", "-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p"],
  ["gif", "gif"],
  [
    "gif with a palette a picture",
    "gif",
    "-lavfi",
    "palettegen=stats_mode=single[p];[0][p]paletteuse=new=1",
  ],
];

for (const [title, container, ...args] of files) {
  Deno.test(`countFrames() counts the pictures of ${title}, and knows each that breaks off`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/whole.${container}`;
    await ffmpeg(...bars, ...args, path);
    assertEquals(count(path, container), 9);

    const bytes = await Deno.readFile(path);
    const cut = `${folder.path}/cut`;
    // Each of the last bytes, where indexes and trailers are, and some before.
    const steps = Array.from({ length: 64 }, (_, i) => bytes.length - 1 - i);
    for (let length = bytes.length - 65; length > 0; length -= 211) steps.push(length);
    for (const length of steps) {
      await Deno.writeFile(cut, bytes.subarray(0, length));
      assertThrows(() => count(cut, container), Error, "the file");
    }
  });
}

Deno.test("countFrames() counts the pictures of a window and more: 3000 in mkv, 1000 in gif", async () => {
  await using folder = await temporaryFolder();
  for (const [container, frames] of [["mkv", 3000], ["gif", 1000]] as const) {
    const path = `${folder.path}/long.${container}`;
    await ffmpeg("-f", "lavfi", "-i", "testsrc=size=32x32:rate=50", "-frames:v", `${frames}`, path);
    assertEquals(count(path, container), frames);
  }
});

Deno.test("countFrames() refuses what is no such file", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/zeros`;
  for (const bytes of [[], [0], Array(500).fill(0), Array(500).fill(255)]) {
    await Deno.writeFile(path, Uint8Array.from(bytes));
    for (const container of ["mp4", "mov", "mkv", "webm", "gif"] as const) {
      assertThrows(() => count(path, container), Error, "the file");
    }
  }
});

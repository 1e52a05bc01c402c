/**
 * Peak memory of a run, ffmpeg included, for a clip and for one twenty times as long.
 *
 *     deno task bench:memory [--size 1920x1080] [--frames 300] [--json]
 *
 * Linux only: the memory is the sum of what /proc calls Pss, which counts shared
 * pages once, of all processes of the run, asked every 20 ms.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BEACH, temporaryFolder } from "../helpers.ts";
import { enlargedClip, repeatedClip } from "./scenes/clip.ts";
import { measureRun } from "./process_memory.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    size: { type: "string", default: "1920x1080" },
    frames: { type: "string", default: "300" },
    json: { type: "boolean", default: false },
  },
});

async function peakMemory(clip: string, out: string): Promise<number> {
  const cli = fileURLToPath(new URL("../../cli.ts", import.meta.url));
  const args = ["run", "-A", cli, clip, BEACH, "-o", `${out}/o%d.jpg`, "--quiet"];
  const { mebibytes } = await measureRun(Deno.execPath(), args);
  await Deno.remove(out, { recursive: true });
  return mebibytes;
}

await using folder = await temporaryFolder();
const frames = Number(values.frames);
const short = `${folder.path}/short.mp4`;
const long = `${folder.path}/long.mp4`;
await enlargedClip(short, values.size, frames);
await repeatedClip(long, short, 20);
const out = `${folder.path}/out`;
const rows = [
  { frames, mebibytes: await peakMemory(short, out) },
  { frames: 20 * frames, mebibytes: await peakMemory(long, out) },
];
if (values.json) {
  console.log(JSON.stringify({ size: values.size, rows }));
} else {
  for (const row of rows) {
    console.log(`${values.size}, ${row.frames} frames: ${row.mebibytes.toFixed(1)} MiB at most`);
  }
}

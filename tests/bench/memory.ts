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
import { enlargedClip, repeatedClip } from "./clip.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    size: { type: "string", default: "1920x1080" },
    frames: { type: "string", default: "300" },
    json: { type: "boolean", default: false },
  },
});

/** A process and those that it has started. */
function family(pid: number): number[] {
  const children = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).split(" ");
  return [pid, ...children.filter(Boolean).flatMap((child) => family(Number(child)))];
}

/** Mebibytes in use by a process and those that it has started; those that end meanwhile count as 0. */
function memoryOf(pid: number): number {
  try {
    return family(pid).reduce((sum, member) => {
      const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(
        Deno.readTextFileSync(`/proc/${member}/smaps_rollup`),
      ) ?? [0, 0];
      return sum + Number(kilobytes) / 1024;
    }, 0);
  } catch {
    return 0;
  }
}

async function peakMemory(clip: string, out: string): Promise<number> {
  const cli = fileURLToPath(new URL("../../cli.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", cli, clip, BEACH, "-o", `${out}/o%d.jpg`, "--quiet"],
  }).spawn();
  let peak = 0;
  const timer = setInterval(() => peak = Math.max(peak, memoryOf(child.pid)), 20);
  const { success } = await child.status;
  clearInterval(timer);
  if (!success) throw new Error("The run failed");
  await Deno.remove(out, { recursive: true });
  return peak;
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

/**
 * How fast the studio is: its worker in a real Chromium, fed by a camera that plays a video.
 *
 *     deno run -A tests/bench/studio_speed.ts video.mp4 [seconds] [words of the rows that are wanted]
 *
 * Frames a second and latency are those that the worker tells, medians over the seconds after it has
 * settled; long tasks are the page's.
 *
 * @module
 */

import { serveStudio } from "../../lib/app/mod.ts";
import { chromiumPath, launch } from "../web/studio/chromium.ts";

/** What is measured: its name, the camera's size, the method, what is behind. */
interface Row {
  readonly name: string;
  readonly size: readonly [width: number, height: number];
  readonly method: string;
  readonly background?: string;
  readonly lowLatency?: boolean;
}

const SMALL = [640, 360] as const, LARGE = [1280, 720] as const;

const ROWS: readonly Row[] = [
  { name: "segment", size: SMALL, method: "segment" },
  { name: "segment, low latency", size: SMALL, method: "segment", lowLatency: true },
  { name: "segment, blur:24", size: SMALL, method: "segment", background: "blur:24" },
  { name: "segment", size: LARGE, method: "segment" },
  { name: "segment, low latency", size: LARGE, method: "segment", lowLatency: true },
  { name: "segment, blur:24", size: LARGE, method: "segment", background: "blur:24" },
  ...["tutorial", "difference", "average", "mog2", "knn", "chroma", "clean-plate"].map((
    method,
  ) => ({
    name: method,
    size: LARGE,
    method,
  })),
];

/** Seconds until a worker has settled: networks are fetched and compiled. */
const SETTLE = 4;

const [video, seconds = "10", ...words] = Deno.args;
if (video === undefined || chromiumPath === undefined) {
  console.error(
    "usage: deno run -A tests/bench/studio_speed.ts VIDEO [SECONDS] [WORDS…]; needs Chromium",
  );
  Deno.exit(2);
}

const driver = await Deno.readTextFile(new URL("../web/studio/engine_driver.js", import.meta.url));
const folder = await Deno.makeTempDir();
const cameras = new Map<string, string>();
const lines: string[][] = [];
try {
  await using studio = await serveStudio();
  for (const row of ROWS) {
    const title = `${row.name} ${row.size.join("×")}`;
    if (words.length > 0 && !words.some((word) => title.includes(word))) continue;
    lines.push([row.name, row.size.join("×"), ...await measure(row, studio.address)]);
    console.error(lines.at(-1)!.join(" · "));
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
const HEAD = ["method", "size", "frames/s", "left out/s", "latency ms", "95 %", "read", "estimate"]
  .concat(["network", "compose", "draw", "long tasks ms/s", "ready s"]);
for (const line of [HEAD, HEAD.map(() => "---"), ...lines]) console.log(`| ${line.join(" | ")} |`);

async function measure(row: Row, address: string): Promise<string[]> {
  const browser = await launch(chromiumPath!, await cameraOf(row.size));
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(300_000);
    await page.goto(`${address}style.css`);
    await page.evaluate(driver);
    const settings = {
      method: row.method,
      settings: {},
      refine: "auto",
      edges: { feather: 0, lightWrap: 0, despill: false },
      fit: "cover",
      mirror: false,
      lowLatency: row.lowLatency ?? false,
    };
    const [width, height] = row.size;
    const options = {
      width,
      height,
      seconds: SETTLE + Number(seconds),
      settings,
      background: row.background ?? "color:teal",
      plate: row.method === "clean-plate",
    };
    const watched = await page.evaluate(
      `watchCamera("${address}", ${JSON.stringify(options)})`,
    ) as Watched;
    return summary(watched);
  } finally {
    await browser.close();
  }
}

/** What the worker has told. */
interface Watched {
  readonly stats: readonly {
    readonly at: number;
    readonly framesPerSecond: number;
    readonly dropped: number;
    readonly latency: number;
    readonly latency95: number;
    readonly stages: Readonly<Record<string, number>>;
  }[];
  readonly other: readonly { readonly kind: string; readonly at: number; readonly text?: string }[];
  readonly tasks: readonly { readonly startTime: number; readonly duration: number }[];
}

function summary({ stats, other, tasks }: Watched): string[] {
  const settled = stats.filter(({ at }) => at > 1000 * SETTLE);
  const failed = other.find(({ kind }) => kind === "failed");
  if (failed !== undefined) return [failed.text ?? "failed"];
  const median = (values: readonly number[]) => {
    return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
  };
  const of = (pick: (one: Watched["stats"][number]) => number) => median(settled.map(pick));
  const lost = tasks.reduce((sum, { duration }) => sum + duration, 0) / stats.length;
  const ready = other.find(({ kind }) => kind === "fetched") ??
    other.find(({ kind }) => kind === "running");
  return [
    of((one) => one.framesPerSecond).toFixed(1),
    of((one) => one.dropped).toFixed(0),
    of((one) => one.latency).toFixed(1),
    of((one) => one.latency95).toFixed(1),
    ...["read", "estimate", "network", "compose", "draw"].map((stage) =>
      of((one) => one.stages[stage]).toFixed(1)
    ),
    lost.toFixed(1),
    ((ready?.at ?? NaN) / 1000).toFixed(2),
  ];
}

/** A camera that plays the video in a size. */
async function cameraOf([width, height]: Row["size"]): Promise<string> {
  const path = `${folder}/${width}x${height}.y4m`;
  if (cameras.has(path)) return path;
  const scale = `scale=${width}:${height},fps=25`;
  const args = ["-v", "error", "-i", video, "-t", "12", "-vf", scale, "-pix_fmt", "yuv420p", path];
  const { success } = await new Deno.Command("ffmpeg", { args }).output();
  if (!success) throw new Error(`ffmpeg cannot read ${video}`);
  cameras.set(path, path);
  return path;
}

/**
 * docs/tutorial.md has the code of examples/steps, and the numbers that `evaluate` gave.
 * `UPDATE=1` writes both into the page, for `deno fmt` to align.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { compareMethods } from "../lib/app/mod.ts";
import { customMethod, evaluateClip, type MethodName } from "../mod.ts";
import { findFfmpeg, openJpegCodec, openLabelledClip, segmenterOpener } from "../lib/files/mod.ts";
import { FrameStore } from "../lib/pixels/mod.ts";
import { ROOT } from "./helpers.ts";

/** What `evaluate` said, by clip, method and metric. */
type Numbers = Record<string, Record<string, Record<string, number | null> | undefined>>;

const PAGE = new URL("docs/tutorial.md", ROOT);
const MEDIA = new URL("examples/media/tutorial/", ROOT);
const STEPS = new URL("examples/steps/", ROOT);
const numbers: Numbers = JSON.parse(await Deno.readTextFile(new URL("numbers.json", MEDIA)));
const steps = [...Deno.readDirSync(STEPS)].map(({ name }) => name).sort();

/** A metric by what the page calls it, and its decimals there. */
const METRICS: Readonly<Record<string, readonly [key: string, decimals: number]>> = {
  IoU: ["iou", 3],
  precision: ["precision", 3],
  recall: ["recall", 3],
  MAD: ["mad", 1],
  Grad: ["grad", 2],
  dtSSD: ["dtSSD", 1],
};

/** The page, with the code and the numbers as they should be; tables without alignment. */
async function filled(page: string): Promise<string> {
  const code: Record<string, string> = {};
  for (const name of steps) {
    const text = await Deno.readTextFile(new URL(name, STEPS));
    code[name] = text.replaceAll('"../../', '"../');
  }
  const withCode = page.replaceAll(
    /(<!-- examples\/steps\/(\w+\.ts) -->\n\n```ts\n).*?```/gs,
    (_, head, name) => `${head}${code[name]}\`\`\``,
  );
  let columns: string[] = [];
  return withCode.split("\n").map((line) => {
    if (!line.startsWith("|")) return line;
    const cells = line.slice(1).split("|").map((cell) => cell.trim());
    if (cells[0] === "method") columns = cells.slice(1).filter((cell) => cell !== "");
    const [, method] = /^`(\d_\w+)\.ts`/.exec(cells[0]) ?? /^built in: `-m (.*)`/.exec(cells[0]) ??
      [];
    if (method === undefined) return tight(line);
    const name = method.replace(" --set ", ", ");
    return tight(
      `| ${[cells[0], ...columns.map((column) => numberOf(name, column))].join(" | ")} |`,
    );
  }).join("\n");
}

/** A row of a table without what aligns it. */
function tight(line: string): string {
  return line.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");
}

/** What a column such as "walk" or "walk, recall" says of a method. */
function numberOf(method: string, column: string): string {
  const [clip, metric = "IoU"] = column.split(", ");
  const [key, decimals] = METRICS[metric];
  const value = numbers[clip][method]?.[key] ?? null;
  return value === null ? "–" : value.toFixed(decimals);
}

Deno.test("docs/tutorial.md: its code is that of examples/steps, its numbers those of evaluate", async () => {
  const page = await Deno.readTextFile(PAGE);
  const wanted = await filled(page);
  if (Deno.env.has("UPDATE")) return await Deno.writeTextFile(PAGE, wanted);
  const said = page.split("\n").map((line) => line.startsWith("|") ? tight(line) : line);
  assertEquals(said.join("\n"), wanted);
  for (const name of steps) {
    assert(page.includes(`<!-- examples/steps/${name} -->`), name);
    const picture = `examples/media/tutorial/${name.replace(".ts", ".jpg")}`;
    assert(page.includes(`(../${picture})`), picture);
    assert((await Deno.stat(new URL(picture, ROOT))).isFile);
  }
});

/** What takes little time, on a clip that it is for: all but networks. */
const QUICK: readonly {
  readonly clip: string;
  readonly folder: string;
  readonly steps: readonly string[];
  readonly beside?: readonly MethodName[];
}[] = [
  {
    clip: "walk",
    folder: "labelled/walk",
    steps: ["1_difference", "2_held", "3_median", "4_clean_plate"],
    beside: ["tutorial", "median", "clean-plate"],
  },
  { clip: "sway", folder: "labelled/sway", steps: ["5_refined"] },
  { clip: "screen", folder: "screen/walk", steps: ["6_chroma"] },
];

for (const { clip, folder, steps, beside = [] } of QUICK) {
  Deno.test(`docs/tutorial.md: measured again on ${clip}: ${[...beside, ...steps].join(", ")}`, async () => {
    const written = await Promise.all(
      steps.map(async (step) => [step, (await import(new URL(`${step}.ts`, STEPS).href)).default]),
    );
    const { means } = await compareMethods(Object.fromEntries(written), {
      clips: fileURLToPath(new URL(`examples/media/${folder}`, ROOT)),
      beside,
      edgesEvery: 0,
    });
    assertEquals(Object.keys(means), [...beside, ...steps]);
    for (const [method, values] of Object.entries(means)) {
      for (const key of ["iou", "precision", "recall"] as const) {
        assertAlmostEquals(values[key], numbers[clip][method]![key]!, 1e-5, `${method}: ${key}`);
      }
    }
  });
}

Deno.test("docs/tutorial.md: its steps with a network find somebody", async () => {
  using jpeg = await openJpegCodec();
  const path = fileURLToPath(new URL("examples/media/labelled/sway", ROOT));
  const whole = await openLabelledClip(path, { ffmpeg: await findFfmpeg(), jpeg });
  const first = (count: number) => ({
    name: "sway",
    async *read() {
      for await (const labelled of whole.read()) {
        yield labelled;
        if (labelled.frame.number === count) return;
      }
    },
  });
  for (const [step, count] of [["7_network", 1], ["8_network_and_room", 2]] as const) {
    const { default: written } = await import(new URL(`${step}.ts`, STEPS).href);
    using estimator = customMethod(written, step).create({
      openSegmenter: segmenterOpener("fast"),
    });
    const store = new FrameStore(undefined);
    const { summary } = await evaluateClip(first(count), estimator, { edgesEvery: 0, store });
    assert(summary.iou > 0.8, `${step}: ${summary.iou}`);
  }
});

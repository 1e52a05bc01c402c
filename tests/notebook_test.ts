/**
 * `examples/notebook.ipynb`, run by Jupyter with Deno's kernel: what it prints must be what stands in
 * it. `UPDATE=1` writes the notebook anew with what it gives; `deno fmt` then lays it out.
 */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { readPng } from "../lib/web/explain/read_png.ts";
import { resizeArea } from "../mod.ts";
import { ROOT, runProgram, temporaryFolder } from "./helpers.ts";

const NOTEBOOK = fileURLToPath(new URL("examples/notebook.ipynb", ROOT));

/** What a cell gave: text as lines, pictures in base64. */
interface Output {
  readonly output_type: string;
  readonly text?: string | readonly string[];
  readonly data?: { readonly "image/png"?: string };
}

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly outputs?: readonly Output[] }[];
}

/** Whether Jupyter is there; under CI it must be. */
const hasJupyter = await (async () => {
  try {
    return (await runProgram("jupyter-nbconvert", ["--version"])).code === 0;
  } catch {
    return false;
  }
})();
if (!hasJupyter && Deno.env.get("CI") !== undefined) {
  throw new Error("jupyter-nbconvert is not installed");
}

/** Deno's kernel, in a folder of our own: `deno jupyter --install` writes into the user's. */
async function writeKernel(folder: string): Promise<void> {
  await Deno.mkdir(`${folder}/kernels/deno`, { recursive: true });
  const argv = [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"];
  const spec = { argv, display_name: "Deno", language: "typescript" };
  await Deno.writeTextFile(`${folder}/kernels/deno/kernel.json`, JSON.stringify(spec));
}

/** What each cell printed, without times, and what each picture is. */
async function facts({ cells }: Notebook): Promise<unknown[]> {
  const outputs = cells.flatMap(({ outputs = [] }) => outputs);
  return await Promise.all(outputs.map(async ({ output_type, text, data }) => {
    assert(output_type !== "error");
    const png = data?.["image/png"];
    if (png !== undefined) return await levelsOf(Uint8Array.fromBase64(png.trim()));
    // The last column of a table is a time, and as wide as that.
    const lines = [text ?? []].flat().join("").split("\n");
    return lines.map((line) => line.trim().replace(/ +\d+\.\d\*?$/, "").split(/ +/).join(" "));
  }));
}

/** A picture's size, and the mean colours of its 6 × 4 fields. */
interface Levels {
  readonly size: readonly [width: number, height: number];
  readonly fields: Uint8ClampedArray;
}

async function levelsOf(png: Uint8Array<ArrayBuffer>): Promise<Levels> {
  const frame = await readPng(png);
  const { bitmap } = resizeArea(frame, { width: 6, height: 4 });
  return { size: [frame.width, frame.height], fields: bitmap };
}

const isPicture = (fact: unknown): fact is Levels => fact instanceof Object && "fields" in fact;

/** Texts are equal; fields of a picture nearly, since another ffmpeg may decode a level more or less. */
function assertSameFacts(run: readonly unknown[], written: readonly unknown[]): void {
  const rest = (facts: readonly unknown[]) =>
    facts.map((fact) => isPicture(fact) ? fact.size : fact);
  assertEquals(rest(run), rest(written));
  for (const [i, fact] of run.entries()) {
    if (!isPicture(fact)) continue;
    const off = fact.fields.map((level, p) => Math.abs(level - (written[i] as Levels).fields[p]));
    assert(Math.max(...off) <= 2, `output ${i + 1} differs: ${fact.fields}`);
  }
}

Deno.test({
  name: "examples/notebook.ipynb runs without an error, and gives the numbers that stand in it",
  ignore: !hasJupyter,
  async fn() {
    await using folder = await temporaryFolder();
    await writeKernel(folder.path);
    const env = { JUPYTER_PATH: folder.path, JUPYTER_RUNTIME_DIR: folder.path };
    const to = ["--to", "notebook", "--execute", "--output-dir", folder.path, "--output", "run"];
    const waiting = "--ExecutePreprocessor.timeout=300";
    const { code, stderr } = await runProgram("jupyter-nbconvert", [...to, waiting, NOTEBOOK], {
      env,
    });
    assertEquals(code, 0, stderr);
    const made = await Deno.readTextFile(`${folder.path}/run.ipynb`);
    if (Deno.env.get("UPDATE") === "1") await Deno.writeTextFile(NOTEBOOK, withoutTimes(made));
    const run = await facts(JSON.parse(made));
    assertSameFacts(run, await facts(JSON.parse(await Deno.readTextFile(NOTEBOOK))));
    assertEquals(run.filter(isPicture).length, 5);
  },
});

/** A notebook as it is kept: when each cell ran is nobody's. */
function withoutTimes(text: string): string {
  const notebook = JSON.parse(text);
  for (const cell of notebook.cells) delete cell.metadata.execution;
  return `${JSON.stringify(notebook, undefined, 1)}\n`;
}

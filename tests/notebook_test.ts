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
  readonly data?: { readonly "image/png"?: string | readonly string[] };
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

/** A picture's size, and the mean colours of its 6 × 4 fields. */
interface Picture {
  readonly size: readonly [width: number, height: number];
  readonly fields: readonly number[];
}

/** What a cell of code printed, without times, and its pictures. */
type Facts = readonly (readonly string[] | Picture)[];

async function facts({ cells }: Notebook): Promise<Facts[]> {
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  return await Promise.all(code.map(({ outputs = [] }) => Promise.all(outputs.map(factOf))));
}

async function factOf({ output_type, text, data }: Output): Promise<readonly string[] | Picture> {
  assert(output_type !== "error");
  const png = data?.["image/png"];
  if (png !== undefined) {
    const frame = await readPng(Uint8Array.fromBase64([png].flat().join("").trim()));
    const { bitmap } = resizeArea(frame, { width: 6, height: 4 });
    return { size: [frame.width, frame.height], fields: [...bitmap] };
  }
  // The last column of a table is a time, and as wide as that.
  const lines = [text ?? []].flat().join("").split("\n");
  return lines.map((line) => line.trim().replace(/ +\d+\.\d\*?$/, "").split(/ +/).join(" "));
}

/** Texts are equal; pictures nearly, since another ffmpeg may decode a level more or less. */
function areSame(run: Facts, wanted: Facts): boolean {
  return run.length === wanted.length && run.every((fact, i) => {
    const other = wanted[i];
    if (!("fields" in fact && "fields" in other)) {
      return JSON.stringify(fact) === JSON.stringify(other);
    }
    return `${fact.size}` === `${other.size}` &&
      fact.fields.every((level, p) => Math.abs(level - other.fields[p]) <= 2);
  });
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
    const written = await Deno.readTextFile(NOTEBOOK);
    let wanted = await facts(JSON.parse(written));
    let left = [...wanted.keys()];
    // Deno 2.9.6 may say that a cell has ended before it sends the cell's value, even of `1 + 1`, and
    // nbconvert then leaves it out: what is missing is asked for again.
    for (let n = 0; n < RUNS && left.length > 0; n++) {
      const { code, stderr } = await runProgram("jupyter-nbconvert", [...to, waiting, NOTEBOOK], {
        env,
      });
      assertEquals(code, 0, stderr);
      const made = await Deno.readTextFile(`${folder.path}/run.ipynb`);
      const run = await facts(JSON.parse(made));
      if (Deno.env.get("UPDATE") === "1" && picturesIn(run) === PICTURES) {
        await Deno.writeTextFile(NOTEBOOK, withoutTimes(made));
        wanted = run;
      }
      left = left.filter((i) => !areSame(run[i], wanted[i]));
    }
    // By their places among the cells of code.
    assertEquals(left, []);
    assertEquals(picturesIn(wanted), PICTURES);
  },
});

/** So often the notebook is run until each cell has given what stands in it. */
const RUNS = 4;

const PICTURES = 5;

function picturesIn(cells: readonly Facts[]): number {
  return cells.flat().filter((fact) => "fields" in fact).length;
}

/** A notebook as it is kept: when each cell ran is nobody's. */
function withoutTimes(text: string): string {
  const notebook = JSON.parse(text);
  for (const cell of notebook.cells) delete cell.metadata.execution;
  return `${JSON.stringify(notebook, undefined, 1)}\n`;
}

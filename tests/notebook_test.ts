/**
 * `examples/notebook.ipynb`, run by Jupyter with Deno's kernel: what it prints must be what stands in
 * it. `UPDATE=1` writes the notebook anew with what it gives; `deno fmt` then lays it out.
 */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
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

/** What each cell of code printed, without times, and the size of each picture. */
function facts({ cells }: Notebook): unknown[][] {
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  return code.map(({ outputs = [] }) => outputs.map(factsOf));
}

function factsOf({ output_type, text, data }: Output): unknown {
  assert(output_type !== "error");
  const png = data?.["image/png"];
  if (png !== undefined) return sizeOf(Uint8Array.fromBase64([png].flat().join("").trim()));
  // The last column of a table is a time, and as wide as that.
  const lines = [text ?? []].flat().join("").split("\n");
  return lines.map((line) => line.trim().replace(/ +\d+\.\d\*?$/, "").split(/ +/).join(" "));
}

/** A PNG's width and height. */
function sizeOf({ buffer, byteOffset }: Uint8Array<ArrayBuffer>): [number, number] {
  const header = new DataView(buffer, byteOffset);
  return [header.getUint32(16), header.getUint32(20)];
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
    let wanted: unknown[][] = facts(JSON.parse(written));
    let left = [...wanted.keys()];
    // Deno 2.9.6 may say that a cell has ended before it sends the cell's value, even of `1 + 1`, and
    // nbconvert then leaves it out: what is missing is asked for again.
    for (let n = 0; n < RUNS && left.length > 0; n++) {
      const { code, stderr } = await runProgram("jupyter-nbconvert", [...to, waiting, NOTEBOOK], {
        env,
      });
      assertEquals(code, 0, stderr);
      const made = await Deno.readTextFile(`${folder.path}/run.ipynb`);
      const run = facts(JSON.parse(made));
      if (Deno.env.get("UPDATE") === "1" && picturesIn(run) === PICTURES) {
        await Deno.writeTextFile(NOTEBOOK, withoutTimes(made));
        wanted = run;
      }
      left = left.filter((i) => JSON.stringify(run[i]) !== JSON.stringify(wanted[i]));
    }
    // By their places among the cells of code.
    assertEquals(left, []);
    assertEquals(picturesIn(wanted), PICTURES);
  },
});

/** So often the notebook is run until each cell has given what stands in it. */
const RUNS = 4;

const PICTURES = 5;

function picturesIn(cells: readonly unknown[][]): number {
  return cells.flat().filter((fact) => Array.isArray(fact) && typeof fact[0] === "number").length;
}

/** A notebook as it is kept: when each cell ran is nobody's. */
function withoutTimes(text: string): string {
  const notebook = JSON.parse(text);
  for (const cell of notebook.cells) delete cell.metadata.execution;
  return `${JSON.stringify(notebook, undefined, 1)}\n`;
}

/**
 * The live oracle: asks OpenCV through oracle.py, and reads what it answers.
 *
 * @module
 */

/** Debian's Python: the one that its package of OpenCV is for. */
export const PYTHON = "/usr/bin/python3";
const SCRIPT = `${import.meta.dirname}/oracle.py`;

/** Chooses other random cases: `SEED=7 deno test -A tests/opencv`. */
export const SEED = Deno.env.get("SEED") ?? "1";

/** One question with OpenCV's answer. */
export interface Case<Header> {
  /** What the case is about. */
  header: Header;
  /** The question's arrays, then the answer's. */
  parts: Uint8Array<ArrayBuffer>[];
}

/**
 * Whether OpenCV is there to be asked; if not, one line on the console says what
 * is left out and how to get it.
 *
 * @param what What is tested with it: "the cross-check".
 */
export function hasOpenCv(what: string): boolean {
  try {
    const probe = new Deno.Command(PYTHON, { args: ["-c", "import cv2"], stderr: "null" });
    if (probe.outputSync().success) return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const how = "on Debian: apt-get install python3-opencv";
  console.log(`${what} is skipped: ${PYTHON} has no module cv2 (${how})`);
  return false;
}

/**
 * Ask OpenCV, one case after the other.
 *
 * @param question oracle.py's arguments.
 * @throws {Error} If oracle.py fails; its words are on stderr.
 */
export async function* ask<Header>(...question: string[]): AsyncGenerator<Case<Header>> {
  const args = [SCRIPT, ...question];
  await using child = new Deno.Command(PYTHON, { args, stdout: "piped" }).spawn();
  const reader = child.stdout.getReader({ mode: "byob" });
  try {
    while (true) {
      const length = await take(reader, 4);
      if (length === undefined) break;
      const text = await take(reader, new DataView(length.buffer).getUint32(0, true));
      const header = JSON.parse(new TextDecoder().decode(text));
      const parts: Uint8Array<ArrayBuffer>[] = [];
      for (const size of header.parts) parts.push(await take(reader, size) ?? new Uint8Array(0));
      yield { header, parts };
    }
    const { code } = await child.status;
    if (code !== 0) throw new Error(`oracle.py ${question[0]} failed`);
  } finally {
    await reader.cancel();
  }
}

/** So many bytes; `undefined` at the end. */
async function take(
  reader: ReadableStreamBYOBReader,
  length: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  // A view of no bytes cannot be read.
  if (length === 0) return new Uint8Array(0);
  const { value } = await reader.read(new Uint8Array(length), { min: length });
  return value?.length === length ? value : undefined;
}

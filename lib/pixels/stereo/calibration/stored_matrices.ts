/**
 * Matrices out of the files that OpenCV's FileStorage writes, in its three formats.
 *
 * @module
 */

/** What stands under one key: a number is 1 × 1, a list a column. */
export interface StoredMatrix {
  /** How many rows. */
  readonly rows: number;
  /** How many numbers in a row. */
  readonly columns: number;
  /** The numbers, row after row. */
  readonly data: readonly number[];
}

/** A number as OpenCV writes it. */
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$|^[-+]?\.(?:nan|inf)$/i;

/**
 * The matrices, lists and numbers that a file holds, by key; what is none is left out.
 *
 * @param text YAML, XML or JSON.
 * @throws {RangeError} If it is none of them, or a matrix is not as large as it says.
 */
export function storedMatrices(text: string): Map<string, StoredMatrix> {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (start.startsWith("{")) return matricesOfJson(start);
  if (start.startsWith("<")) return matricesOfXml(start);
  if (/^(%YAML|---)|^\w+\s*:/.test(start)) return matricesOfYaml(start);
  throw new RangeError(
    "Cannot read a calibration: 'text' must be YAML, XML or JSON as OpenCV writes it, got " +
      (start === "" ? "nothing" : JSON.stringify(start.slice(0, 24))),
  );
}

function matricesOfJson(text: string): Map<string, StoredMatrix> {
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    throw new RangeError(`Cannot read a calibration: 'text' must be JSON: ${message}`);
  }
  const found = new Map<string, StoredMatrix>();
  for (const [key, value] of Object.entries(parsed)) {
    const matrix = matrixOfJson(key, value);
    if (matrix !== undefined) found.set(key, matrix);
  }
  return found;
}

function matrixOfJson(key: string, value: unknown): StoredMatrix | undefined {
  if (typeof value === "number") return { rows: 1, columns: 1, data: [value] };
  if (Array.isArray(value)) {
    const data = value.flat(Infinity);
    if (data.length === 0 || data.some((item) => typeof item !== "number")) return undefined;
    return { rows: value.length, columns: data.length / value.length, data };
  }
  if (typeof value !== "object" || value === null || !("data" in value)) return undefined;
  const { rows, cols, dt, data } = value as Record<string, unknown>;
  return whole(key, rows, cols, dt, Array.isArray(data) ? data.flat(Infinity) : []);
}

function matricesOfXml(text: string): Map<string, StoredMatrix> {
  const found = new Map<string, StoredMatrix>();
  const plain = text.replace(/<!--[^]*?-->|<\?[^]*?\?>/g, "");
  const all = /<opencv_storage[^>]*>([^]*)<\/opencv_storage>/.exec(plain);
  if (all === null) {
    throw new RangeError(
      "Cannot read a calibration: 'text' must have its matrices in <opencv_storage>, got other XML",
    );
  }
  for (const [, key, body] of all[1].matchAll(/<([A-Za-z_][\w.-]*)[^>]*>([^]*?)<\/\1>/g)) {
    const part = (name: string) => new RegExp(`<${name}>([^]*?)</${name}>`).exec(body)?.[1].trim();
    const rows = /^\s*<rows>/.test(body) ? part("rows") : undefined;
    const list = body.replaceAll(/<\/?_>/g, " ");
    if (rows !== undefined) {
      found.set(key, whole(key, rows, part("cols"), part("dt"), numbersOf(part("data") ?? "")));
    } else addList(found, key, list);
  }
  return found;
}

function matricesOfYaml(text: string): Map<string, StoredMatrix> {
  const found = new Map<string, StoredMatrix>();
  for (const [key, body] of yamlEntries(text)) {
    // Not what stands deeper: in a map of maps.
    const margin = /\n( *)\w+\s*:/.exec(body)?.[1] ?? "";
    const part = (name: string, value: string) =>
      new RegExp(`\\n${margin}${name}\\s*:\\s*${value}`).exec(body)?.[1];
    const rows = part("rows", "(\\S+)");
    if (rows !== undefined) {
      const data = part("data", "\\[?([^\\]:]*)") ?? "";
      found.set(
        key,
        whole(
          key,
          rows,
          part("cols", "(\\S+)"),
          part("dt", '"?(\\w+)'),
          numbersOf(withoutDashes(data)),
        ),
      );
    } else addList(found, key, withoutDashes(body).replaceAll(/[[\]]/g, " "));
  }
  return found;
}

/** The keys that stand at the left margin, and what is under each. */
function* yamlEntries(text: string): Generator<[key: string, body: string]> {
  let entry: [string, string] | undefined;
  for (const line of text.split(/\r?\n/)) {
    const start = /^"?([A-Za-z_][\w.-]*)"?\s*:(?:\s+(.*))?$/.exec(line);
    const content = (start === null ? line : start[2] ?? "").replace(/(^|\s)#.*$/, "");
    if (start !== null) {
      if (entry !== undefined) yield entry;
      entry = [start[1], content];
    } else if (entry !== undefined && !/^(%|---|\.\.\.)/.test(line)) entry[1] += `\n${content}`;
  }
  if (entry !== undefined) yield entry;
}

/** A list of lines that start with a dash, without the dashes. */
function withoutDashes(text: string): string {
  return text.replaceAll(/^\s*(?:-\s+)+/gm, " ");
}

function addList(found: Map<string, StoredMatrix>, key: string, text: string): void {
  const words = wordsOf(text);
  if (words.length === 0 || !words.every((word) => NUMBER.test(word))) return;
  found.set(key, { rows: words.length, columns: 1, data: words.map(Number) });
}

function numbersOf(text: string): number[] {
  return wordsOf(text).map(Number);
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}

/** A matrix that is as large as it says: `dt` starts with the count of channels, if that is not 1. */
function whole(
  key: string,
  rows: unknown,
  cols: unknown,
  dt: unknown,
  data: readonly unknown[],
): StoredMatrix {
  const height = Number(rows);
  const columns = Number(cols ?? 1) * (Number.parseInt(String(dt ?? "")) || 1);
  if (height * columns !== data.length) {
    throw new RangeError(
      `Cannot read a calibration: '${key}' must hold ${height} × ${columns} numbers, ` +
        `got ${data.length}`,
    );
  }
  return { rows: height, columns, data: data.map(Number) };
}

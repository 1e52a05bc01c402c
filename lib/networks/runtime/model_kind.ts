/** ONNX's ModelProto: the fields that it has, and the one that holds the network. */
const ONNX_FIELDS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26]);
const GRAPH = 7;

/** Files that are given for a model by mistake, by how they begin. */
const MISTAKES: readonly (readonly [RegExp, string])[] = [
  [
    /^version https:\/\/git-lfs/,
    "it is a pointer of Git LFS, not the model itself; fetch that with git lfs pull",
  ],
  [
    /^(ï»¿)?\s*(<!--|<!doctype html|<html|<head)/i,
    "it is a web page, not a model; download the file itself",
  ],
  [/^PK[^ -~]{2}/, "it is a ZIP archive, as PyTorch writes; export the model as ONNX"],
];

/**
 * Which format a model's file has, by its content.
 *
 * @param bytes The whole file.
 * @returns The format, or what is wrong with the file.
 */
export function modelKind(bytes: Uint8Array): "tflite" | "onnx" | { readonly problem: string } {
  const head = String.fromCharCode(...bytes.subarray(0, 256));
  if (head.slice(4, 8) === "TFL3") return "tflite";
  const mistake = MISTAKES.find(([beginning]) => beginning.test(head));
  if (mistake !== undefined) return { problem: mistake[1] };
  if (bytes.length === 0) return { problem: "the file is empty" };
  switch (walkOnnx(bytes)) {
    case "whole":
      return "onnx";
    case "broken off":
      return { problem: "it breaks off; download it again" };
    case "other":
      return { problem: "it is neither ONNX nor TensorFlow Lite" };
  }
}

/** Go from field to field of a ModelProto, skipping what is in them. */
function walkOnnx(bytes: Uint8Array): "whole" | "broken off" | "other" {
  let hasGraph = false;
  for (let at = 0; at < bytes.length;) {
    const [tag, valueStart] = readVarint(bytes, at);
    const field = Math.floor(tag / 8);
    const wire = tag % 8;
    if (!ONNX_FIELDS.has(field) || (wire !== 0 && wire !== 2)) return "other";
    const [value, next] = readVarint(bytes, valueStart);
    at = wire === 2 ? next + value : next;
    hasGraph ||= field === GRAPH && wire === 2;
    if (at > bytes.length || Number.isNaN(at)) return hasGraph ? "broken off" : "other";
  }
  return hasGraph ? "whole" : "other";
}

/** A whole number of seven bits a byte and where the next thing begins; NaN past the end. */
function readVarint(bytes: Uint8Array, start: number): [value: number, next: number] {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) return [NaN, NaN];
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return [value, start + i + 1];
  }
  return [NaN, NaN];
}

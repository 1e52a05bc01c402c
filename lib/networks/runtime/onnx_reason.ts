import { libraryNames, type OptionNames } from "../../option_names.ts";

/** What is known of a message, and what it comes to for who has a model to run. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [
    /parsing failed|No graph was found|data pointer is null/,
    "it is no ONNX model, or it breaks off",
  ],
  [
    /bad_alloc|Failed to allocate|Tensor shape is too large|Integer overflow|OOM|out of memory|memory access out of bounds|allocation failed|cannot allocate|enlarge memory/i,
    "it does not fit into memory; a smaller $size may help",
  ],
  [
    /external data|External initializer/i,
    "its weights must be in the file itself, got a reference",
  ],
  [/No Op registered for (\S+)/, "its operator '$1' is unknown to $runtime"],
  [/Could not find an implementation for (\w+)/, "its operator '$1' is not in $runtime"],
  [/(\S+)\(-?\d+\) is not a registered function\/op/, "its operator '$1' is unknown to $runtime"],
];

/** What stands around the point, and what stays of it: functions in files of ONNX Runtime's own source. */
const NOISE: readonly (readonly [RegExp, string])[] = [
  [/^.*ERROR_MESSAGE: /s, ""],
  [/^Non-zero status code returned while running /, ""],
  [/^(\w+) node\. Name:'(.*?)' Status Message: /, "its node '$2' ($1): "],
  [/\/\S+\.(?:h|cc|cpp):\d+ [^(]*\([^)]*\)(?: const)?(?: \[with [^\]]*\])? /, ""],
  [/(?<=^|: )[^:]* was false\. /, ""],
  [/\[ONNXRuntimeError\] : \d+ : \w+ : /, ""],
];

/** What fits on a line of a terminal or two. */
const LONGEST = 200;

/**
 * In few words, why ONNX Runtime could not: its messages carry codes, functions
 * of its own, and lines of nodes.
 *
 * @param message What it said.
 * @param names What options are called.
 * @param build Which build does not know an operator: "onnxruntime-web 1.30.0".
 */
export function onnxReason(
  message: string,
  build: string,
  names: OptionNames = libraryNames,
): string {
  for (const [pattern, reason] of KNOWN) {
    const match = pattern.exec(message);
    if (match === null) continue;
    return reason.replace("$1", match[1] ?? "").replace("$runtime", build)
      .replace("$size", names.named("modelSize"));
  }
  let line = message.trim().split("\n")[0];
  for (const [noise, rest] of NOISE) line = line.replace(noise, rest);
  line = line.trim().replace(/\.$/, "");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

import { columns } from "../columns.ts";
import type {
  ClipResults,
  EvaluationMachine,
  EvaluationResults,
  MethodResults,
} from "./evaluation_results.ts";

/**
 * Read what `evaluate --json` has printed.
 *
 * @example An earlier run's mean
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const text = '{"clips":[{"name":"walk","methods":{"mine":{"framesRead":9,"iou":0.5}}}],"mean":{}}';
 * assertEquals(parseResults(text, "before.json").clips[0].name, "walk");
 * assertThrows(() => parseResults("{}", "before.json"), TypeError, "'before.json'");
 * ```
 *
 * @param text The file's text.
 * @param name What messages call it.
 * @returns The results; of values that an older version did not measure, `null`.
 * @throws {TypeError} If it is no such text.
 * @category Evaluation
 */
export function parseResults(text: string, name: string): EvaluationResults {
  const refuse = (why: string) => new TypeError(`Cannot compare with '${name}': ${why}`);
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw refuse("it is no JSON; evaluate --json writes such a file");
  }
  const { clips: listed, settings, machine, ...rest } = isObject(read) ? read : {};
  if (!Array.isArray(listed) || !listed.every(isClip)) {
    throw refuse("it has no results of evaluate --json");
  }
  const clips = (listed as ClipResults[]).map((clip) => ({
    ...clip,
    methods: Object.fromEntries(
      Object.entries(clip.methods).map(([method, values]) => [method, filled(values)]),
    ),
  }));
  return {
    ...rest as unknown as EvaluationResults,
    ...(isSettings(settings) && { settings }),
    ...(isObject(machine) && { machine: machine as unknown as EvaluationMachine }),
    clips,
  };
}

/** Settings that a later version writes in another way are as good as none. */
function isSettings(value: unknown): value is NonNullable<EvaluationResults["settings"]> {
  if (!isObject(value)) return false;
  const { methods } = value;
  return isObject(methods) && Object.values(methods).every(isObject);
}

/** A value that is left out is one that was not measured. */
function filled(values: MethodResults): MethodResults {
  if ("error" in values) return values;
  const nothing = Object.fromEntries(columns.map(({ key }) => [key, null]));
  return { ...nothing, ...values };
}

function isClip(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, methods } = value;
  return typeof name === "string" && isObject(methods) && Object.values(methods).every(isMethod);
}

function isMethod(value: unknown): boolean {
  return isObject(value) &&
    columns.every(({ key }) => typeof (value[key] ?? 0) === "number");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

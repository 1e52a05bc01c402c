import { type Method, methods } from "../masks/methods.ts";
import { describeRange } from "../masks/settings.ts";

/** Each method's name and what it does, a line each, for `--help`. */
export function methodLines(): string {
  const line = ([name, { summary }]: [string, { summary: string }]) =>
    `  ${name.padEnd(21)}  ${summary}`;
  return [
    ...Object.entries(methods).map(line),
    "  ./my_method.ts         a module of yours",
    "What can be set of one: --help-method <name>",
  ].join("\n");
}

/**
 * What can be said of one method, for `--help-method`.
 *
 * @param name What it is called.
 * @param method The method.
 * @returns Some lines.
 */
export function methodHelp(name: string, method: Method): string {
  const { summary, needsPlate, settings = {}, refine = "" } = method;
  const lines = [`${name}: ${summary}`];
  if (needsPlate) lines.push("", "Needs a clean plate: --clean-plate or --clean-plate-at.");
  const entries = Object.entries(settings);
  if (entries.length > 0) lines.push("", "Settings (--set name=value):");
  for (const [setting, about] of entries) {
    lines.push(`  ${setting}=${about.default}`, `      ${about.summary}; ${describeRange(about)}`);
  }
  if (entries.length === 0) lines.push("", "It has no settings.");
  lines.push("", `--refine auto: ${refine === "" ? "nothing" : refine}`);
  return `${lines.join("\n")}\n`;
}

import type { Method } from "../../methods/method.ts";
import { bestFirst, methodTraits } from "../../methods/method_traits.ts";
import { describeSetting } from "../../methods/settings/setting.ts";
import type { MethodName } from "../../methods/settings/method_settings.ts";
import { type GlossaryTerm, termsLine } from "./glossary.ts";
import { type Item, itemList, wrapped } from "./help_layout.ts";

/** The words of each method's page that the glossary has. */
const methodTerms: Readonly<Record<MethodName, readonly GlossaryTerm[]>> = {
  tutorial: ["threshold", "seam"],
  difference: ["threshold", "hold", "hole", "smooth"],
  median: ["median plate", "survey", "threshold", "hold", "smooth"],
  average: ["plate", "learning rate", "survey", "threshold"],
  "clean-plate": ["clean plate", "threshold", "smooth"],
  mog2: ["background model", "learning rate", "warm-up", "hold"],
  knn: ["background model", "learning rate", "warm-up", "hold"],
  chroma: ["screen", "chroma key", "spill", "despill"],
  segment: ["network", "segmentation", "plate", "survey", "smooth"],
  depth: ["disparity", "depth", "stereo", "rectified", "threshold"],
};

/** Each method's name and what it does, best first. */
export function methodItems(): Item[] {
  return [
    ...bestFirst.map((name): Item => [name, methodTraits[name].summary]),
    ["./my_method.ts", "a module of yours"],
  ];
}

/**
 * What can be said of one method, for `--help <method>`.
 *
 * @param name What it is called.
 * @param method The method.
 * @param width The page's.
 * @returns Some lines.
 */
export function methodHelp(name: string, method: Method, width: number = 80): string {
  const { summary, needsPlate, settings = {}, refine = "" } = method;
  const lines = [wrapped(`${name}: ${summary}`, width)];
  if (needsPlate) {
    lines.push("", wrapped("Needs a clean plate: --clean-plate or --clean-plate-at.", width));
  }
  const entries = Object.entries(settings);
  if (entries.length > 0) {
    const items = entries.map(([setting, about]): Item => [
      `${setting}=${about.default}`,
      `${about.summary}; ${describeSetting(about)}`,
    ]);
    lines.push("", itemList("Settings (--set name=value):", items, width));
  } else lines.push("", "It has no settings.");
  // Steps stay in one word, to be copied.
  lines.push("", `--refine auto:\n  ${refine === "" ? "nothing" : refine}`);
  const terms = Object.hasOwn(methodTerms, name) ? methodTerms[name as MethodName] : undefined;
  if (terms !== undefined) lines.push("", termsLine(terms, width));
  return `${lines.join("\n")}\n`;
}

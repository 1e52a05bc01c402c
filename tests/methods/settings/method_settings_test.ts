/**
 * The table of settings in docs/methods.md is the schema's: `UPDATE=1` writes it anew.
 */
import { assertEquals } from "@std/assert";
import { methods } from "../../../mod.ts";
import { describeSetting, type Settings } from "../../../lib/methods/settings/setting.ts";
import { isInRange } from "../../../lib/raster/option_checks.ts";
import { ROOT } from "../../helpers.ts";

const all = Object.entries(methods).map(([name, { settings = {} }]) => [name, settings] as const);

Deno.test("methodSettings: every default is one that may be set", () => {
  for (const [method, settings] of all) {
    for (const [name, setting] of Object.entries(settings)) {
      const { default: value, choices } = setting;
      const isFine = typeof value === "number"
        ? isInRange(value, setting)
        : choices?.includes(value as string) ?? true;
      assertEquals(isFine, true, `${method}: ${name}`);
    }
  }
});

const SOURCES: Record<string, string[]> = {
  tutorial: ["tutorial_estimator"],
  difference: ["difference_estimator"],
  "clean-plate": ["plate/plate_comparison"],
  median: ["plate/median_estimator"],
  average: ["plate/average_estimator"],
  mog2: ["background_models/mog2/mog2_estimator", "background_models/mog2/mog2_model"],
  knn: ["background_models/knn/knn_estimator", "background_models/knn/knn_model"],
  chroma: ["chroma_estimator"],
  depth: ["depth/depth_estimator"],
  segment: ["segment/segment_estimator"],
};

Deno.test("methodSettings: the defaults are those that the classes' documentation tells", async () => {
  for (const [method, settings] of all) {
    const paths = SOURCES[method].map((path) => new URL(`lib/methods/${path}.ts`, ROOT));
    const text = (await Promise.all(paths.map((path) => Deno.readTextFile(path)))).join();
    const told = new Map<string, string>();
    for (const [, value, name] of text.matchAll(/@default \{(.*)\}\n +\*\/\n +(\w+)\?:/g)) {
      if (!told.has(name)) told.set(name, value);
    }
    for (const [name, { default: value }] of Object.entries(settings)) {
      // What a plate's comparison is told is documented there.
      const isPlate = method === "median" || method === "average";
      if (isPlate && !told.has(name)) continue;
      const words = told.get(name)?.replace(/ with a clean plate, else 0$/, "");
      assertEquals(words, JSON.stringify(value), `${method}: ${name}`);
    }
  }
});

const DOCS = new URL("docs/methods.md", ROOT);
const TABLE = /(?<=<!-- settings -->\n\n)[^]*?(?=\n\n<!-- end -->)/;

/** A table of what each method can be told, its columns as wide as the formatter makes them. */
function tableOf(methods: readonly (readonly [string, Settings])[]): string {
  const rows = methods.flatMap(([method, settings]) =>
    Object.entries(settings).map(([name, setting], i) => [
      i === 0 ? `\`${method}\`` : "",
      `\`${name}\``,
      `${setting.default}`.replace("-", "−"),
      describeSetting(setting),
      setting.summary,
    ])
  );
  const all = [["method", "setting", "default", "may be", "what it does"], ...rows];
  const widths = all[0].map((_, k) => Math.max(...all.map((row) => [...row[k]].length)));
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, k) => cell + " ".repeat(widths[k] - [...cell].length));
    return `| ${padded.join(" | ")} |`;
  };
  const rule = widths.map((width) => "-".repeat(width));
  return [line(all[0]), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

Deno.test("docs/methods.md lists the settings as they are", async () => {
  const text = await Deno.readTextFile(DOCS);
  const table = tableOf(all);
  if (Deno.env.get("UPDATE") === "1") {
    await Deno.writeTextFile(DOCS, text.replace(TABLE, () => table));
  } else assertEquals(TABLE.exec(text)?.[0], table);
});

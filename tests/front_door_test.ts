import { assertEquals } from "@std/assert";
import { ROOT, runProgram } from "./helpers.ts";

/** A name that a door gives. */
interface Name {
  readonly category: string | undefined;
  /** Whether it is but a type. */
  readonly isType: boolean;
}

/** The names that a door gives. */
async function namesOf(door: string): Promise<Map<string, Name>> {
  const args = ["doc", "--json", new URL(door, ROOT).pathname];
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), args);
  assertEquals(code, 0, stderr);
  const found = new Map<string, Name>();
  // deno-lint-ignore no-explicit-any
  for (const { symbols } of Object.values(JSON.parse(stdout).nodes) as any[]) {
    for (const { name, declarations: [{ jsDoc, kind }] } of symbols) {
      const tag = jsDoc?.tags?.find(({ kind }: { kind: string }) => kind === "category");
      found.set(name, { category: tag?.doc, isType: /^(interface|typeAlias)$/.test(kind) });
    }
  }
  return found;
}

for (const door of ["mod.ts", "lib/metrics/mod.ts", "lib/networks/mod.ts", "lib/report/mod.ts"]) {
  Deno.test(`${door}: every name belongs to a category`, async () => {
    const found = await namesOf(door);
    const without = [...found].filter(([, { category }]) => category === undefined);
    assertEquals(without.map(([name]) => name), []);
  });
}

/** The table in docs/library.md: `UPDATE=1` writes it anew. */
function tableOf(names: ReadonlyMap<string, Name>): string {
  const rows = Object.groupBy(
    [...names].filter(([, { isType }]) => !isType),
    ([, { category }]) => category ?? "",
  );
  const lines = Object.entries(rows).map(([category, all = []]) => {
    const words = all.map(([name]) => `\`${name}\``).sort().join(" ");
    return [category, words] as const;
  });
  return ["", "| category | names |", "| --- | --- |"]
    .concat(lines.map(([category, words]) => `| ${category} | ${words} |`), "").join("\n");
}

Deno.test("mod.ts: docs/library.md lists what it gives, by category", async () => {
  const path = new URL("docs/library.md", ROOT);
  const text = await Deno.readTextFile(path);
  const heading = "## What `mod.ts` gives\n";
  const [before, after] = text.split(heading);
  const rest = after.slice(after.indexOf("\n## "));
  const introduction = after.slice(0, after.indexOf("\n|"));
  const table = tableOf(await namesOf("mod.ts"));
  if (Deno.env.get("UPDATE") === "1") {
    await Deno.writeTextFile(path, before + heading + introduction + table + rest);
    return;
  }
  // The formatter pads the columns.
  const plain = (lines: string) => lines.replaceAll(/ +/g, " ").replaceAll(/-+/g, "-").trim();
  assertEquals(plain(after.slice(introduction.length, after.indexOf("\n## "))), plain(table));
});

Deno.test("mod.ts fits on one screen", async () => {
  const lines = (await Deno.readTextFile(new URL("mod.ts", ROOT))).split("\n");
  assertEquals(lines.length <= 75, true, `${lines.length} lines`);
});

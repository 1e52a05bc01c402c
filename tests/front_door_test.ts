import { assertEquals } from "@std/assert";
import { ROOT, runProgram } from "./helpers.ts";

/** The names that a door gives, with their categories. */
async function categories(door: string): Promise<Map<string, string | undefined>> {
  const args = ["doc", "--json", new URL(door, ROOT).pathname];
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), args);
  assertEquals(code, 0, stderr);
  const found = new Map<string, string | undefined>();
  // deno-lint-ignore no-explicit-any
  for (const { symbols } of Object.values(JSON.parse(stdout).nodes) as any[]) {
    for (const { name, declarations: [{ jsDoc }] } of symbols) {
      const tag = jsDoc?.tags?.find(({ kind }: { kind: string }) => kind === "category");
      found.set(name, tag?.doc);
    }
  }
  return found;
}

for (const door of ["mod.ts", "lib/metrics/mod.ts", "lib/networks/mod.ts", "lib/report/mod.ts"]) {
  Deno.test(`${door}: every name belongs to a category`, async () => {
    const found = await categories(door);
    const without = [...found].filter(([, category]) => category === undefined);
    assertEquals(without.map(([name]) => name), []);
  });
}

Deno.test("mod.ts fits on one screen", async () => {
  const lines = (await Deno.readTextFile(new URL("mod.ts", ROOT))).split("\n");
  assertEquals(lines.length <= 75, true, `${lines.length} lines`);
});

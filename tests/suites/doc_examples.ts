/**
 * The examples of the docs and the README, as `deno test --doc` runs them, but all in one thread.
 *
 * @module
 */

import { ROOT, temporaryFolder } from "../helpers.ts";
import { loadTests } from "../load_tests.ts";

// The commands between them.
await loadTests("tests/docs_commands_test.ts");

/** An example: where it stands, and its code. */
interface Example {
  readonly path: string;
  readonly line: number;
  readonly code: string;
}

function* examplesIn(path: string): Generator<Example> {
  const url = new URL(path, ROOT);
  if (path.endsWith("/")) {
    for (const { name, isDirectory } of Deno.readDirSync(url)) {
      yield* examplesIn(`${path}${name}${isDirectory ? "/" : ""}`);
    }
  } else if (/\.(ts|md)$/.test(path)) {
    const text = Deno.readTextFileSync(url);
    for (const { 1: indent, 2: code, index } of text.matchAll(/^( *\* |)```ts\n(.*?)^\1```$/gms)) {
      const line = text.slice(0, index).split("\n").length;
      // Without the stars of the comment.
      yield { path, line, code: indent === "" ? code : code.replaceAll(/^ *\* ?/gm, "") };
    }
  }
}

/** The module of an example: with the names that its file exports, from wherever it lies. */
async function moduleOf({ path, code }: Example): Promise<string> {
  const url = new URL(path, ROOT);
  const imports: string[] = [];
  const body = code.replaceAll(/^import\b[^;]*;/gm, (statement) => {
    const whole = (_: string, from: string) => `"${new URL(from, url)}"`;
    imports.push(statement.replace(/"(\.[^"]*)"/, whole));
    return "";
  }).replaceAll(/^export default /gm, "const exported = ").replaceAll(/^export /gm, "");
  const names = path.endsWith(".ts") ? Object.keys(await import(url.href)) : [];
  const said = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text);
  const given = names.filter((name) => said(body, name) && !said(imports.join("\n"), name));
  if (given.length > 0) imports.push(`import { ${given.join(", ")} } from "${url}";`);
  // In a block, an example may call what is its own as its file does.
  return `${imports.join("\n")}\n{\n${body}}\n`;
}

for (const path of ["README.md", "docs/", "mod.ts", "lib/"]) {
  for (const example of examplesIn(path)) {
    Deno.test(`${example.path}:${example.line}: the example runs`, async () => {
      await using folder = await temporaryFolder();
      const file = `${folder.path}/example.ts`;
      await Deno.writeTextFile(file, await moduleOf(example));
      await import(`file://${file}`);
    });
  }
}

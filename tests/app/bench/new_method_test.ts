import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { compareMethods, newMethod } from "../../../lib/app/mod.ts";
import { absdiff, type CustomMethodObject, grayscale, threshold } from "../../../mod.ts";
import { projectSpecifier } from "../../../lib/app/bench/project_place.ts";
import { denoWords } from "../../../lib/app/options/command_line.ts";
import { namesIn, ROOT, runProgram, temporaryFolder } from "../../helpers.ts";
import { fileURLToPath, pathToFileURL } from "node:url";
import { workplace } from "../../cli/helpers.ts";

Deno.test("newMethod() writes an experiment that runs in an empty folder, and fails for a worse idea", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  const { method, test } = await newMethod("ideas/mine.ts", { cwd });
  assertEquals(namesIn(`${cwd}/ideas`), ["mine.ts", "mine_test.ts"]);
  const edit = async (file: string, from: string, to: string) => {
    const text = await Deno.readTextFile(`${cwd}/${file}`);
    assertStringIncludes(text, from);
    await Deno.writeTextFile(`${cwd}/${file}`, text.replace(from, to));
  };
  await edit(test, "    clips,\n", '    clips, beside: ["tutorial", "median"], edgesEvery: 0,\n');
  const env = { NO_COLOR: "1" };
  const run = () =>
    runProgram(Deno.execPath(), ["test", "-A", "--no-check", "--no-lock", test], { cwd, env });
  const good = await run();
  assertEquals(good.code, 0, good.stdout);
  const readme = (await Deno.readTextFile(new URL("README.md", ROOT))).replaceAll(/\s+/g, " ");
  const iou = ["mine\\.ts", "tutorial", "median"].map((name) =>
    new RegExp(`^${name} +(0\\.\\d{3})`, "m").exec(good.stdout)?.[1]
  );
  const said = /As it is written its IoU is (\S+), the tutorial's (\S+), that of `median` (\S+)\./;
  assertEquals(said.exec(readme)?.slice(1), iou);
  const [, written] = /^IoU of mine\.ts by clip: (.*)$/m.exec(good.stdout)!;
  const tutorial = await Deno.readTextFile(new URL("docs/tutorial.md", ROOT));
  assertStringIncludes(tutorial, `(IoU: ${written})`);
  await edit(method, "// refine:", "refine:");
  const refined = (await import(pathToFileURL(`${cwd}/${method}`).href)).default;
  const { means: { mine }, table } = await compareMethods({ mine: refined }, {
    beside: [],
    edgesEvery: 0,
  });
  assert(!table.includes("looked at"));
  const docs = await Deno.readTextFile(new URL("docs/evaluate.md", ROOT));
  assertStringIncludes(docs, `IoU ${iou[0]} → ${mine.iou.toFixed(3)}, Worst`);
  assertStringIncludes(docs, `→ ${mine.worstIou.toFixed(3)}, Prec`);
  const [, byClip] = /^IoU of mine by clip: (.*)$/m.exec(table)!;
  assertStringIncludes(docs, `IoU of my_method.ts by clip: ${byClip}`);
  await edit(method, "threshold: level = 10", "threshold: level = 200");
  const bad = await run();
  assertEquals(bad.code, 1);
  assertMatch(bad.stdout, /mine has an IoU of 0\.\d{3}, the tutorial has 0\.707/);
});

Deno.test("cli new says what comes next, and replaces nothing by itself", async () => {
  await using place = await workplace();
  const { stdout } = await place.succeed(["new", "idea.ts"]);
  const lines = [
    "deno test -A idea_test.ts",
    "evaluate --watch idea.ts",
    "-m ./idea.ts --report idea.html",
    "-o idea.mp4",
  ];
  for (const line of lines) assertStringIncludes(stdout, line);
  await Deno.writeTextFile(place.file("idea.ts"), "mine");
  await Deno.remove(place.file("idea_test.ts"));
  const again = await place.run(["new", "idea.ts"]);
  assertEquals(again.code, 2);
  assertMatch(
    again.stderr,
    /^error: 'idea\.ts' is there already: --overwrite .* new idea_2\.ts\n$/,
  );
  assertEquals(await Deno.readTextFile(place.file("idea.ts")), "mine");
  const { stdout: json } = await place.succeed(["new", "idea.ts", "--overwrite", "--json"]);
  assertEquals(JSON.parse(json).test, "idea_test.ts");
  const other = await place.run(["new", "idea.py"]);
  assertEquals(other.code, 2);
  assertMatch(
    other.stderr,
    /^error: a new method must end in \.ts, got 'idea\.py'; try: .* idea_2?\.ts\n$/,
  );
});

Deno.test("projectSpecifier() is a relative path inside the project, an address outside", () => {
  const inside = fileURLToPath(new URL("examples/deeper/mine.ts", ROOT));
  assertEquals(projectSpecifier("mod.ts", inside), "../../mod.ts");
  assertEquals(projectSpecifier("mod.ts", fileURLToPath(new URL("mine.ts", ROOT))), "./mod.ts");
  assertEquals(projectSpecifier("mod.ts", "/mine.ts"), new URL("mod.ts", ROOT).href);
});

Deno.test("denoWords() are npx's where npx has brought Deno", () => {
  assertEquals(denoWords("/usr/bin/deno"), ["deno"]);
  const cached = "/home/me/.npm/_npx/5609b1416d188913/node_modules/deno/deno";
  assertEquals(denoWords(cached), ["npx", "--yes", `deno@${Deno.version.deno}`]);
});

Deno.test("compareMethods() throws what a method of the caller's throws, and where", async () => {
  const mine = () => {
    throw new Error("no idea");
  };
  const options = { beside: [] };
  await assertRejects(() => compareMethods({ mine }, options), Error, "'mine' failed at frame 1");
  await assertRejects(() => compareMethods({ median: mine }, options), RangeError, "built-in");
});

Deno.test("compareMethods() tells who looked at the empty room, and what a mean of clips hides", async () => {
  const clips = ["walk", "sway"].map((name) =>
    fileURLToPath(new URL(`examples/media/labelled/${name}`, ROOT))
  );
  const ofPlate: CustomMethodObject = {
    create: ({ cleanPlate }) => (frame) => threshold(grayscale(absdiff(cleanPlate!, frame)), 12),
  };
  const said: string[] = [];
  const { table, clips: found } = await compareMethods({ ofPlate }, {
    clips,
    beside: ["clean-plate"],
    edgesEvery: 0,
    onNotice: (notice) => said.push(notice),
  });
  assertMatch(table, /^ofPlate looked at the picture of the empty room/m);
  assert(!table.includes("clean-plate looked"));
  const [walk, sway] = found.map(({ outcomes }) => outcomes[1].result!.summary.iou.toFixed(3));
  assertStringIncludes(table, `IoU of ofPlate by clip: walk ${walk}, sway ${sway}\n`);
  // One's own number is told before the built-in methods are waited for; of these clips none is kept.
  assertMatch(
    said.join("\n"),
    /^IoU: ofPlate has 0\.\d{3}\nmeasuring built-in methods: clean-plate$/,
  );
});

Deno.test("compareMethods() measures built-in methods on the project's clips once", async () => {
  const said: string[] = [];
  const options = { beside: ["tutorial"], edgesEvery: 0 } as const;
  const run = () => compareMethods({}, { ...options, onNotice: (notice) => said.push(notice) });
  const first = await run();
  said.length = 0;
  assertEquals(await run(), first);
  assertEquals(said, ["the built-in methods were measured earlier, their milliseconds too"]);
});

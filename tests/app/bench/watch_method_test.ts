import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { watchMethod } from "../../../lib/app/mod.ts";
import { changesText, runChanges } from "../../../lib/report/run_changes.ts";
import { columns, type Measure, type Values } from "../../../lib/report/columns.ts";
import { assertRefused, workplace } from "../../cli/helpers.ts";
import { cliArguments, ROOT, temporaryFolder } from "../../helpers.ts";

const WALK = fileURLToPath(new URL("examples/media/labelled/walk", ROOT));

/** A method without imports that finds what is bright. */
const METHOD = `import { level } from "./level.ts";
export default ({ width, height, bitmap }) => {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = bitmap[4 * i] > level ? 255 : 0;
  return { width, height, data };
};
`;

/** Each line that a program prints, as JSON. */
async function* jsonLines(stdout: ReadableStream<Uint8Array<ArrayBuffer>>) {
  let rest = "";
  for await (const text of stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line);
  }
}

Deno.test("cli evaluate --watch measures again at each save, whatever is saved, until Ctrl-C", async () => {
  await using folder = await temporaryFolder();
  const save = (name: string, text: string) => Deno.writeTextFile(`${folder.path}/${name}`, text);
  await save("mine.ts", METHOD);
  await save("level.ts", "export const level = 200;");
  const options = ["--methods", "tutorial", "--edges-every", "0", "--json", "-q"];
  const child = new Deno.Command(Deno.execPath(), {
    args: cliArguments(["evaluate", WALK, "--watch", "mine.ts", ...options]),
    cwd: folder.path,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = jsonLines(child.stdout);
  const next = async () => (await lines.next()).value;
  const first = await next();
  assertEquals([first.run, Object.keys(first.mean)], [1, ["tutorial", "mine.ts"]]);
  // What it imports is loaded anew.
  await save("level.ts", "export const level = 255;");
  const { mean, changes } = await next();
  assertEquals(mean["mine.ts"].recall, 0);
  assert(changes.some(({ key, isBetter }: { key: string; isBetter: boolean }) => (
    key === "recall" && !isBetter
  )));
  await save("mine.ts", METHOD.replace("bitmap[4 * i]", "bitmap.none[4 * i]"));
  assertMatch(
    (await next()).error,
    /^The method 'mine\.ts' failed at frame 1: .*\(line 4, column /,
  );
  // One without an end is ended by the next save, and the last by Ctrl-C.
  await save("mine.ts", "export default () => { for (;;); };");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await save("mine.ts", METHOD);
  const same: { key: string }[] = (await next()).changes;
  assertEquals(same.filter(({ key }) => key !== "milliseconds"), []);
  await save("mine.ts", "export default () => { for (;;); };");
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill("SIGINT");
  assertEquals((await child.status).code, 0);
  assertEquals((await lines.next()).done, true);
});

Deno.test("watchMethod() says that there is no such file", async () => {
  await assertRejects(() => watchMethod("nowhere.ts").next(), Deno.errors.NotFound, "no such file");
});

Deno.test("cli evaluate refuses what --watch does not go with, and no folder without it", async () => {
  await using place = await workplace();
  const watch = ["evaluate", "--watch", "mine.ts"];
  await assertRefused(place, [...watch, "--report", "a.html"], { code: 2, says: ["--report"] });
  await assertRefused(place, [...watch, "-m", "b.ts"], { code: 2, says: ["got 'b.ts' too"] });
  await assertRefused(place, ["evaluate", "--watch", "median"], { code: 2, says: ["a module"] });
  await Deno.writeTextFile(place.file("mine.ts"), "");
  const meant = { code: 2, says: ["Did you mean ./mine.ts?"] };
  await assertRefused(place, ["evaluate", "-m", "mine"], meant);
  await assertRefused(place, ["clip.mp4", "bg.jpg", "-m", "mine.tss"], meant);
  await assertRefused(place, ["evaluate", "clips", "mine.ts"], {
    code: 2,
    says: ["is a method", "evaluate clips -m ./mine.ts"],
  });
  await assertRefused(place, ["evaluate"], {
    code: 2,
    says: ["folders", "examples/media/labelled"],
  });
});

Deno.test("runChanges() tells better from worse, as the table writes values; IoU always, time never", () => {
  const none = Object.fromEntries(columns.map(({ key }) => [key, NaN])) as Record<Measure, number>;
  const before = { ...none, iou: 0.5, mad: 20, milliseconds: 4 };
  const changes = (now: Partial<Values>) => changesText(runChanges(before, { ...before, ...now }));
  assertEquals(
    changes({ iou: 0.6, mad: 21 }),
    "better: IoU 0.500 → 0.600\nworse:  MAD 20.0 → 21.0\n",
  );
  assertEquals(changes({ mad: 21 }), "worse:  MAD 20.0 → 21.0\nas before: IoU\n");
  assertEquals(changes({ iou: 0.5004, milliseconds: 9 }), "as the last run\n");
  assertEquals(changes({ mad: NaN }), "as the last run\n");
});

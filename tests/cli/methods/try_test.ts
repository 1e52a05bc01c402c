import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { BEACH, namesIn, ROOT, runCliHere, temporaryFolder } from "../../helpers.ts";

const VIDEO = fileURLToPath(new URL("examples/media/labelled/walk/input.mp4", ROOT));
const PLATE = fileURLToPath(new URL("examples/media/labelled/walk/plate.png", ROOT));

Deno.test("try: a line a method, whose command makes what it shows", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  const plate = ["--clean-plate", PLATE, "--feather", "1"];
  const asked = ["try", VIDEO, BEACH, "-m", "clean-plate,tutorial,depth", "--frames", "9,4"];
  const { code, stdout, stderr } = await runCliHere([...asked, ...plate], { cwd });
  assertEquals(code, 0, stderr);
  assertStringIncludes(stderr, "'try.png' shows frames 4, 9 by 2 methods");
  const [surest, tutorial, depth] = stdout.split("\n");
  assertMatch(surest, /^clean-plate +\d+ frames\/s {2}deno run -A \S*cli\.ts /);
  assert(surest.endsWith(` -o out.mp4 --clean-plate ${PLATE} --feather 1 -m clean-plate`), surest);
  // What has no effect there is not in its line.
  assert(tutorial.endsWith(` -o out.mp4 --feather 1 -m tutorial`), tutorial);
  assertStringIncludes(depth, "needs what tells distances: --stereo sbs");
  const words = surest.slice(surest.indexOf(VIDEO)).split(" ");
  const run = await runCliHere([...words, "--duration", "0.2", "-q"], { cwd });
  assertEquals([run.code, run.stderr], [0, ""]);
  assertEquals(namesIn(cwd), ["out.mp4", "try.png"]);
});

Deno.test("try --json: the same for scripts; exit code 1 where no method can work", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  const { code, stdout, stderr } = await runCliHere(
    ["try", VIDEO, "blur", "-m", "clean-plate", "--json", "-q", "-o", "sheet.jpg"],
    { cwd },
  );
  assertEquals([code, stderr], [1, ""]);
  const { video, background, methods: [method] } = JSON.parse(stdout);
  assertEquals([video, background, method.name], [VIDEO, "blur", "clean-plate"]);
  assertStringIncludes(method.failure, "--clean-plate room.jpg");
  assertEquals(namesIn(cwd), []);
});

Deno.test("try: wrong usage is told in a line", async () => {
  const wrong = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCliHere(["try", ...args]);
    assertEquals([code, stdout], [2, ""]);
    return stderr;
  };
  assertStringIncludes(await wrong(VIDEO, "blur", "--frames", "0-9"), "10,200,400, got '0-9'");
  assertStringIncludes(await wrong(VIDEO, "blur", "-o", "try.gif"), "must be a .png or a .jpg");
  assertStringIncludes(await wrong(VIDEO, "blur", "-m", "medan"), "Did you mean median?");
  assertStringIncludes(await wrong("camera", "blur"), "can be read only once");
  assertStringIncludes(await wrong(VIDEO, "blurr"), "Did you mean blur?");
  const beyond = await wrong(VIDEO, "blur", "--frames", "46,5,9999", "-m", "median,mog2");
  assertStringIncludes(beyond, `there is no frame 9999: '${VIDEO}' has about 45; try: `);
  assert(beyond.endsWith(` try ${VIDEO} blur -o try.png --frames 5 -m median,mog2\n`), beyond);
  const part = await wrong(VIDEO, "blur", "--frames", "30", "--start", "1");
  assertStringIncludes(part, "has about 20 in the part that is read; try: ");
  await using folder = await temporaryFolder();
  const output = `${folder.path}/a b.png`;
  await Deno.writeTextFile(output, "mine");
  const there = await wrong(VIDEO, "blur", "-o", output, "-m", "median", "--feather", "2");
  assertStringIncludes(there, "is there already: --overwrite replaces it");
  const better = `cli.ts try ${VIDEO} blur -m median --feather 2 -o '${folder.path}/a b-2.png'\n`;
  assert(there.endsWith(better), there);
});

Deno.test("try: an input that is missing is told before a picture that is there", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  await Deno.writeTextFile(`${cwd}/try.png`, "mine");
  const said = async (...args: string[]) => (await runCliHere(["try", ...args], { cwd })).stderr;
  assertStringIncludes(await said("no.mp4", BEACH), "the video 'no.mp4': there is no such file");
  assertStringIncludes(await said(VIDEO, "no.jpg"), "the background 'no.jpg': there is no such");
  const beyond = await said(VIDEO, "blur", "--frames", "99");
  assert(beyond.endsWith(` try ${VIDEO} blur --frames 45 -o try-2.png\n`), beyond);
});

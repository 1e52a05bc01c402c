// deno-lint-ignore-file no-control-regex -- a progress bar is drawn with them
import { assert, assertEquals, assertMatch } from "@std/assert";
import { cliArguments, runProgram } from "../../helpers.ts";
import { hasTerminal, runOnTerminal, workplace } from "../helpers.ts";

const ignore = !hasTerminal;

Deno.test({
  name: "cli draws a progress bar on a terminal, and wipes it at the end",
  ignore,
  fn: async () => {
    await using place = await workplace();
    const { code, stdout } = await runOnTerminal(place, ["clip.mp4", "bg.jpg", "-o", "out"]);
    assertEquals(code, 0, stdout);
    assertMatch(stdout, /\r\x1b\[K +\d+\/12 frames \[█*░*\] [\d.]+ frames\/s, \d+:\d\d left/);
    assertMatch(
      stdout,
      /\r\x1b\[K10 pictures as out\/output%d\.jpg, [^\r\n]+\r\n$/,
    );
  },
});

Deno.test({
  name: "cli --quiet draws nothing on a terminal",
  ignore,
  fn: async () => {
    await using place = await workplace();
    const { code, stdout } = await runOnTerminal(place, ["clip.mp4", "bg.jpg", "-o", "out", "-q"]);
    assertEquals([code, stdout], [0, ""]);
  },
});

Deno.test({
  name: "cli wipes the bar before an error",
  ignore,
  fn: async () => {
    await using place = await workplace();
    await Deno.mkdir(place.file("out/output5.jpg"), { recursive: true });
    const { code, stdout } = await runOnTerminal(place, ["clip.mp4", "bg.jpg", "-o", "out"]);
    assertEquals(code, 1);
    assertMatch(stdout, /\r\x1b\[Kerror: [^\r\n]+output5\.jpg[^\r\n]+\r\n$/);
  },
});

Deno.test("cli draws nothing where stderr is no terminal", async () => {
  await using place = await workplace();
  const { stderr } = await place.succeed(["clip.mp4", "bg.jpg", "-o", "out"]);
  assert(!/[\r\x1b█]/.test(stderr), stderr);
});

Deno.test({
  name: "cli says on a terminal that - waits for a video, and nothing where it is no terminal",
  ignore,
  fn: async () => {
    await using place = await workplace();
    // Ctrl-D on the terminal ends the video, in which there is none.
    const words = [Deno.execPath(), ...cliArguments(["-", "blur", "-m", "tutorial"])];
    const command = `(sleep 1; printf '\\004') | script -qec "${words.join(" ")}" /dev/null`;
    const { stdout } = await runProgram("sh", ["-c", command], place.settings);
    assertMatch(stdout, /note: - waits for a video on standard input/);
    const { stderr } = await place.run(["-", "blur"], { isApart: true });
    assert(!stderr.includes("waits"), stderr);
  },
});

Deno.test({
  name: "cli writes no video to a terminal, and says where else it can go",
  ignore,
  fn: async () => {
    await using place = await workplace();
    for (const [format, says] of [["mp4", "> out.mp4"], [undefined, "mkv"]]) {
      const args = ["clip.mp4", "bg.jpg", "-o", "-", ...format ? ["--format", format] : []];
      const { code, stdout } = await runOnTerminal(place, args);
      assertEquals(code, 2, stdout);
      assertMatch(stdout, /^error: standard output is a terminal[^\r\n]+ \| ffplay -\r\n$/);
      assert(stdout.includes(says!), stdout);
    }
    // Behind a pipe all is well, though words go to the terminal.
    const words = [Deno.execPath(), ...cliArguments(["clip.mp4", "bg.jpg", "-m", "tutorial"])];
    const command = `${words.join(" ")} -o - -q | wc -c`;
    const { stdout } = await runProgram("script", ["-qec", command, "/dev/null"], place.settings);
    assertEquals(stdout.trim(), String(12 * 64 * 48 * 4));
  },
});

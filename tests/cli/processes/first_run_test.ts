import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { namesIn, ROOT, runProgram } from "../../helpers.ts";
import { workplace } from "../helpers.ts";

/**
 * All that a first run may fetch, each package once. Before another is added here: tests and
 * programs that only build something have no place among them, nor has what few runs need
 * (lib/files/packages/lone_package.ts).
 */
const FETCHED = [
  "@bomb.sh/tab",
  "@commander-js/extra-typings",
  "@julusian/jpeg-turbo",
  "commander",
  "fast-png",
  "fflate",
  "iobuffer",
];

/** The names of all packages in a cache of Deno's. */
function packagesIn(cache: string): string[] {
  return namesIn(`${cache}/npm`).flatMap((registry) => {
    const folder = `${cache}/npm/${registry}`;
    return namesIn(folder).flatMap((name) =>
      name.startsWith("@") ? namesIn(`${folder}/${name}`).map((part) => `${name}/${part}`) : [name]
    );
  }).sort();
}

Deno.test({
  name: "cli fetches only what it needs itself with a first run, and nothing with a second",
  // The carried libturbojpeg is there for Linux.
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using place = await workplace();
    const cache = place.file("cache");
    const cli = fileURLToPath(new URL("cli.ts", ROOT));
    const run = async (env: Record<string, string>) => {
      const words = ["clip.mp4", "bg.jpg", "-m", "tutorial", "-o", "out", "--json=lines"];
      const args = ["run", "-A", cli, ...words];
      const settings = { ...place.settings, env: { ...place.settings.env, ...env } };
      const { code, stdout, stderr } = await runProgram(Deno.execPath(), args, settings);
      assertEquals(code, 0, stderr);
      const events = stdout.trim().split("\n").map((line) => JSON.parse(line));
      const fetches = events.filter(({ event }) => event === "fetch");
      return { lines: stderr.trim().split("\n"), fetches };
    };
    const { lines, fetches } = await run({ DENO_DIR: cache, NO_COLOR: "1" });
    assertEquals(packagesIn(cache), FETCHED);
    // Six archives, and three descriptions of packages.
    assertEquals(
      lines.filter((line) => line.startsWith("Download")).length <= 9,
      true,
      lines.join(),
    );
    const notices = lines.filter((line) => line.startsWith("note: "));
    assertEquals(notices, ["note: fetching npm:@julusian/jpeg-turbo@3.0.1 (3 MB), once"]);
    const common = { event: "fetch", package: "npm:@julusian/jpeg-turbo@3.0.1", bytes: 2974085 };
    const { seconds, ...ended } = fetches[1];
    assertEquals([fetches[0], ended], [{ ...common, state: "begun" }, {
      ...common,
      state: "ended",
    }]);
    assertEquals(seconds > 0, true);

    const offline = { HTTP_PROXY: "http://127.0.0.1:9", HTTPS_PROXY: "http://127.0.0.1:9" };
    const again = await run({ DENO_DIR: cache, NO_COLOR: "1", ...offline });
    assertEquals([again.lines.length, again.fetches.length], [1, 0]);
    assertMatch(again.lines[0], /^10 pictures as /);
  },
});

import { assertEquals } from "@std/assert";
import { namesIn } from "../../helpers.ts";
import {
  assertFailed,
  assertRefused,
  quotedFfmpeg,
  type Workplace,
  workplace,
} from "../helpers.ts";

const ignore = Deno.build.os === "windows";

/** An ffmpeg that decodes, and encodes in a way of its own. */
async function encodingAs(place: Workplace, script: string): Promise<string> {
  const real = `exec ${quotedFfmpeg} "$@"`;
  return await place.script("odd", `case "$*" in *'-f matroska'*) ${script};; *) ${real};; esac`);
}

const deaths: [title: string, script: string, says: string[]][] = [
  ["SIGKILL at its end", "cat > /dev/null; kill -KILL $$", ["(SIGKILL)", "memory"]],
  ["SIGSEGV", "ulimit -c 0; head -c 9000 > /dev/null; kill -SEGV $$", ["(SIGSEGV)", "crashed"]],
  ["SIGKILL below a shell", "sh -c 'kill -KILL $$'; exit $?", ["(SIGKILL)", "memory"]],
  ["a limit of its file's size", `ulimit -c 0; ulimit -f 4; exec ${quotedFfmpeg} "$@"`, [
    "(SIGXFSZ)",
    "ulimit -f",
  ]],
  ["exit code 3", "head -c 9000 > /dev/null; exit 3", ["exit code 3"]],
  ["exit code 0, and no file", "cat > /dev/null", ["no such file"]],
];

for (const [title, script, says] of deaths) {
  Deno.test({ name: `cli names how an encoder ended: ${title}`, ignore }, async () => {
    await using place = await workplace();
    await Deno.writeTextFile(place.file("out.mp4"), "old");
    const odd = await encodingAs(place, script);
    const args = ["clip.mp4", "bg.jpg", "-o", "out.mp4", "--overwrite", "--ffmpeg", odd];
    await assertRefused(place, args, { code: 1, says: ["Cannot write 'out.mp4'", ...says] });
  });
}

Deno.test({
  name: "cli refuses a file that lacks pictures, though its encoder ends well",
  ignore,
}, async () => {
  await using place = await workplace();
  for (const name of ["out.mp4", "out.mkv"]) {
    // All but the last picture of twelve.
    const odd = await encodingAs(
      place,
      `for last; do :; done; ${quotedFfmpeg} "$@"; mv "\${last#file:}" "$PWD/whole"
      exec ${quotedFfmpeg} -loglevel error -i "$PWD/whole" -map 0:v -frames:v 11 -c copy -f ${
        name === "out.mkv" ? "matroska" : name.slice(4)
      } "$last"`,
    );
    const outcome = await place.run(["clip.mp4", "bg.jpg", "-o", name, "--ffmpeg", odd]);
    const says = [`Cannot write '${name}': ffmpeg put 11 of 12 pictures into it`];
    assertFailed(outcome, { code: 1, says });
    assertEquals(namesIn(place.path), ["bg.jpg", "clip.mp4", "odd", "whole"]);
  }
});

const silent: [title: string, script: string, says: string][] = [
  ["says no word", "sleep 60", "has not said a word for 0.1 s"],
  ["takes no picture", "echo >&2; sleep 60", "has taken no picture for 1 s"],
  ["does not end", "echo >&2; cat > /dev/null; sleep 60", "has not ended for 1 s"],
];

for (const [title, script, says] of silent) {
  Deno.test({ name: `cli gives an encoder up that ${title}`, ignore }, async () => {
    await using place = await workplace();
    const odd = await encodingAs(place, script);
    // More than a pipe holds.
    const args = ["clip.mp4", "bg.jpg", "--size", "400x300", "-o", "out.mp4", "--ffmpeg", odd];
    const env = { FFMPEG_TIMEOUT: "0.1" };
    const hint = "FFMPEG_TIMEOUT=0.4 in the environment waits longer";
    await assertRefused(place, args, { code: 1, says: [says, hint], env });
  });
}

Deno.test({ name: "cli gives a decoder up that gives no picture", ignore }, async () => {
  await using place = await workplace();
  const odd = await place.script("odd", "echo >&2; sleep 60");
  const args = ["clip.mp4", "bg.jpg", "-o", "out", "--ffmpeg", odd];
  const says = ["has given no picture for 1 s"];
  await assertRefused(place, args, { code: 1, says, env: { FFMPEG_TIMEOUT: "0.1" } });
});

Deno.test(
  { name: "cli gives nobody up who works slowly, nor a video that is waited for", ignore },
  async () => {
    await using place = await workplace();
    const slow = await place.script(
      "slow",
      `sleep 0.1; echo >&2; sleep 0.4; exec ${quotedFfmpeg} "$@"`,
    );
    await place.succeed(["clip.mp4", "bg.jpg", "-o", "out.mp4", "--ffmpeg", slow, "-q"], {
      env: { FFMPEG_TIMEOUT: "0.5" },
    });
    await place.succeed(["clip.mp4", "bg.jpg", "-o", "out", "--ffmpeg", slow, "-q"], {
      env: { FFMPEG_TIMEOUT: "0" },
    });
  },
);

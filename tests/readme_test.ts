/** README's everyday commands, run as they are written, one after the other in one folder. */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { ffmpeg, ROOT, runCliHere, temporaryFolder } from "./helpers.ts";

const readme = await Deno.readTextFile(new URL("README.md", ROOT));
const [, everyDay] = /^## Every day\n(.*?)^## /ms.exec(readme)!;
const commands = [...everyDay.matchAll(/`deno run -A cli\.ts ([^`]*)`/g)].map(([, line]) => line);

/** What README says to try the commands with, by the name that they have in them. */
const FILES: Readonly<Record<string, string>> = {
  "talk.mp4": "examples/media/labelled/walk/input.mp4",
  "beach.jpg": "examples/media/beach.jpg",
  "photo.jpg": "examples/media/astronaut.jpg",
  "room.jpg": "examples/media/labelled/walk/plate.png",
  "clips/wave.mp4": "examples/media/wave.mp4",
};

Deno.test("README.md: the files to try the commands with are there", () => {
  for (const path of Object.values(FILES)) {
    if (!path.endsWith("wave.mp4")) assert(everyDay.includes(`\`${path}\``), path);
  }
  assert(everyDay.includes("`'examples/media/*.mp4'`"));
  assertEquals(commands.length, 5);
});

Deno.test("README.md: the everyday commands run one after the other", async (test) => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(`${folder.path}/clips`);
  for (const [name, path] of Object.entries(FILES)) {
    const [input, output] = [fileURLToPath(new URL(path, ROOT)), `${folder.path}/${name}`];
    // Of a video the first half second: the networks look at each frame.
    if (name.endsWith(".mp4")) await ffmpeg("-i", input, "-t", "0.5", "-c", "copy", output);
    else await Deno.copyFile(input, output);
  }
  for (const line of commands) {
    await test.step(line, async () => {
      const args = line.split(" ").map((word) => word.replace(/^'(.*)'$/, "$1"));
      const { code, stderr } = await runCliHere(args, { cwd: folder.path });
      assertEquals(code, 0, stderr);
      const output = args[args.indexOf("-o") + 1];
      const made = output.endsWith("/") ? `${output}wave.mp4` : output;
      assert((await Deno.stat(`${folder.path}/${made}`)).size > 0);
    });
  }
});

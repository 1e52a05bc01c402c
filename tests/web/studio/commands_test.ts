import { assertEquals } from "@std/assert";
import { parseArguments } from "../../../lib/cli/arguments/arguments.ts";
import { methodTraits } from "../../../lib/methods/method_traits.ts";
import { parseSettings } from "../../../lib/methods/settings/parse_settings.ts";
import {
  type Choices,
  defaultChoices,
  liveMethods,
  methodPart,
  withRefine,
  withSetting,
} from "../../../lib/web/studio/page/choices.ts";
import {
  commandWords,
  type SourceName,
  studioCommand,
  studioProgram,
} from "../../../lib/web/studio/page/commands.ts";
import { GALLERY } from "../../../lib/web/studio/gallery.ts";
import { ROOT, runProgram, temporaryFolder } from "../../helpers.ts";

const BEACH = "lib/web/studio/backgrounds/beach.jpg";
const CAMERA: SourceName = { kind: "camera" };
const VIDEO: SourceName = { kind: "video", name: "my talk's.mp4" };
const PHOTO: SourceName = { kind: "picture", name: "-me.jpg" };

/** Each setting of a method, changed as a slider or a switch changes it. */
function* changed(method: Choices["method"]): Generator<Choices> {
  const chosen: Choices = { ...defaultChoices, method };
  yield chosen;
  for (const [name, setting] of Object.entries(methodTraits[method].settings ?? {})) {
    const { default: value, choices, least = 0, most = least + 3, isAbove } = setting;
    if (typeof value === "boolean") yield withSetting(chosen, name, !value);
    else if (choices !== undefined) yield withSetting(chosen, name, choices.at(-1)!);
    else if (typeof value === "string") yield withSetting(chosen, name, "#3aa655");
    else {for (const one of [isAbove ? least + 1 : least, most]) {
        yield withSetting(chosen, name, one);
      }}
  }
}

/** Choices of all kinds. */
function* allChoices(): Generator<Choices> {
  for (const method of liveMethods) yield* changed(method);
  const backgrounds = ["room.jpg", "blur:24", "color:#0b6b5d", "color:teal", "transparent"];
  const own = ["file:office 1.jpg", "file:-x.jpg"];
  for (const background of [...backgrounds, ...own]) yield { ...defaultChoices, background };
  yield { ...defaultChoices, fit: "tile", feather: 3, lightWrap: 0.25, despill: true };
  yield { ...defaultChoices, background: "blur:9", fit: "tile" };
  yield { ...defaultChoices, mirror: true, lowLatency: true };
  yield withRefine(
    { ...defaultChoices, method: "difference" },
    "open:1,fill:all:bottom,smooth:0.5",
  );
  yield withRefine(defaultChoices, "none");
}

Deno.test("studioCommand() has only what differs from the defaults", () => {
  assertEquals(studioCommand(defaultChoices, CAMERA), `deno run -A cli.ts camera ${BEACH}`);
  const chosen = withSetting({ ...defaultChoices, method: "difference" }, "threshold", 30);
  assertEquals(
    studioCommand({ ...chosen, background: "blur:24", feather: 2 }, VIDEO),
    `deno run -A cli.ts 'my talk'\\''s.mp4' blur:24 -o out.mp4 -m difference --threshold 30 --feather 2`,
  );
  assertEquals(
    studioCommand({ ...defaultChoices, mirror: true }, { kind: "camera", size: "640x360" }),
    `deno run -A cli.ts camera ${BEACH} --camera-size 640x360 --mirror`,
  );
});

Deno.test("studioCommand(): a picture of the gallery is there where cli.ts is", async () => {
  for (const { file } of GALLERY) {
    const [, background] = commandWords({ ...defaultChoices, background: file }, CAMERA);
    assertEquals((await Deno.stat(new URL(background, ROOT))).isFile, true);
  }
});

Deno.test("studioProgram(): a camera's is live, with what only a camera has", () => {
  const program = studioProgram({ ...defaultChoices, mirror: true, lowLatency: true }, CAMERA);
  for (const option of ["live: true", "mirror: true", "lowLatency: true", 'pace: "live"']) {
    assertEquals(program.includes(option), true, option);
  }
});

Deno.test("commandWords(): a file that is called like a word is a file", () => {
  for (const name of ["blur", "transparent", "color:red.png", "-x.jpg"]) {
    const [, background] = commandWords({ ...defaultChoices, background: `file:${name}` }, CAMERA);
    assertEquals(background, `./${name}`);
  }
});

Deno.test("studioCommand(): the argument parser reads from it what was chosen", () => {
  for (const chosen of allChoices()) {
    for (const source of [VIDEO, PHOTO]) {
      const words = commandWords(chosen, source);
      const request = parseArguments(words, "0");
      if (request.kind !== "run") throw new Error(`${words.join(" ")}: ${request.kind}`);
      const { options } = request;
      const { settings, refine } = methodPart(chosen);
      const name = chosen.method;
      const read = parseSettings(options.set, { settings: methodTraits[name].settings!, name });
      const { threshold, every } = options;
      const own = {
        ...threshold !== undefined && { threshold },
        ...every !== undefined && { every },
      };
      assertEquals({ ...read, ...own }, settings, words.join(" "));
      assertEquals(options.given.has("method") ? options.method : "segment", name);
      assertEquals(options.refine, refine);
      const { feather, lightWrap, despill } = options;
      assertEquals([feather, lightWrap, despill], [
        chosen.feather,
        chosen.lightWrap,
        chosen.despill,
      ]);
      assertEquals(options.video.replace("./", ""), (source as { name: string }).name);
      const background = options.background.replace(/^\.\/|.*\/backgrounds\//, "");
      assertEquals(background, chosen.background.replace("file:", ""));
    }
  }
});

Deno.test("studioCommand(): the argument parser knows the words of a camera", () => {
  const chosen = { ...defaultChoices, background: "blur:24", mirror: true, lowLatency: true };
  const request = parseArguments(commandWords(chosen, { kind: "camera", size: "640x360" }), "0");
  if (request.kind !== "run") throw new Error(request.kind);
  const { video, background, mirror, lowLatency, cameraSize } = request.options;
  assertEquals([video, background, mirror, lowLatency], ["camera", "blur:24", true, true]);
  assertEquals(cameraSize, { width: 640, height: 360 });
});

Deno.test("studioCommand(): a shell hands on the same words", async () => {
  const chosen = { ...defaultChoices, background: "file:it's $HOME.jpg" };
  const line = studioCommand(chosen, VIDEO).replace("deno run -A cli.ts", "printf '%s\\n'");
  const { stdout } = await runProgram("sh", ["-c", line]);
  assertEquals(stdout.trimEnd().split("\n"), commandWords(chosen, VIDEO));
});

Deno.test("studioProgram() type-checks, of files and of a camera", async () => {
  await using folder = await temporaryFolder();
  const root = new URL(ROOT).href;
  const options = { lib: ["dom", "dom.iterable", "dom.asynciterable", "esnext", "deno.ns"] };
  const config = `${folder.path}/deno.json`;
  await Deno.writeTextFile(
    config,
    JSON.stringify({ compilerOptions: { strict: true, ...options } }),
  );
  const programs = [...allChoices()].flatMap((chosen) =>
    [VIDEO, CAMERA].map((source) => studioProgram(chosen, source))
  );
  // In one module each program has a scope of its own.
  const imports = new Set(programs.flatMap((text) => text.match(/^import .*$/gm) ?? []));
  const bodies = [...new Set(programs)].map((text) =>
    `async () => {${
      text.replaceAll(/^import .*$/gm, "").replaceAll("export function", "function")
    }};`
  );
  const all = [...imports, ...bodies].join("\n").replaceAll(`"./`, `"${root}`)
    .replaceAll(/"file:[^"]*\/-/g, `"./-`);
  await Deno.writeTextFile(`${folder.path}/all.ts`, all);
  const args = ["check", "--quiet", "--config", config, `${folder.path}/all.ts`];
  const { code, stderr } = await runProgram(Deno.execPath(), args);
  assertEquals([code, stderr], [0, ""]);
});

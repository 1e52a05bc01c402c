/**
 * The folder that a page's commands run in: files of the names that the page has, as short as they may
 * be, and beside them the repository, as far as commands name it.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ffmpeg, ROOT } from "../helpers.ts";
import { mixNetwork } from "../networks/tiny_networks.ts";

const LABELLED = "examples/media/labelled";

/** What pages run, and what that needs. */
const PROGRAM = ["cli.ts", "mod.ts", "lib", "deno.json", "deno.lock"];

/** What stands for files that a page names, by the ends of their names. */
const STAND_INS: readonly (readonly [name: RegExp, standIn: string])[] = [
  [/\.(mp4|mkv|mov|webm|avi)$/, `${LABELLED}/walk/input.mp4`],
  [/(room|plate)\.(jpg|png)$/, `${LABELLED}/walk/plate.png`],
  [/\.(jpg|jpeg|png|webp)$/, "beach.jpg"],
  [/\.onnx$/, "network.onnx"],
];

const pathOf = (path: string) => fileURLToPath(new URL(path, ROOT));

/**
 * Cut what stands for other files: seven frames of a clip, at half its size, with its truth, also as
 * CDnet has it.
 *
 * @param folder Where to.
 */
export async function makeStandIns(folder: string): Promise<void> {
  const [walk, sway, cdnet] = [`${LABELLED}/walk`, `${LABELLED}/sway`, "cdnet/walk"];
  const small = "scale=160:90";
  const twoLevels = `${small},format=gray,lut=y='255*gt(val,127)'`;
  const cuts: (readonly [from: string, to: string, filter: string])[] = [
    [`${walk}/input.mp4`, `${walk}/input.mp4`, small],
    [`${walk}/truth.mkv`, `${walk}/truth.mkv`, small],
    [`${walk}/plate.png`, `${walk}/plate.png`, small],
    // Without a truth it is none of the clips to measure, of which one is enough.
    [`${sway}/input.mp4`, `${sway}/input.mp4`, small],
    [`${sway}/plate.png`, `${sway}/plate.png`, small],
    ["examples/media/beach.jpg", "beach.jpg", small],
    [`${walk}/input.mp4`, `${cdnet}/input.mp4`, small],
    [`${walk}/truth.mkv`, `${cdnet}/groundtruth.mkv`, twoLevels],
    [`${walk}/plate.png`, `${cdnet}/ROI.bmp`, `${small},lutrgb=255:255:255`],
  ];
  for (const name of [walk, sway, cdnet]) await Deno.mkdir(join(folder, name), { recursive: true });
  await Promise.all(cuts.map(([from, to, filter]) => {
    const codec = to.endsWith(".mkv") ? ["-c:v", "ffv1"] : [];
    const cut = ["-frames:v", "7", "-vf", filter, ...codec];
    return ffmpeg("-i", pathOf(from), ...cut, join(folder, to));
  }));
  await Deno.writeTextFile(join(folder, cdnet, "temporalROI.txt"), "1 7\n");
  const network = mixNetwork({
    input: ["input", [1, 3, 32, 32]],
    // Bright is a person, dark is not.
    mix: [[40, 40, 40]],
    outputs: ["output"],
    dims: [1, 1, 32, 32],
    last: "Sigmoid",
  });
  await Deno.writeFile(join(folder, "network.onnx"), network);
}

/**
 * Make the folder of a page.
 *
 * @param folder The folder.
 * @param standIns Where {@linkcode makeStandIns} has made them.
 */
export async function makePageFolder(folder: string, standIns: string): Promise<void> {
  await Deno.mkdir(join(folder, "examples/media"), { recursive: true });
  const links = new Map(PROGRAM.map((name) => [name, pathOf(name)]));
  for (const below of ["examples", "examples/media"]) {
    for (const { name } of Deno.readDirSync(pathOf(below))) {
      links.set(`${below}/${name}`, pathOf(`${below}/${name}`));
    }
  }
  links.delete("examples/media");
  links.set(LABELLED, join(standIns, LABELLED));
  for (const [name, target] of links) await Deno.symlink(target, join(folder, name));
}

/**
 * Put files where a command reads some that are not there.
 *
 * @param words The command's words.
 * @param folder Where it runs.
 * @param standIns Where {@linkcode makeStandIns} has made them.
 */
export async function placeInputs(
  words: readonly string[],
  folder: string,
  standIns: string,
): Promise<void> {
  for (const [i, name] of words.entries()) {
    const before = words[i - 1];
    if (words[0] !== "evaluate" || i === 0 || !/^[\w/]+$/.test(name) || /^--?m/.test(before)) {
      continue;
    }
    // Of a folder for CDnet the categories lie in it, of others the clips.
    const [from, to] = before === "--cdnet"
      ? ["cdnet", `${name}/baseline`]
      : [`${LABELLED}/walk`, `${name}/${name.replaceAll("/", "_")}`];
    if (await Deno.stat(join(folder, name)).catch(() => undefined)) continue;
    await Deno.mkdir(join(folder, dirname(to)), { recursive: true });
    await link(join(standIns, from), join(folder, to));
  }
  for (const [i, word] of words.entries()) {
    const isOutput = /^(-o|--output|--report|--mattes|join|status)$/.test(words[i - 1] ?? "");
    const [, standIn] = STAND_INS.find(([name]) => name.test(word)) ?? [];
    if (isOutput || standIn === undefined || /^\w+:|^[/-]/.test(word)) continue;
    // A pattern that fits two.
    for (
      const name of word.includes("*") ? ["one", "two"].map((n) => word.replace("*", n)) : [word]
    ) {
      const path = join(folder, name);
      await Deno.mkdir(dirname(path), { recursive: true });
      await link(join(standIns, standIn), path);
    }
  }
}

async function link(target: string, path: string): Promise<void> {
  try {
    await Deno.symlink(target, path);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

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
 * Cut what stands for other files: seven frames of a clip, at half its size, with its truth.
 *
 * @param folder Where to.
 */
export async function makeStandIns(folder: string): Promise<void> {
  const small = ["-frames:v", "7", "-vf", "scale=160:90"];
  const cuts: (readonly [from: string, to: string, ...string[]])[] = [
    [`${LABELLED}/walk/input.mp4`, `${LABELLED}/walk/input.mp4`],
    [`${LABELLED}/walk/truth.mkv`, `${LABELLED}/walk/truth.mkv`, "-c:v", "ffv1"],
    [`${LABELLED}/walk/plate.png`, `${LABELLED}/walk/plate.png`],
    // Without a truth it is none of the clips to measure, of which one is enough.
    [`${LABELLED}/sway/input.mp4`, `${LABELLED}/sway/input.mp4`],
    [`${LABELLED}/sway/plate.png`, `${LABELLED}/sway/plate.png`],
    ["examples/media/beach.jpg", "beach.jpg"],
  ];
  for (const name of ["walk", "sway"]) {
    await Deno.mkdir(join(folder, LABELLED, name), { recursive: true });
  }
  await Promise.all(cuts.map(([from, to, ...options]) => {
    return ffmpeg("-i", pathOf(from), ...small, ...options, join(folder, to));
  }));
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
  const [command, ...folders] = words;
  for (const name of command === "evaluate" ? folders : []) {
    if (!/^[\w/]+$/.test(name) || /^(-m|--methods?)$/.test(words[words.indexOf(name) - 1])) {
      continue;
    }
    await Deno.mkdir(join(folder, name), { recursive: true }).catch(() => {});
    await link(join(standIns, LABELLED, "walk"), join(folder, name, name.replaceAll("/", "_")));
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

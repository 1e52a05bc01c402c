/**
 * What the tests of the command line share: a folder to run it in, and what
 * every failure must look like.
 *
 * @module
 */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
// deno-lint-ignore no-import-prefix -- the edge's own version
import { decode } from "npm:fast-png@8.0.0";
import { findFfmpeg, openJpegCodec } from "../../lib/files/mod.ts";
import { isCommand } from "../../lib/cli/commands/command_names.ts";
import type { Terminal } from "../../lib/cli/main.ts";
import type { Frame } from "../../mod.ts";
import {
  cliArguments,
  ffmpeg,
  makeClip,
  type Outcome,
  runCli,
  runCliHere,
  runProgram,
  sha256,
  temporaryFolder,
} from "../helpers.ts";

/** How to run the command line, besides its arguments. With any of these it gets its own process. */
export interface RunSettings {
  env?: Record<string, string>;
  permissions?: readonly string[];
  /** Whether it is started as a user does, at about 0.3 s. */
  isApart?: boolean;
  /** Whether the arguments are taken as they are: without `-m` a video is made by a network. */
  isBare?: boolean;
}

/**
 * Arguments with a method in them: of tests that name none, the quickest. Without one a video and
 * a photo are made by `segment`, whose networks have to be fetched.
 */
export function withMethod(args: readonly string[]): readonly string[] {
  const isOther = args.length === 0 || isCommand(args[0]) ||
    /^(completions?|complete|help)$/.test(args[0]);
  const isNamed = args.some((word) =>
    /^(-m|--method|--model|--every|--help|--version)($|[=-])/.test(word)
  );
  return isOther || isNamed ? args : ["-m", "tutorial", ...args];
}

/** Where the system has no ffmpeg, the embedded one is named, so that no run has to say so. */
const { command: ffmpegCommand } = await findFfmpeg();
const environment: Record<string, string> = ffmpegCommand === "ffmpeg"
  ? {}
  : { FFMPEG_PATH: ffmpegCommand };

/** A folder with `clip.mp4` (12 frames, 64×48) and `bg.jpg` (90×60), to run the command line in. */
export class Workplace implements AsyncDisposable {
  readonly path: string;
  /** How to run any program here. */
  readonly settings: { cwd: string; env: Record<string, string> };
  readonly #folder: AsyncDisposable;

  constructor(folder: { path: string } & AsyncDisposable) {
    this.path = folder.path;
    this.settings = { cwd: folder.path, env: environment };
    this.#folder = folder;
  }

  /** Run the command line in this folder. */
  run(given: readonly string[], settings: RunSettings = {}): Promise<Outcome> {
    const { isApart = environment.FFMPEG_PATH !== undefined, isBare = false, ...rest } = settings;
    const args = isBare ? given : withMethod(given);
    if (!isApart && Object.keys(rest).length === 0) return runCliHere(args, { cwd: this.path });
    return runCli(args, { ...this.settings, ...rest, env: { ...this.settings.env, ...rest.env } });
  }

  /** Run it and expect success; gives what it said. */
  async succeed(args: readonly string[], settings: RunSettings = {}): Promise<Outcome> {
    const outcome = await this.run(args, settings);
    assertEquals(outcome.code, 0, outcome.stderr);
    return outcome;
  }

  /** Run it in this process, and put what comes on standard output into a file here. */
  async pipe(args: readonly string[], name: string): Promise<Outcome> {
    const written: Uint8Array[] = [];
    const write = (bytes: Uint8Array) => Promise.resolve(void written.push(bytes.slice()));
    const terminal: Partial<Terminal> = { write };
    const outcome = await runCliHere(withMethod(args), { cwd: this.path, terminal });
    await Deno.writeFile(this.file(name), new Blob(written as BlobPart[]).stream());
    return outcome;
  }

  /** The path of a file here. */
  file(name: string): string {
    return `${this.path}/${name}`;
  }

  /** Write a file here that the system may run. */
  async script(name: string, text: string): Promise<string> {
    await Deno.writeTextFile(this.file(name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return this.file(name);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#folder[Symbol.asyncDispose]();
  }
}

/** Where the two files lie that every {@linkcode Workplace} has. */
const DATA = new URL("../data/", import.meta.url);

let inputs: Promise<Files> | undefined;

/** Files by their paths in a folder. */
type Files = ReadonlyMap<string, Uint8Array>;

/** A new {@linkcode Workplace}. */
export async function workplace(): Promise<Workplace> {
  return await placeWith(await (inputs ??= readInputs()));
}

/**
 * Workplaces that all begin with the same files: the first one makes them, each gets a copy.
 *
 * @param make Makes them beside `clip.mp4` and `bg.jpg`.
 * @returns What to call for a workplace, instead of {@linkcode workplace}.
 */
export function workplaces(make: (place: Workplace) => Promise<unknown>): typeof workplace {
  let made: Promise<Files> | undefined;
  const makeOnce = async () => {
    await using place = await workplace();
    await make(place);
    return await filesBelow(place.path);
  };
  return async () => await placeWith(await (made ??= makeOnce()));
}

async function placeWith(files: Files): Promise<Workplace> {
  const place = new Workplace(await temporaryFolder());
  for (const [name, bytes] of files) {
    const path = place.file(name);
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    if (!name.endsWith("/")) await Deno.writeFile(path, bytes);
  }
  return place;
}

/** All files below a folder, and the folders, whose paths end with a slash. */
async function filesBelow(folder: string, before = ""): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) {
      found.set(`${before}${name}/`, new Uint8Array());
      const inner = await filesBelow(path, `${before}${name}/`);
      for (const [name, bytes] of inner) found.set(name, bytes);
    } else found.set(`${before}${name}`, await Deno.readFile(path));
  }
  return found;
}

/** `UPDATE=1` makes both anew. */
async function readInputs(): Promise<Files> {
  const [clip, background] = ["clip.mp4", "bg.jpg"].map((name) => new URL(name, DATA));
  if (Deno.env.get("UPDATE") === "1") {
    await makeClip(fileURLToPath(clip));
    const source = ["-f", "lavfi", "-i", "testsrc=size=90x60", "-frames:v", "1"];
    await ffmpeg(...source, fileURLToPath(background));
  }
  const bytes = await Promise.all([clip, background].map((url) => Deno.readFile(url)));
  return new Map([["clip.mp4", bytes[0]], ["bg.jpg", bytes[1]]]);
}

/** What is below a folder: each path with the checksum of its content. */
export async function snapshot(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, isDirectory, isFile } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    found[name] = isFile
      ? await sha256(await Deno.readFile(path))
      : isDirectory
      ? "folder"
      : "link";
    if (!isDirectory) continue;
    for (const [inner, sum] of Object.entries(await snapshot(path))) {
      found[`${name}/${inner}`] = sum;
    }
  }
  return found;
}

/** How a failing run must end. */
export interface Failure extends RunSettings {
  /** The exit code. */
  code: number;
  /** Parts of the one line on stderr. */
  says: readonly string[];
}

/** Check that a run failed with one line on stderr, and said nothing else. */
export function assertFailed(outcome: Outcome, { code, says }: Failure): void {
  assertMatch(outcome.stderr, /^error: [^\n]+\n$/);
  for (const part of says) assertStringIncludes(outcome.stderr, part);
  assertEquals(outcome.stdout, "");
  assertEquals(outcome.code, code);
}

/** Run the command line, and check that it fails and leaves the folder as it was; says how. */
export async function assertRefused(
  place: Workplace,
  args: readonly string[],
  failure: Failure,
): Promise<Outcome> {
  const { code: _code, says: _says, ...settings } = failure;
  const before = await snapshot(place.path);
  const outcome = await place.run(args, settings);
  assertFailed(outcome, failure);
  assertEquals(await snapshot(place.path), before);
  return outcome;
}

/** "output3.jpg", … for the numbers from first to last, sorted as names. */
export function numberedNames(first: number, last: number, prefix = "output", ending = ".jpg") {
  const names: string[] = [];
  for (let number = first; number <= last; number++) names.push(`${prefix}${number}${ending}`);
  return names.sort();
}

/** Decode a JPEG, and fail if it is not whole. */
export async function decodeJpeg(path: string): Promise<Frame> {
  using jpeg = await openJpegCodec();
  return jpeg.decode(await Deno.readFile(path));
}

/** A picture's pixels, and fail if it is not whole; no program is started for a PNG or a JPEG. */
export async function readPicture(path: string): Promise<Frame> {
  const bytes = await Deno.readFile(path);
  if (bytes[0] !== 0x89) return await decodeJpeg(path);
  const { width, height, data, channels } = decode(bytes);
  const bitmap = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) {
    const pixel = data.subarray(channels * i, channels * (i + 1));
    if (channels < 3) bitmap.fill(pixel[0], 4 * i, 4 * i + 3);
    else bitmap.set(pixel, 4 * i);
    if (channels === 2) bitmap[4 * i + 3] = pixel[1];
  }
  return { width, height, bitmap };
}

/** How a wrapper script calls the ffmpeg that the tool would find. */
export const quotedFfmpeg = `'${ffmpegCommand}'`;

/** Whether the system has a program. */
export async function hasProgram(name: string): Promise<boolean> {
  const probe = new Deno.Command("sh", {
    args: ["-c", `command -v ${name}`],
    stdout: "null",
    stderr: "null",
  });
  return (await probe.output().catch(() => ({ success: false }))).success;
}

/** Whether {@linkcode runOnTerminal} works here. */
export const hasTerminal = Deno.build.os === "linux" && await hasProgram("script");

/** How to run on a terminal. */
export interface TerminalSettings extends RunSettings {
  /** @default {80} */
  columns?: number;
}

/**
 * Run the command line on a terminal of its own, at whose keyboard nobody sits; stdout and stderr
 * come as one.
 */
export function runOnTerminal(
  place: Workplace,
  args: readonly string[],
  { columns = 80, permissions, env = {} }: TerminalSettings = {},
): Promise<Outcome> {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const program = [Deno.execPath(), ...cliArguments(withMethod(args), permissions)];
  // Who asks and waits has failed.
  const words = ["timeout", "--foreground", "--signal=KILL", "90", "env", ...variables, ...program];
  const command = `stty cols ${columns}; ${words.map((word) => `'${word}'`).join(" ")}`;
  return runProgram("script", ["-qec", command, "/dev/null"], place.settings);
}

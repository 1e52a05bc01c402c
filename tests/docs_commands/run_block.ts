/**
 * Runs the commands of a page: what only starts the command line in this process, all else in a shell.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isCommand } from "../../lib/cli/commands/command_names.ts";
import { ffmpeg, freePort, type Outcome, ROOT, runCliHere, runProgram } from "../helpers.ts";
import { cliWords, commandLines, wordsOf } from "./code_blocks.ts";
import { placeInputs } from "./docs_folder.ts";

/** Where commands run. */
export interface Place {
  /** The page's folder. */
  readonly folder: string;
  /** Where what stands for other files is. */
  readonly standIns: string;
}

/** A line that needs a shell. */
const SHELL = /[|&;<>$`()]|^(?!deno run -A cli\.ts\b|backdrop\b)/;

/** Lines that belong together. */
const TOGETHER = /^\s*(source|export|for|while|if|\w+=)\b/m;

/** No server, and none that waits for a file to change, ends by itself. */
const isEndless = (words: readonly string[]) =>
  words[0] === "studio" ? !words.includes("--build") : words.includes("--watch");

/** What draws for half a minute draws one clip of its eight. */
const inShort = (block: string) =>
  block.replaceAll(/^(.*\bmake_bench\.ts \w+)$/gm, "$1 wall-walks-good");

/**
 * Run a block's commands, one after the other.
 *
 * @param code The commands.
 * @param place Where.
 * @returns What the last one wrote to standard output.
 */
export async function runBlock(block: string, place: Place): Promise<string> {
  const code = inShort(block);
  for (const line of commandLines(code)) {
    for (const part of line.split(/[|;&>]+|<\(/).map((part) => part.trim())) {
      await placeInputs(cliWords(part) ?? wordsOf(part), place.folder, place.standIns);
    }
  }
  if (TOGETHER.test(code)) return await runInShell(code, place);
  let last = "";
  // Folders that a page goes to are not here.
  for (const line of commandLines(code).filter((line) => !line.startsWith("cd /"))) {
    const [, command, file] = /^(.*?)(?: > (\S+))?$/.exec(line)!;
    if (SHELL.test(command)) {
      last = await runInShell(line, place);
      continue;
    }
    const { code, stdout, stderr } = await runWords(cliWords(command)!, place);
    assertEquals(code, 0, `${line}\n${stdout}${stderr}`);
    if (file !== undefined) await Deno.writeTextFile(join(place.folder, file), stdout);
    last = stdout;
  }
  return last;
}

async function runWords(given: readonly string[], place: Place): Promise<Outcome> {
  const { folder } = place;
  const words = await Promise.all(shortened(given).map((word, _, all) => cut(word, all, folder)));
  if (isEndless(words)) return await runUntilItSpeaks(words, folder);
  if (isCommand(words[0])) return await runCliHere(words, { cwd: folder });
  const shard = words[words.indexOf("--shard") + 1];
  const [, count] = /^\d+\/(\d+)$/.exec(shard) ?? [];
  if (count === undefined) {
    await makeWay(words, folder);
    return await runCliHere(words, { cwd: folder });
  }
  // What stands for one of many machines: the others do theirs.
  for (let i = 1; i <= Number(count); i++) {
    const ofOne = words.map((word) => word === shard ? `${i}/${count}` : word);
    const outcome = await runCliHere(ofOne, { cwd: folder });
    if (i === Number(count) || outcome.code !== 0) return outcome;
  }
  throw new RangeError(`${shard} is no shard`);
}

/** The same with less work: six frames, the small network, and where a page names no method, a quick one. */
function shortened(given: readonly string[]): string[] {
  const words = given.map((word, i) => {
    // The one that tests fetch.
    if (given[i - 1] === "--model") return word.replace(/^quality$/, "fast");
    if (given[i - 1] !== "--frames") return word;
    return word.replace(/^(\d+)-\d+$/, (_, first) => `${first}-${Number(first) + 5}`);
  });
  const has = (option: RegExp) => words.some((word) => option.test(word));
  // Beside what a page measures, one of the methods is enough.
  if (words[0] === "evaluate" && !has(/^--methods\b/)) words.push("--methods", "tutorial");
  // Numbered pictures are the tutorial's, and some options are a method's.
  const chooses =
    /^(-m|--(method|model|device|offline|clean-plate|stereo|right|depth|nearer-than|survey)|out$)\b/;
  // Behind -- stand the options of the run that is planned.
  const isRun = !isCommand(words[0]) || words.includes("--");
  if (isRun && !has(chooses)) words.push("-m", "difference");
  return words;
}

/** The beginning of a clip of the examples, as long as a command needs it; all else as it is. */
async function cut(word: string, words: readonly string[], folder: string): Promise<string> {
  if (!/^examples\/(?!media\/labelled).*\.(mp4|mkv)$/.test(word)) return word;
  const [, last = "7"] = /--frames \d+-(\d+)/.exec(words.join(" ")) ?? [];
  const short = `.short/${last}/${word}`;
  await Deno.mkdir(dirname(join(folder, short)), { recursive: true });
  const files = [
    "-i",
    join(folder, word),
    "-preset",
    "ultrafast",
    "-frames:v",
    last,
    join(folder, short),
  ];
  await ffmpeg("-y", ...files);
  return short;
}

/** What the lines of a page write to is often called the same; nothing is written over. */
async function makeWay(words: readonly string[], folder: string): Promise<void> {
  const output = words[words.findIndex((word) => /^(-o|--output)$/.test(word)) + 1];
  await Deno.mkdir(dirname(join(folder, output)), { recursive: true });
  const info = await Deno.stat(join(folder, output)).catch(() => undefined);
  if (info?.isFile && output !== words[0]) await Deno.remove(join(folder, output));
}

/** Start what does not end, and end it by Ctrl-C when it has said its first word. */
async function runUntilItSpeaks(words: readonly string[], cwd: string): Promise<Outcome> {
  const own = words[0] === "studio" ? ["--no-open", "--port", String(freePort())] : [];
  const cli = fileURLToPath(new URL("cli.ts", ROOT));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", cli, ...words, ...own],
    cwd,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  child.kill("SIGINT");
  await reader.cancel();
  const { code } = await child.status;
  assert(value !== "", `${words.join(" ")} said nothing: ${await stderr}`);
  return { code: code === 130 ? 0 : code, stdout: value, stderr: await stderr };
}

/** Run it as it stands. */
async function runInShell(code: string, { folder }: Place): Promise<string> {
  const bin = join(folder, ".bin");
  await Deno.mkdir(bin, { recursive: true });
  const cli = fileURLToPath(new URL("cli.ts", ROOT));
  const program = `#!/bin/sh\nexec "${Deno.execPath()}" run -A --quiet "${cli}" "$@"\n`;
  await Deno.writeTextFile(join(bin, "backdrop"), program, { mode: 0o755 });
  const script = `set -euo pipefail\n${code}`;
  const env = {
    PATH: `${bin}:${dirname(Deno.execPath())}:${Deno.env.get("PATH")}`,
    DENO_INSTALL_ROOT: bin,
    NO_COLOR: "1",
  };
  const run = await runProgram("bash", ["-c", script], { cwd: folder, env });
  assertEquals(run.code, 0, `${code}\n${run.stdout}${run.stderr}`);
  return run.stdout;
}

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
const TOGETHER = /^\s*(cd|source|export|for|while|if|\w+=)\b/m;

/** No server, and none that waits for a file to change, ends by itself. */
const isEndless = (words: readonly string[]) =>
  words[0] === "studio" ? !words.includes("--build") : words.includes("--watch");

/**
 * Run a block's commands, one after the other.
 *
 * @param code The commands.
 * @param place Where.
 * @returns What the last one wrote to standard output.
 */
export async function runBlock(code: string, place: Place): Promise<string> {
  if (TOGETHER.test(code)) return await runInShell(code, place);
  let last = "";
  for (const line of commandLines(code)) {
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
  const { folder, standIns } = place;
  await placeInputs(given, folder, standIns);
  const words = given.map((word, i) => {
    // Tests fetch the small network.
    if (given[i - 1] === "--model") return word.replace(/^quality$/, "fast");
    if (given[i - 1] !== "--frames") return word;
    return word.replace(/^(\d+)-\d+$/, (_, first) => `${first}-${Number(first) + 5}`);
  });
  if (isCommand(words[0])) {
    // Beside what a page measures, one of the methods is enough.
    const isOfAll = words[0] === "evaluate" && !words.some((word) => /^--methods\b/.test(word));
    if (isOfAll) words.push("--methods", "tutorial");
    if (isEndless(words)) return await runUntilItSpeaks(words, folder);
    const short = await Promise.all(words.map((word) => cut(word, folder)));
    return await runCliHere(short, { cwd: folder });
  }
  const shard = words[words.indexOf("--shard") + 1];
  const [, count] = /^\d+\/(\d+)$/.exec(shard) ?? [];
  if (count === undefined) {
    await makeWay(words, folder);
    return await runCliHere([...words, ...shortened(words)], { cwd: folder });
  }
  // What stands for one of many machines: the others do theirs.
  for (let i = 1; i <= Number(count); i++) {
    const ofOne = words.map((word) => word === shard ? `${i}/${count}` : word);
    const outcome = await runCliHere([...ofOne, ...shortened(words)], { cwd: folder });
    if (i === Number(count) || outcome.code !== 0) return outcome;
  }
  throw new RangeError(`${shard} is no shard`);
}

/**
 * What makes a run short: of the examples' clips the beginning is enough, and where a page is not about
 * a method, one that needs no network.
 */
function shortened(words: readonly string[]): string[] {
  const has = (option: RegExp) => words.some((word) => option.test(word));
  const isLong = /^examples\/.*\.(mp4|mkv)$/.test(words[0]) && !has(/^--(frames|duration|start)\b/);
  // Numbered pictures are the tutorial's, and some options are a method's.
  const chooses =
    /^(-m|--(method|model|device|offline|clean-plate|stereo|right|depth|nearer-than|survey))\b/;
  const isQuick = has(chooses) || words.includes("out");
  return [...isLong ? ["--duration", "0.3"] : [], ...isQuick ? [] : ["-m", "difference"]];
}

/** The beginning of a clip of the examples, for a command that reads all of it; all else as it is. */
async function cut(word: string, folder: string): Promise<string> {
  if (!/^examples\/(?!media\/labelled).*\.(mp4|mkv)$/.test(word)) return word;
  const short = `.short/${word}`;
  await Deno.mkdir(dirname(join(folder, short)), { recursive: true });
  const files = ["-i", join(folder, word), "-c", "copy", "-frames:v", "7", join(folder, short)];
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

/** Run it as it stands, but for folders that are not here. */
async function runInShell(code: string, { folder, standIns }: Place): Promise<string> {
  for (const line of commandLines(code)) {
    for (const part of line.split(/[|;&]+|<\(/)) {
      await placeInputs(wordsOf(part.trim()), folder, standIns);
    }
  }
  const bin = join(folder, ".bin");
  await Deno.mkdir(bin, { recursive: true });
  const cli = fileURLToPath(new URL("cli.ts", ROOT));
  const program = `#!/bin/sh\nexec "${Deno.execPath()}" run -A --quiet "${cli}" "$@"\n`;
  await Deno.writeTextFile(join(bin, "backdrop"), program, { mode: 0o755 });
  const script =
    `set -euo pipefail\ncd() { case "$1" in /*) ;; *) builtin cd "$1";; esac; }\n${code}`;
  const env = {
    PATH: `${bin}:${dirname(Deno.execPath())}:${Deno.env.get("PATH")}`,
    DENO_INSTALL_ROOT: bin,
    NO_COLOR: "1",
  };
  const run = await runProgram("bash", ["-c", script], { cwd: folder, env });
  assertEquals(run.code, 0, `${code}\n${run.stdout}${run.stderr}`);
  return run.stdout;
}

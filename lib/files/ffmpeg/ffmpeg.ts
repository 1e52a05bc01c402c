/**
 * Find an ffmpeg, run it without a shell, and read what it says.
 *
 * @module
 */

import { FfmpegError, ModelError } from "../../errors.ts";
import { libraryNames, type OptionNames } from "../../option_names.ts";
import { EMBEDDED } from "../packages/embedded_ffmpeg.ts";
import { assertMayRun, isGranted, readEnvironment, systemReason } from "../system/permission.ts";
import { FfmpegLog } from "./ffmpeg_log.ts";
import { inWorkingFolder } from "../system/working_folder.ts";
import {
  loneFolder,
  type LoneFolderOptions,
  NotFetchedError,
  specifier,
} from "../packages/lone_package.ts";

/**
 * Where to look for ffmpeg, and whom to tell.
 *
 * @category ffmpeg
 */
export interface FindFfmpegOptions extends LoneFolderOptions {
  /**
   * The program to use, a path or a name on PATH.
   *
   * @default {FFMPEG_PATH, else ffmpeg on PATH, else the one embedded in an npm package}
   */
  command?: string | undefined;
  /** What messages call the option that has named it. */
  names?: OptionNames | undefined;
}

/**
 * Find the ffmpeg to use: the one asked for, the one that FFMPEG_PATH names,
 * the system's, or the embedded one, which is fetched on first use.
 *
 * @param options Which one, and whom to tell.
 * @returns The ffmpeg, not yet run.
 * @throws {FfmpegError} If there is none for this machine, or it cannot be fetched.
 * @category ffmpeg
 */
export async function findFfmpeg(options: FindFfmpegOptions = {}): Promise<Ffmpeg> {
  const { command, names, onNotice, signal } = options;
  if (command !== undefined) return new Ffmpeg(command, { names });
  const fromEnvironment = readEnvironment("FFMPEG_PATH");
  if (fromEnvironment) return new Ffmpeg(fromEnvironment, { names });
  if (isOnPath("ffmpeg")) return new Ffmpeg("ffmpeg", { names });

  const platform = `${Deno.build.os}-${Deno.build.arch}`;
  const embedded = EMBEDDED[platform];
  if (embedded === undefined) {
    throw new FfmpegError(`Cannot find ffmpeg: none on PATH, and none embedded for ${platform}`, {
      command: ["ffmpeg"],
    });
  }
  onNotice?.(
    `no ffmpeg on PATH: using the one in ${specifier(embedded)} (of 2018; install ffmpeg for ` +
      "newer formats)",
  );
  const binary = Deno.build.os === "windows" ? "ffmpeg.exe" : "ffmpeg";
  try {
    const path = `${await loneFolder(embedded, options)}/${binary}`;
    assertMayRun(path);
    return new Ffmpeg(path, { isOld: true, names });
  } catch (error) {
    signal?.throwIfAborted();
    const cause = error instanceof ModelError ? error.cause : error;
    const why = error instanceof NotFetchedError
      ? error.message.replace(/^.*?: /, "")
      : cause instanceof Deno.errors.NotCapable
      ? systemReason(cause, "--allow-run")
      : /was killed \(/.test(String(cause))
      ? "the Deno that was to fetch one was killed"
      : "npm cannot be reached";
    const message = `Cannot find ffmpeg: none on PATH, and ${why}`;
    throw Object.assign(new FfmpegError(message, { command: ["ffmpeg"] }), { cause });
  }
}

/**
 * One ffmpeg program.
 *
 * @category ffmpeg
 */
export class Ffmpeg {
  /** What is run: a path, or a name on PATH. */
  readonly command: string;
  /** Whether it is older than 5.1, and takes `-vsync` instead of `-fps_mode`. Learned by trying. */
  isOld: boolean;
  readonly #names: OptionNames;

  /**
   * Nothing is run yet.
   *
   * @param command A path, or a name on PATH.
   * @param traits What is known of it before it has run, and what messages call the option that names it.
   */
  constructor(
    command: string,
    { isOld = false, names = libraryNames }: {
      isOld?: boolean;
      names?: OptionNames | undefined;
    } = {},
  ) {
    this.command = command;
    this.isOld = isOld;
    this.#names = names;
  }

  /**
   * Start it, with no shell.
   *
   * @param args Its arguments, behind those that every run gets.
   * @param signal Ends the process at once.
   * @param options Whether it gets a standard input, whether its output is ours, and the word
   * that its log cannot be forged without: see {@linkcode FfmpegLog}.
   * @returns The running program. Dispose of it: that ends it.
   * @throws {FfmpegError} If it cannot be started.
   */
  start(
    args: readonly string[],
    signal?: AbortSignal,
    options: {
      stdin?: "piped" | "inherit" | "null";
      stdout?: "piped" | "inherit";
      nonce?: string;
    } = {},
  ): FfmpegRun {
    const { stdin = "null", stdout = "piped", nonce } = options;
    const all = ["-nostdin", "-nostats", "-loglevel", "level+info", ...args];
    const command = [this.command, ...all];
    try {
      const child = new Deno.Command(this.command, {
        args: all,
        stdin,
        stdout,
        stderr: "piped",
        ...inWorkingFolder(),
        // Ctrl-C goes to the whole terminal group; ffmpeg is ours to end.
        detached: true,
      }).spawn();
      return new FfmpegRun(child, command, signal, stdout === "piped", nonce);
    } catch (cause) {
      const why = cause instanceof Deno.errors.NotFound
        ? "there is no such program (install ffmpeg, or use -A and leave " +
          `${this.#names.named("ffmpeg")} out: one is fetched)`
        : systemReason(cause, "--allow-run", this.command);
      throw Object.assign(
        new FfmpegError(`Cannot run '${this.command}': ${why}`, { command }),
        { cause },
      );
    }
  }
}

/**
 * One run of ffmpeg.
 *
 * @category ffmpeg
 */
export class FfmpegRun implements AsyncDisposable {
  /**
   * A path that opens its standard output once more, in any thread: then {@linkcode stdout}
   * must not be read. `undefined` where there is none, or Deno may not look.
   */
  readonly stdoutPath: string | undefined;
  /** What it has said so far. */
  readonly log: FfmpegLog;
  /** How it was called, program first. */
  readonly command: readonly string[];
  readonly #child: Deno.ChildProcess;
  readonly #isOutputOurs: boolean;
  readonly #stderrRead: Promise<void>;
  readonly #signal: AbortSignal | undefined;
  readonly #kill: () => void;
  readonly #patience: number;
  /** Why it was given up, if it was. */
  #silence: string | undefined;
  #onLine: (() => void) | undefined;
  #hasEnded = false;

  /**
   * Start to read what the process says.
   *
   * @param child The process, with stderr piped.
   * @param command How it was called, program first.
   * @param signal Ends the process at once.
   * @param ownsOutput Whether its stdout is piped too.
   * @param nonce A word in its arguments that nobody else knows.
   */
  constructor(
    child: Deno.ChildProcess,
    command: readonly string[],
    signal?: AbortSignal,
    ownsOutput: boolean = true,
    nonce?: string,
  ) {
    this.log = new FfmpegLog(nonce);
    this.#child = child;
    this.#signal = signal;
    this.#kill = () => killGroup(child);
    signal?.addEventListener("abort", this.#kill);
    this.command = command;
    this.#isOutputOurs = ownsOutput;
    this.stdoutPath = ownsOutput ? pathOfPipe(child.pid, 1) : undefined;
    this.#patience = patienceSeconds();
    this.#stderrRead = this.#readStderr();
  }

  async #readStderr(): Promise<void> {
    let rest = "";
    const reader = this.#child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    // ffmpeg says its version at once, before it opens anything.
    const silence = this.#timer(1, "has not said a word");
    let reads = 0;
    let lingering: ReturnType<typeof setInterval> | undefined;
    // What it has started may have its stderr, and go on without it.
    this.#child.status.then(() => {
      if (this.#hasEnded) return;
      let before = reads;
      lingering = setInterval(() => {
        if (before === reads) reader.cancel().catch(() => {});
        before = reads;
      }, 500);
    });
    for (;;) {
      const { value, done } = await reader.read();
      silence?.clear();
      if (done) break;
      reads++;
      const lines = (rest + value).split(/\r?\n|\r/);
      rest = lines.pop() ?? "";
      for (const line of lines) this.log.add(line);
      this.#onLine?.();
    }
    clearInterval(lingering);
    if (rest !== "") this.log.add(rest);
    this.#hasEnded = true;
    this.#onLine?.();
  }

  /** End the process if a time passes without a sign: so many times the patience with it. */
  #timer(times: number, what: string, sign?: () => unknown): { clear(): void } | undefined {
    if (this.#patience === 0) return undefined;
    const seconds = times * this.#patience;
    let before: unknown;
    let isLate = false;
    const look = () => {
      const now = sign?.();
      if (now === before && isLate) {
        this.#silence ??= `${what} for ${seconds} s`;
        this.#kill();
        return;
      }
      // A process that was stopped, or busy, hears of all that came meanwhile after this.
      isLate = now === before;
      before = now;
      timer = setTimeout(look, 1000 * (isLate ? 1 : seconds));
    };
    // Hardly ever does it come to a first look, which costs something.
    const first = () => {
      before = sign?.();
      timer = setTimeout(look, 900 * seconds);
    };
    let timer = setTimeout(first, 100 * seconds);
    return { clear: () => clearTimeout(timer) };
  }

  /**
   * Wait for something that a working ffmpeg does in a while: to take a picture, to end. After ten
   * times the patience that there is for its first word it is ended, and {@linkcode ended} throws.
   *
   * @param work What is awaited.
   * @param what What ffmpeg does otherwise, for the message: "has taken no picture".
   * @param sign Something that changes as long as ffmpeg works: then the time begins anew.
   */
  async patiently<T>(work: Promise<T>, what: string, sign?: () => unknown): Promise<T> {
    const timer = this.#timer(10, what, sign);
    try {
      return await work;
    } finally {
      timer?.clear();
    }
  }

  /**
   * Wait until the log answers a question, or ffmpeg has said its last word.
   *
   * @param isKnown Looks at the log after every few lines.
   */
  async waitFor(isKnown: (log: FfmpegLog) => boolean): Promise<void> {
    while (!isKnown(this.log) && !this.#hasEnded) {
      await new Promise<void>((resolve) => this.#onLine = resolve);
    }
    this.#onLine = undefined;
  }

  /**
   * Wait for the end.
   *
   * @returns Exit code and signal, when all of stderr has been read.
   * @throws {FfmpegError} If it was given up, since it did nothing.
   */
  async ended(): Promise<Deno.CommandStatus> {
    await this.#stderrRead;
    const status = await this.#child.status;
    if (this.#silence !== undefined) {
      throw this.error(
        `Cannot go on: '${this.command[0]}' ${this.#silence}, and was ended ` +
          `(${PATIENCE}=${4 * this.#patience} in the environment waits longer, 0 for ever)`,
        status.code,
      );
    }
    return status;
  }

  /**
   * An error that names this run.
   *
   * @param message What could not be done, and why.
   * @param exitCode ffmpeg's, if it has ended.
   */
  error(message: string, exitCode?: number): FfmpegError {
    return new FfmpegError(message, {
      command: this.command,
      stderr: this.log.lastLines,
      ...(exitCode === undefined ? {} : { exitCode }),
    });
  }

  /** What it writes to its standard output, if that is ours. */
  get stdout(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#child.stdout;
  }

  /** What it reads from its standard input, if it has one. */
  get stdin(): WritableStream<Uint8Array<ArrayBuffer>> {
    return this.#child.stdin;
  }

  /**
   * A path that opens the pipe of its standard input once more, in any thread, if it is piped. It is
   * there until {@linkcode stdin} is closed. `undefined` where there is none, or Deno may not look.
   */
  get stdinPath(): string | undefined {
    return pathOfPipe(this.#child.pid, 0);
  }

  /** End the process now. */
  kill(): void {
    this.#kill();
  }

  /** End the process now, and wait until it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#kill);
    this.#kill();
    if (this.#isOutputOurs && !this.stdout.locked) await this.stdout.cancel();
    await this.#child.status;
    await this.#stderrRead;
  }
}

/** The variable that says for how many seconds ffmpeg may be silent at first. */
const PATIENCE = "FFMPEG_TIMEOUT";

function patienceSeconds(): number {
  const text = readEnvironment(PATIENCE);
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : 30;
}

/**
 * Linux has a path for each file that a process has open, pipes too. That of our own end
 * of a child's standard input (0) or output (1) is there for as long as we hold it.
 */
function pathOfPipe(childId: number, which: 0 | 1): string | undefined {
  if (Deno.build.os !== "linux") return undefined;
  try {
    const pipe = Deno.readLinkSync(`/proc/${childId}/fd/${which}`);
    if (!pipe.startsWith("pipe:")) return undefined;
    for (const { name } of Deno.readDirSync("/proc/self/fd")) {
      const path = `/proc/self/fd/${name}`;
      if (readLink(path) === pipe) return path;
    }
  } catch {
    // Without --allow-all nothing in /proc can be read.
  }
  return undefined;
}

/** Whether threads can open the pipes of another program by name: on Linux, with --allow-all. */
export function canNamePipes(): boolean {
  return Deno.build.os === "linux" && readLink("/proc/self/exe") !== undefined;
}

function readLink(path: string): string | undefined {
  try {
    return Deno.readLinkSync(path);
  } catch {
    // Closed meanwhile, as the folder's own is, or Deno may not look.
    return undefined;
  }
}

/** End a process with all that it has started: what was named as ffmpeg may be a script that runs it. */
function killGroup(child: Deno.ChildProcess): void {
  const killGroup = () => Deno.kill(-child.pid, "SIGKILL");
  const killChild = () => child.kill("SIGKILL");
  // To kill a group is to kill what may be none of ours: for that Deno asks, unless all may be run.
  for (const end of isGranted({ name: "run" }) ? [killGroup, killChild] : [killChild]) {
    try {
      return end();
    } catch {
      // It has ended by itself, or there are no groups on this system.
    }
  }
}

/** Whether PATH has a program. Where Deno may not look, the answer is yes: starting it will tell. */
function isOnPath(name: string): boolean {
  const windows = Deno.build.os === "windows";
  if (!isGranted({ name: "env", variable: "PATH" })) return true;
  const folders = (Deno.env.get("PATH") ?? "").split(windows ? ";" : ":");
  return folders.some((folder) => isFile(`${folder}/${name}${windows ? ".exe" : ""}`));
}

function isFile(path: string): boolean {
  // What may not be looked at may well be there.
  if (!isGranted({ name: "read", path })) return true;
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

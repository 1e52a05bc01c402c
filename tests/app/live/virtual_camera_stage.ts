/**
 * A run of the command line that writes to a virtual camera, on a system without v4l2loopback: a library
 * that is loaded before others stands in for the driver. Deno, ffmpeg and what they do are as they are.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { fileInfo } from "../../../lib/files/system/file_info.ts";
import { cliArguments, type Outcome, runProgram, temporaryFolder } from "../../helpers.ts";
import { findProgram } from "../../web/bundle.ts";
import { FRAME_BYTES, LiveStage, look, makePipes, pause } from "./numbered_frames.ts";

/** The virtual camera. */
export const DEVICE = "/dev/video10";

/** A camera that is read. */
export const READ_DEVICE = "/dev/video0";

/** What compiles the library; `undefined` where there is nothing, or ffmpeg would not load it. */
export const COMPILER = loadsLibraries(findProgram("ffmpeg")) && findProgram("script") !== undefined
  ? findProgram("cc", "gcc", "clang", "tcc")
  : undefined;

/** What {@linkcode COMPILER} is called where there is none. */
export const COMPILER_WORDS = "C compiler, script, or ffmpeg that is linked dynamically";

/** Whether a program is one of Linux that is linked dynamically: then it names what loads its libraries. */
function loadsLibraries(program: string | undefined): boolean {
  if (program === undefined || Deno.build.os !== "linux") return false;
  using file = Deno.openSync(program);
  const start = new Uint8Array(4096);
  file.readSync(start);
  return new TextDecoder("latin1").decode(start).includes("/ld-");
}

let compiled: Promise<string> | undefined;

/** Compile the library; once for all tests. */
function compile(compiler: string): Promise<string> {
  return compiled ??= (async () => {
    const { path } = await temporaryFolder();
    addEventListener("unload", () => Deno.removeSync(path, { recursive: true }));
    const source = fileURLToPath(new URL("virtual_camera.c", import.meta.url));
    const args = ["-shared", "-fPIC", "-o", `${path}/virtual_camera.so`, source];
    const { code, stderr } = await runProgram(compiler, args);
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    return `${path}/virtual_camera.so`;
  })();
}

/** A run of the command line from a named pipe to a virtual camera, on a terminal. */
export class VirtualCameraStage extends LiveStage {
  readonly #env: Record<string, string>;
  #keys: WritableStreamDefaultWriter<Uint8Array> | undefined;
  /** Whether a program has the virtual camera open to read it. */
  isOpen = true;

  private constructor(folder: { path: string } & AsyncDisposable, library: string) {
    super(folder);
    this.#env = { LD_PRELOAD: library, STAND_IN: folder.path, NO_COLOR: "1" };
  }

  /** Make a camera, a virtual one, and what the system tells of both. */
  static async open(compiler: string): Promise<VirtualCameraStage> {
    const folder = await temporaryFolder();
    const stage = new VirtualCameraStage(folder, await compile(compiler));
    await makePipes(`${folder.path}/in`);
    for (const [device, attribute] of [[DEVICE, "max_openers"], [READ_DEVICE, "index"]]) {
      const about = `${folder.path}/sys/class/video4linux/${device.slice("/dev/".length)}`;
      await Deno.mkdir(about, { recursive: true });
      await Deno.writeTextFile(`${about}/name`, "Backdrop\n");
      await Deno.writeTextFile(`${about}/${attribute}`, "10\n");
    }
    await Deno.mkdir(`${folder.path}/dev`);
    for (const device of [DEVICE, READ_DEVICE]) {
      await Deno.writeTextFile(`${folder.path}${device}`, "");
    }
    await Deno.mkdir(`${folder.path}/sys/module/v4l2loopback`, { recursive: true });
    return stage;
  }

  /** What the program asked the virtual camera for. */
  format(): Promise<string> {
    return Deno.readTextFile(`${this.path}${DEVICE}.format`);
  }

  /** Count as the kernel does how often the virtual camera is open. */
  countUsers(): void {
    const device = Deno.realPathSync(`${this.path}${DEVICE}`);
    let users = 0;
    for (const { name: pid } of Deno.readDirSync("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      try {
        for (const { name } of Deno.readDirSync(`/proc/${pid}/fd`)) {
          if (Deno.readLinkSync(`/proc/${pid}/fd/${name}`) === device) users++;
        }
      } catch {
        // It has ended, or is another user's.
      }
    }
    // Whoever reads it meanwhile finds the one or the other number.
    const count = `${this.path}/sys/module/v4l2loopback/refcnt`;
    Deno.writeTextFileSync(`${count}.new`, `${users}\n`);
    Deno.renameSync(`${count}.new`, count);
  }

  /** Run the command line on a terminal of its own, which standard error is, too. */
  override async run(args: readonly string[]): Promise<Outcome> {
    const line = [Deno.execPath(), ...cliArguments(args)].map((word) => `'${word}'`).join(" ");
    const child = new Deno.Command("script", {
      args: ["--quiet", "--flush", "--return", "--command", `exec ${line}`, "/dev/null"],
      cwd: this.path,
      env: this.#env,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const keys = this.#keys = child.stdin.getWriter();
    let stdout = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      stdout += text;
      this.said += text;
    }
    const { code } = await child.status;
    await keys.close().catch(() => {});
    return { code, stdout, stderr: "" };
  }

  override press(key: string): void {
    this.#keys?.write(new TextEncoder().encode(key)).catch(() => {});
  }

  /** Look at each picture of the virtual camera from now on, as long as it is open. */
  protected override async read(): Promise<void> {
    for (; !this.isOver; await pause(20)) {
      if (this.isOpen && fileInfo(`${this.path}${DEVICE}`) !== undefined) await this.#readOpen();
    }
  }

  async #readOpen(): Promise<void> {
    using device = await Deno.open(`${this.path}${DEVICE}`, { read: true });
    const frame = new Uint8Array(FRAME_BYTES);
    const { size } = await device.stat();
    let next = Math.floor(size / FRAME_BYTES);
    // After the end, what was written last is looked at, too.
    for (let isLast = false; this.isOpen && !isLast; await pause(2)) {
      isLast = this.isOver;
      for (; (await device.stat()).size >= (next + 1) * FRAME_BYTES; next++) {
        await device.seek(next * FRAME_BYTES, Deno.SeekMode.Start);
        assertEquals(await device.read(frame), FRAME_BYTES);
        this.seen.push(look(frame));
      }
    }
  }
}

/**
 * The command line: `deno run -A cli.ts video.mp4 beach.jpg`. The only file that prints or exits.
 *
 * @module
 */

import { isInterrupted } from "./lib/cli/interrupts.ts";
import { main, type Terminal } from "./lib/cli/main.ts";
import { openTerminalKeys } from "./lib/cli/terminal_keys.ts";
import { outputError } from "./lib/files/ffmpeg/encode/hand_on.ts";

export { main };
export type { Terminal };

const processTerminal: Terminal = {
  out: (text) => writeAll(Deno.stdout, text),
  err: (text) => {
    try {
      writeAll(Deno.stderr, text);
    } catch {
      // Words are lost, not the video.
    }
  },
  write: (bytes) => writeAllTo(Deno.stdout, bytes),
  openKeys: openTerminalKeys,
  // Some terminals do not tell their size: then it is that of the old ones.
  pageColumns: () => Deno.stdout.isTerminal() ? Deno.consoleSize().columns || 80 : undefined,
  columns: () => Deno.stderr.isTerminal() ? Deno.consoleSize().columns || 80 : undefined,
};

async function writeAllTo(
  stream: { write(bytes: Uint8Array): Promise<number> },
  bytes: Uint8Array,
): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await stream.write(rest));
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = new TextEncoder().encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    // Whoever was reading has gone, as in `cli.ts --help | head -1`.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw outputError(error);
  }
}

/**
 * End the process. After a signal a network's native thread may still be at work: then nothing more is
 * run in this process, where its library would be taken down below it and print its last words.
 */
function exit(code: number): never {
  const mayCall = () => Deno.permissions.querySync({ name: "ffi" }).state === "granted";
  if (isInterrupted(code) && Deno.build.os !== "windows" && mayCall()) {
    try {
      const library = Deno.build.os === "darwin" ? "libSystem.dylib" : "libc.so.6";
      const libc = Deno.dlopen(library, { _exit: { parameters: ["i32"], result: "void" } });
      libc.symbols._exit(code);
    } catch {
      // Another C library: the usual way.
    }
  }
  Deno.exit(code);
}

if (import.meta.main) exit(await main(Deno.args, processTerminal));

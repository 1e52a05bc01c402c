/**
 * Native OpenCV as a contestant: Python processes that time a call when asked to.
 *
 * @module
 */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { Frame } from "../../../mod.ts";
import { hasOpenCv, PYTHON } from "../../opencv/oracle/oracle.ts";

/** One process with a number of threads. */
export interface Clock {
  /** "1 thread", or how many it takes by default. */
  readonly threads: string;
  /** Do a thing of primitives.py ("absdiff 4"); the milliseconds that it took. */
  time(question: string): Promise<number>;
}

/** The processes; none where there is no cv2. */
export interface Native extends Disposable {
  readonly version: string;
  readonly clocks: readonly Clock[];
}

/**
 * Start the processes.
 *
 * @param a First frame, 1920 × 1080.
 * @param b Second frame.
 */
export async function openNative(a: Frame, b: Frame): Promise<Native> {
  if (!hasOpenCv("native OpenCV")) {
    return { version: "no native OpenCV", clocks: [], [Symbol.dispose]() {} };
  }
  const folder = await Deno.makeTempDir({ prefix: "backdrop_bench_" });
  const children: Deno.ChildProcess[] = [];
  try {
    await Deno.writeFile(`${folder}/a.rgba`, Uint8Array.from(a.bitmap));
    await Deno.writeFile(`${folder}/b.rgba`, Uint8Array.from(b.bitmap));
    let version = "";
    const clocks: Clock[] = [];
    for (const threads of ["1", "default"]) {
      const child = new Deno.Command(PYTHON, {
        args: [`${import.meta.dirname}/primitives.py`, threads, folder],
        stdin: "piped",
        stdout: "piped",
      }).spawn();
      children.push(child);
      const writer = child.stdin.getWriter();
      const lines = createInterface({ input: Readable.fromWeb(child.stdout) })
        [Symbol.asyncIterator]();
      const [name, count] = String((await lines.next()).value).split(" ");
      version = `OpenCV ${name}`;
      const time = async (question: string) => {
        await writer.write(new TextEncoder().encode(`${question}\n`));
        return Number((await lines.next()).value);
      };
      clocks.push({ threads: threads === "1" ? "1 thread" : `default (${count})`, time });
    }
    return {
      version,
      clocks,
      [Symbol.dispose]: () => children.forEach((child) => child.kill()),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

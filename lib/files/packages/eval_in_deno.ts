/** What {@linkcode evalInDeno} works with. */
export interface EvalInDenoOptions {
  /** Options of `deno eval`. */
  readonly args: readonly string[];
  /** Variables of its environment, besides ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** A file that is removed with the process, however that ends. */
  readonly file?: string | undefined;
  /** Whether it draws its bar on our standard error. */
  readonly isDrawn?: boolean;
  /** Told what it says on stderr, as it comes. */
  readonly onText?: ((text: string) => void) | undefined;
  /** Ends it at once; then the signal's reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Run a module in a Deno of its own, which ends with this process: also if that is killed.
 *
 * @param code The module, with no `import` declarations.
 * @param options How to run it.
 * @returns What it has written to stdout.
 * @throws {Error} If it fails: with what it said, or the signal that killed it.
 */
export async function evalInDeno(
  code: string,
  { args, env = {}, file, isDrawn = false, onText, signal }: EvalInDenoOptions,
): Promise<string> {
  signal?.throwIfAborted();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", ...args, withParent(code, file)],
    env: { DENO_NO_PACKAGE_JSON: "1", DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1", ...env },
    // Its end is how the child learns of ours.
    stdin: "piped",
    stdout: "piped",
    stderr: isDrawn ? "inherit" : "piped",
  }).spawn();
  const end = () => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    // At once: the next signal may end this process.
    removeQuietly(file);
  };
  signal?.addEventListener("abort", end);
  try {
    const [output, said] = await Promise.all([
      new Response(child.stdout).text(),
      isDrawn ? "" : readText(child.stderr, onText),
    ]);
    const { success, signal: killer } = await child.status;
    signal?.throwIfAborted();
    if (killer !== null) throw new Error(`the Deno that was to do it was killed (${killer})`);
    if (!success) throw new Error((output || said).trim());
    return output;
  } finally {
    signal?.removeEventListener("abort", end);
    await child.stdin.close().catch(() => {});
    removeQuietly(file);
  }
}

/** A module that ends with whoever holds the other end of its standard input. */
function withParent(code: string, file: string | undefined): string {
  const remove = file === undefined
    ? ""
    : `try { Deno.removeSync(${JSON.stringify(file)}); } catch {}`;
  return `(async () => {
      for await (const _ of Deno.stdin.readable);
      ${remove}
      Deno.exit(1);
    })();
    ${code}
    Deno.exit(0);`;
}

async function readText(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onText?: (text: string) => void,
): Promise<string> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    onText?.(text);
  }
  return text;
}

function removeQuietly(file: string | undefined): void {
  if (file === undefined) return;
  try {
    Deno.removeSync(file);
  } catch {
    // It has gone already.
  }
}

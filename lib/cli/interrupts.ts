/** The signals that end a run, with their exit codes: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Whether an exit code says that a signal has ended a run. */
export function isInterrupted(code: number): boolean {
  return (Object.values(EXIT_CODES) as number[]).includes(code);
}

/** A run was ended from outside. */
export class Interrupt extends Error {
  override readonly name = "Interrupt";
  /** What the program exits with. */
  readonly exitCode: number;

  /** @param signal Which signal came. */
  constructor(signal: keyof typeof EXIT_CODES) {
    super(`interrupted by ${signal}`);
    this.exitCode = EXIT_CODES[signal];
  }
}

/**
 * Ctrl-C and its kin as one AbortSignal, for as long as this lives. The second
 * one is no longer caught: it ends the program where it stands.
 */
export class Interrupts implements Disposable {
  readonly #controller = new AbortController();
  readonly #removers: (() => void)[] = [];

  /** Start to listen. */
  constructor() {
    for (const name of Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[]) {
      if (Deno.build.os === "windows" && name === "SIGTERM") continue;
      const listener = () => {
        this.#stopListening();
        this.#controller.abort(new Interrupt(name));
      };
      Deno.addSignalListener(name, listener);
      this.#removers.push(() => Deno.removeSignalListener(name, listener));
    }
  }

  /** Aborts with an {@linkcode Interrupt} as its reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stop listening: a signal ends the program again. */
  [Symbol.dispose](): void {
    this.#stopListening();
  }

  #stopListening(): void {
    for (const remove of this.#removers.splice(0)) remove();
  }
}

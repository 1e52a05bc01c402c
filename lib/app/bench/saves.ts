import { basename, dirname } from "node:path";
import { onDisk } from "../../files/system/working_folder.ts";

/** How long a folder must be quiet until a save is complete, in milliseconds: editors write twice. */
const QUIET = 100;

/** What a method is made of. */
const SOURCE = /\.(?:[cm]?[jt]sx?|json|wasm)$/;

/** What is saved in a method's folder, for as long as this lives. */
export class Saves implements Disposable {
  readonly #watcher: Deno.FsWatcher;
  #next = Promise.withResolvers<void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param path The method's file: what lies beside it counts, but for tests and hidden files. */
  constructor(path: string) {
    this.#watcher = Deno.watchFs(onDisk(dirname(path)), { recursive: false });
    this.#listen();
  }

  /** Settles once something has been saved since {@linkcode begin}. */
  get saved(): Promise<void> {
    return this.#next.promise;
  }

  /** What was saved until now is known. */
  begin(): void {
    this.#next = Promise.withResolvers();
  }

  async #listen(): Promise<void> {
    for await (const { kind, paths } of this.#watcher) {
      if (kind === "access" || !paths.some(isSource)) continue;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#next.resolve(), QUIET);
    }
  }

  /** Look no more. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#watcher.close();
  }
}

function isSource(path: string): boolean {
  const name = basename(path);
  return SOURCE.test(name) && !name.startsWith(".") && !/_test\.[^.]+$/.test(name);
}

import config from "../../../deno.json" with { type: "json" };
import { join } from "node:path";
import { denoFolder } from "../../files/packages/deno_cache.ts";
import { isGranted } from "../../files/system/permission.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import { makeFolder, writeWhole } from "../../files/system/write_whole.ts";
import type { EvaluatedClip } from "../../report/evaluation.ts";
import { EXAMPLE_CLIPS } from "./example_clips.ts";
import { projectAddress, projectPath } from "./project_place.ts";

/** What is in the file: of each method its clips. */
interface Kept {
  /** Of which project, and by which Deno. */
  readonly project: string;
  readonly methods: Readonly<Record<string, readonly EvaluatedClip[]>>;
}

/**
 * What built-in methods were found to be on the project's own clips, in a file of Deno's cache. With any
 * change to the project all is measured anew.
 */
export class KeptResults {
  readonly #path: string;
  readonly #edgesEvery: number;
  #kept: Kept;

  constructor(path: string, edgesEvery: number, kept: Kept) {
    this.#path = path;
    this.#edgesEvery = edgesEvery;
    this.#kept = kept;
  }

  /**
   * Read what is there.
   *
   * @param edgesEvery Frame step of Grad and Conn.
   * @returns `undefined` where nothing can be kept: there is no cache, or Deno may not write there.
   */
  static async open(edgesEvery: number): Promise<KeptResults | undefined> {
    const folder = denoFolder();
    if (folder === undefined) return undefined;
    const path = join(folder, "backdrop", "built_in_methods.json");
    if (!isGranted({ name: "read" }) || !isGranted({ name: "write", path })) return undefined;
    const empty: Kept = { project: await projectNow(), methods: {} };
    try {
      // JSON has no NaN, which is a value that could not be measured.
      const kept = JSON.parse(
        await Deno.readTextFile(onDisk(path)),
        (_, value) => value ?? NaN,
      ) as Kept;
      return new KeptResults(path, edgesEvery, kept.project === empty.project ? kept : empty);
    } catch {
      return new KeptResults(path, edgesEvery, empty);
    }
  }

  /** The clips with a method's outcome. */
  of(method: string): readonly EvaluatedClip[] | undefined {
    return this.#kept.methods[this.#keyOf(method)];
  }

  /**
   * Keep what methods were found to be, but of those that failed. That it cannot be written is no error.
   *
   * @param methods The methods.
   * @param clips Their outcomes on each clip.
   */
  async keep(methods: readonly string[], clips: readonly EvaluatedClip[]): Promise<void> {
    const entries = methods.map((method): [string, EvaluatedClip[]] => [
      this.#keyOf(method),
      clips.map((clip) => ({
        ...clip,
        outcomes: clip.outcomes.filter((outcome) => outcome.method === method),
      })),
    ]).filter(([, all]) => all.every(({ outcomes }) => outcomes[0]?.result !== undefined));
    this.#kept = {
      ...this.#kept,
      methods: { ...this.#kept.methods, ...Object.fromEntries(entries) },
    };
    try {
      await makeFolder(join(this.#path, ".."));
      await writeWhole(this.#path, new TextEncoder().encode(JSON.stringify(this.#kept)));
    } catch {
      // The next time they are measured again.
    }
  }

  #keyOf(method: string): string {
    return `${method}, edges every ${this.#edgesEvery}`;
  }
}

/** What the project is now: its address and version, and on a disk when and how large its files are. */
async function projectNow(): Promise<string> {
  const library = projectPath("lib");
  const clips = projectPath(EXAMPLE_CLIPS);
  const files = library === undefined || clips === undefined
    ? []
    : [...statesOf(library), ...statesOf(clips)];
  const words = [projectAddress(""), config.version, Deno.version.deno, ...files];
  const bytes = new TextEncoder().encode(words.join("\n"));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** Each file below a folder, with its size and time. */
function* statesOf(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(onDisk(folder))) {
    const path = join(folder, name);
    if (isDirectory) {
      yield* statesOf(path);
    } else {
      // A link that leads nowhere is one all the same.
      const { size, mtime } = Deno.lstatSync(onDisk(path));
      yield `${path} ${size} ${mtime?.getTime()}`;
    }
  }
}

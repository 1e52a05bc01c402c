import { basename, dirname, join } from "node:path";
import { fileInfo } from "../../files/system/file_info.ts";
import { onDisk } from "../../files/system/working_folder.ts";

/** What comes behind an output's name for the folder of its shards. */
const ENDING = ".shards";

/** So many digits has the number of a shard in a file's name at least. */
const DIGITS = 4;

/** A file of a shards folder, by its name. */
export interface ShardFile {
  readonly name: string;
  /** The shard that it belongs to. */
  readonly index: number;
  readonly kind: "record" | "claim" | "piece" | "temporary";
}

/**
 * The folder beside an output in which shards keep their manifest, their records, their claims and
 * the pieces of videos.
 */
export class ShardsFolder {
  /** Its path. */
  readonly path: string;
  /** The output's name, as it was written. */
  readonly output: string;

  /** @param output The output: a video, or a pattern of pictures. */
  constructor(output: string) {
    this.output = output.replace(/[/\\]+$/, "");
    this.path = `${this.output}${ENDING}`;
  }

  /** The folder that is meant by an output's name, or a folder of pictures. */
  static find(output: string): ShardsFolder {
    const plain = output.replace(/[/\\]+$/, "");
    const own = new ShardsFolder(plain.endsWith(ENDING) ? plain.slice(0, -ENDING.length) : plain);
    if (own.isThere || fileInfo(plain)?.isDirectory !== true) return own;
    // As with "-o out/": the pictures' names are in there.
    const names = [...Deno.readDirSync(onDisk(plain))].map(({ name }) => name)
      .filter((name) => name.endsWith(ENDING));
    const inside = names.map((name) => new ShardsFolder(join(plain, name.slice(0, -ENDING.length))))
      .filter(({ isThere }) => isThere);
    return inside.length === 1 ? inside[0] : own;
  }

  /** Whether it has a manifest. */
  get isThere(): boolean {
    return fileInfo(this.manifest)?.isFile === true;
  }

  /** The path of the manifest. */
  get manifest(): string {
    return join(this.path, "manifest.json");
  }

  /** The folder that the output lies in. */
  get outside(): string {
    return dirname(this.output);
  }

  /** The path of a file in it. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** The path of a shard's record. */
  record(index: number): string {
    return this.file(`${digits(index)}.json`);
  }

  /** The path of a claim. */
  claim(index: number, id: string): string {
    return this.file(`${digits(index)}.${id}.claim`);
  }

  /**
   * The name of a piece of a video.
   *
   * @param index The shard.
   * @param of Which output it is a piece of.
   * @param id What tells it from another one.
   * @param ending The kind of file.
   */
  piece(index: number, of: "output" | "mattes", id: string, ending: string): string {
    return `${digits(index)}${of === "mattes" ? "-mattes" : ""}-${id}.${ending}`;
  }

  /** The files in it that belong to shards; none without the folder. */
  entries(): ShardFile[] {
    try {
      return [...Deno.readDirSync(onDisk(this.path))].flatMap(({ name }) => shardFile(name) ?? []);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    }
  }

  /** The folder's name. */
  toString(): string {
    return basename(this.path);
  }
}

function digits(index: number): string {
  return String(index).padStart(DIGITS, "0");
}

/** What a name tells. */
function shardFile(name: string): ShardFile | undefined {
  // Of no shard's.
  if (/^\.manifest\.json\..+\.tmp$/.test(name)) return { name, index: 0, kind: "temporary" };
  const [, dots, number, rest] = /^(\.*)(\d{4,7})([.-].+)$/.exec(name) ?? [];
  if (number === undefined) return undefined;
  const kind = dots !== ""
    ? "temporary"
    : rest === ".json"
    ? "record"
    : /^\.[0-9a-f]+\.claim$/.test(rest)
    ? "claim"
    : /^(-mattes)?-[0-9a-f]+\.\w+$/.test(rest)
    ? "piece"
    : undefined;
  return kind && { name, index: Number(number), kind };
}

/** What all shards need to know, found out once. */
export interface FirstStep {
  /** What the engine calls it. */
  readonly part: "survey" | "cut";
  /** What is asked of the program. */
  readonly words: readonly string[];
  /** The file that is there when it is done. */
  readonly file: string;
}

/** A job for an engine, cut into shards. */
export interface ShardedJob {
  /** What the engine calls it. */
  readonly name: string;
  /** What starts the program on a node, as a shell reads it. */
  readonly program: string;
  /** What comes before all shards; `undefined` for nothing. */
  readonly first: FirstStep | undefined;
  /** What is asked of it in each shard, but for the shard's own option. */
  readonly run: readonly string[];
  /** How many shards. */
  readonly shards: number;
  /** What is asked of it when all shards are done. */
  readonly finish: readonly string[];
  /** What is asked to find out whether all shards are done: the exit code says so. */
  readonly status: readonly string[];
  /** The folder for what shards say and for the survey, with a slash at its end. */
  readonly logs: string;
  /** How often a shard that fails is tried again. */
  readonly retries: number;
  /** How many shards may run at once; as many as there is room for if left out. */
  readonly throttle: number | undefined;
  /** Cores of a shard. */
  readonly cpus: number;
  /** Gigabytes of a shard. */
  readonly gigabytes: number;
  /** After so many minutes a shard is ended by the engine. */
  readonly minutes: number;
  /** What is known of it, a line each, for a comment. */
  readonly about: readonly string[];
}

/**
 * A line for a shell that starts the program.
 *
 * @param job The job.
 * @param words What is asked of it.
 */
export function commandOf({ program }: ShardedJob, words: readonly string[]): string {
  return [program, ...words.map(quoted)].join(" ");
}

/** A word in quotes that any POSIX shell understands, whatever shell this machine has. */
export function quoted(word: string): string {
  return /^[\w%+,./:=@^-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

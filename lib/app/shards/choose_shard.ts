import { readEnvironment } from "../../files/system/permission.ts";
import type { OptionNames } from "../../option_names.ts";
import { UsageError } from "../usage_error.ts";
import { ENGINE_VARIABLES, engineShard, type FoundShard } from "./engine_shard.ts";
import { type ShardChoice, shardText } from "./shard.ts";

/** What is said of shards, and what messages call it. */
export interface ShardOptions {
  readonly shard: ShardChoice | undefined;
  /** How many there are, where the engine does not tell. */
  readonly shards: number | undefined;
  readonly names: OptionNames;
}

/** A shard, and one line that says who told of it, if that was not the user. */
export type ChosenShard = Pick<FoundShard, "shard"> & Partial<FoundShard>;

/**
 * The shard that a run is, as it was said, or as its engine tells.
 *
 * @param options What was said.
 * @returns `undefined` if the run is a whole one.
 * @throws {UsageError} If no engine tells, or what was said does not go together.
 */
export function chooseShard({ shard, shards, names }: ShardOptions): ChosenShard | undefined {
  if (shard === undefined) {
    if (shards === undefined) return undefined;
    throw new UsageError(
      `${names.named("shards")} goes with ${names.with("shard", "auto")}, which finds out which ` +
        "of them this run is",
    );
  }
  if (shard !== "auto") {
    if (shards === undefined || shards === shard.count) return { shard };
    const both = `${names.with("shard", shardText(shard))} and ${
      names.with("shards", String(shards))
    }`;
    throw new UsageError(`${both} say two numbers of shards: choose one`);
  }
  const variables = Object.fromEntries(
    ENGINE_VARIABLES.map((name) => [name, readEnvironment(name)]),
  );
  try {
    return engineShard(variables, { count: shards, names });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${names.with("shard", "auto")}: ${error.message}`);
  }
}

// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The options by which many machines share the work.
 *
 * @module
 */

import { InvalidArgumentError, Option } from "npm:@commander-js/extra-typings@15.1.0";
import { optionRanges } from "../../app/options/option_ranges.ts";
import { parseShard, type ShardChoice } from "../../app/shards/shard.ts";
import { numberIn } from "./option_values.ts";

const GROUP = "Many machines:";

/** `--shard`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function shardOption() {
  return new Option("--shard <i/N>", "do the i-th of N parts; auto: as the engine's variables say")
    .argParser(shardChoice).helpGroup(GROUP);
}

function shardChoice(text: string): ShardChoice {
  const shard = parseShard(text);
  if (shard !== undefined) return shard;
  throw new InvalidArgumentError("It must be auto, or like 3/8: the third of eight.");
}

/** `--shards`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function shardsOption() {
  return new Option("--shards <N>", "how many parts, where the engine does not tell")
    .argParser(numberIn(optionRanges.shards)).helpGroup(GROUP);
}

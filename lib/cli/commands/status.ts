import { counted } from "../../counted.ts";
import { printable } from "../../printable.ts";
import type { ShardStatus } from "../../app/shards/shard_claim.ts";
import { shardStatus } from "../../app/shards/shard_status.ts";
import { shardList } from "../../app/shards/shard.ts";
import { workingFolder } from "../../files/system/working_folder.ts";
import type { StatusOptions } from "../arguments/commands/status_arguments.ts";
import type { Console } from "../reporting/progress_display.ts";

/**
 * The command `status`.
 *
 * @param options The command line.
 * @param terminal Where words go.
 * @returns Whether all shards are done.
 */
export async function status(
  { output, json, quiet }: StatusOptions,
  terminal: Pick<Console, "out">,
): Promise<boolean> {
  const found = await shardStatus(output, { cwd: workingFolder() });
  if (json) terminal.out(`${JSON.stringify(found)}\n`);
  else if (!quiet) terminal.out(linesOf(found).map((line) => `${printable(line)}\n`).join(""));
  return found.done.length === found.shards;
}

function linesOf(found: ShardStatus): string[] {
  const { output, shards, done, running, missing, frames, videos, isJoined } = found;
  const made = videos === undefined ? counted(frames ?? 0, "frame") : counted(videos, "video");
  if (isJoined && done.length === shards) {
    const state = videos === undefined ? "joined" : "done";
    return [`${output}: ${state}, ${made} of ${counted(shards, "shard")}`];
  }
  const counts = [
    `${done.length} of ${counted(shards, "shard")} done (${made})`,
    ...running.length > 0 ? [`${running.length} running`] : [],
    ...missing.length > 0 ? [`${missing.length} missing`] : [],
  ];
  return [
    `${output}: ${counts.join(", ")}`,
    ...running.map(({ shard, host, pid, since }) =>
      `running: shard ${shard}${host === "" ? "" : ` on ${host}`} (process ${pid}) since ${since}`
    ),
    ...missing.length > 0 ? [`missing: ${shardList(missing)}`] : [],
  ];
}

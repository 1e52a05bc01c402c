import { claim } from "../../files/system/claim.ts";
import { nameOfTarget, type Targets } from "./target.ts";
import { assertNotThere } from "./target_checks.ts";
import type { RunOptions } from "../options/run_options.ts";
import { UsageError } from "../usage_error.ts";

/**
 * Claim the files of a run before it begins, so that no other run writes the same ones.
 *
 * Videos belong to one run. Pictures may come from several, which may each make a part of them,
 * but for `--skip-existing`, which asks who makes them at all.
 *
 * @param targets Where the run writes.
 * @param options The command line.
 * @param onNotice Told if there are no locks here.
 * @returns What holds the claims; `undefined` if another run has one and `--skip-existing` is on.
 * @throws {UsageError} If another run has one, or a video is there already.
 */
export async function claimTargets(
  targets: Targets,
  options: RunOptions,
  onNotice: (notice: string) => void,
): Promise<AsyncDisposable | undefined> {
  assertNotThere(targets, options);
  await using claims = new AsyncDisposableStack();
  for (const target of [targets.output, targets.mattes]) {
    if (target === undefined || target.kind === "raw" || target.kind === "live") continue;
    const output = target.kind === "pictures" ? target.pattern : target.path;
    if (output === undefined) continue;
    const isShared = target.kind === "pictures" && !options.skipExisting;
    const claimed = await claim(output, { isShared, onNotice });
    if (claimed === undefined) {
      if (options.skipExisting) return undefined;
      throw new UsageError(
        `'${nameOfTarget(target)}' is being written by another run: wait for it, or choose ` +
          "another name",
      );
    }
    claims.use(claimed);
  }
  // The other run may have ended meanwhile.
  if (!options.skipExisting) assertNotThere(targets, options);
  return claims.move();
}

/**
 * What can be known of a run before it begins: whether its files are there, and whether what is
 * made of them can go where it shall.
 *
 * @module
 */

import { isCamera } from "../../files/camera/camera_name.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import { assertPlate } from "../../app/method/clean_plate.ts";
import { assertMeasured } from "../../app/method/distance.ts";
import { chooseMethod } from "../../app/options/defaults.ts";
import { findInputs } from "../../app/source/inputs.ts";
import { assertFolderApart, optionsForAll } from "../../app/targets/many_files.ts";
import { isTransparent, readBackgrounds } from "../../app/background/open_background.ts";
import { prepareMethod } from "../../app/method/prepare_method.ts";
import type { RunOptions } from "../../app/options/run_options.ts";
import { assertNotThere } from "../../app/targets/target_checks.ts";
import { chooseTargets } from "../../app/targets/choose_targets.ts";
import { UsageError } from "../../app/usage_error.ts";

/**
 * Check that a run can begin; nothing is opened and nothing written.
 *
 * @param options The command line.
 * @throws {UsageError} If it cannot: a file is missing, or an output would take the place of one
 * that is there.
 */
export async function assertPlanned(options: RunOptions): Promise<void> {
  const backgrounds = readBackgrounds(options).map(({ choice }) => choice);
  for (const background of backgrounds) {
    if (background.kind === "file") assertThere("background", background.path);
  }
  if (options.cleanPlate !== undefined) assertThere("clean plate", options.cleanPlate);
  const { inputs, areMany } = await findInputs(options);
  for (const { path } of inputs) assertThere("video", path);
  const hasAlpha = backgrounds.some(isTransparent);
  const all = areMany
    ? optionsForAll(options, inputs, hasAlpha).all
    : [{ ...options, video: inputs[0].path }];
  if (areMany) assertFolderApart(options);
  for (const [i, each] of all.entries()) {
    const { isPhoto } = inputs[i];
    const targets = chooseTargets(each, hasAlpha, isPhoto);
    if (!options.skipExisting) assertNotThere(targets, each);
    const { method } = chooseMethod(each, targets, isPhoto);
    const { method: found } = await prepareMethod(method, each);
    assertPlate({ ...each, method }, found);
    assertMeasured({ ...each, method }, found);
  }
}

function assertThere(what: string, path: string): void {
  const isFile = path !== "-" && !/^https?:|%\d*d/i.test(path) && !isCamera(path);
  if (isFile && fileInfo(path) === undefined) {
    throw new UsageError(`there is no file '${path}' for the ${what}`);
  }
}

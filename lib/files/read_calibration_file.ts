import {
  readCalibration,
  type StereoCalibration,
} from "../pixels/stereo/calibration/read_calibration.ts";
import { readDenial } from "./system/permission.ts";
import { onDisk } from "./system/working_folder.ts";

/**
 * Read a calibration file.
 *
 * @param path The file.
 * @returns Both cameras.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {Error} If it is none.
 */
export async function readCalibrationFile(path: string): Promise<StereoCalibration> {
  let text: string;
  try {
    text = await Deno.readTextFile(onDisk(path));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const why = readDenial(path) ?? "there is no such file";
    throw new Deno.errors.NotFound(`Cannot read the calibration '${path}': ${why}`);
  }
  try {
    return readCalibration(text);
  } catch (cause) {
    const { message } = cause as Error;
    const why = message.replace(/^Cannot read a calibration: /, "");
    throw new RangeError(`Cannot read the calibration '${path}': ${why}`, { cause });
  }
}

import { countFrames } from "./count_frames.ts";
import { FileWindow } from "../../system/file_window.ts";
import type { Container } from "./containers.ts";
import { writeError } from "../../system/write_whole.ts";
import { onDisk } from "../../system/working_folder.ts";

/** What a video must be before it gets its name. */
export interface SettleOptions {
  readonly container: Container;
  /** How many pictures it must hold. */
  readonly frames: number;
}

/**
 * Check that a video that ffmpeg has written is known to be whole: the file reaches its
 * end, holds all of its pictures, and is on the disk. ffmpeg's exit code tells none of this: 5.1
 * ends with 0 where the disk was full when it closed the file.
 *
 * @param temporary Where it was written.
 * @param path The name that it will get, for messages.
 * @param options What it must hold.
 * @throws {Error} If it is not whole.
 */
export async function checkVideo(
  temporary: string,
  path: string,
  { container, frames }: SettleOptions,
): Promise<void> {
  try {
    await assertAllWritten(temporary, container, frames);
  } catch (cause) {
    throw writeError(path, cause);
  }
}

/**
 * Give a video that was checked its name.
 *
 * @param temporary Where it was written.
 * @param path The name to give. An old file under it is replaced then, and only then.
 * @throws {Error} If that cannot be; the old file is as it was.
 */
export async function nameVideo(temporary: string, path: string): Promise<void> {
  try {
    await Deno.rename(onDisk(temporary), onDisk(path));
  } catch (cause) {
    throw writeError(path, cause);
  }
}

async function assertAllWritten(path: string, container: Container, frames: number): Promise<void> {
  // Deno would ask on a terminal. Without this permission ffmpeg's own words must do.
  if ((await Deno.permissions.query({ name: "read", path: onDisk(path) })).state !== "granted") {
    return;
  }
  using file = new FileWindow(path, { isSynced: true });
  const count = countFrames(file, container);
  if (count !== frames) throw new Error(`ffmpeg put ${count} of ${frames} pictures into it`);
  // Some disks tell only now that they are full: those of a network, or with a quota.
  await file.sync();
}

/**
 * Small disks for tests of full and read-only ones.
 *
 * @module
 */

import { runProgram } from "../../helpers.ts";
import { type Workplace, workplace } from "../helpers.ts";

/** Mount a file system in memory at `disk` in a folder, until the end of the block. */
export async function mountDisk(place: Workplace, options: string): Promise<AsyncDisposable> {
  const disk = place.file("disk");
  await Deno.mkdir(disk, { recursive: true });
  const { code, stderr } = await runProgram("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk]);
  if (code !== 0) throw new Error(`mount: ${stderr}`);
  return { [Symbol.asyncDispose]: async () => void await runProgram("umount", [disk]) };
}

/** Whether such disks can be had; says so if not. */
export async function mayMount(): Promise<boolean> {
  try {
    await using place = await workplace();
    await using _disk = await mountDisk(place, "size=64k");
    return true;
  } catch {
    console.warn("The tests of full and read-only disks are left out: mounting is not permitted.");
    return false;
  }
}

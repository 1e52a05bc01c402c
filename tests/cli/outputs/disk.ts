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
  return {
    async [Symbol.asyncDispose]() {
      // Whoever looks at all disks, a program of another test's, keeps it busy for a moment.
      for (let attempt = 0; attempt < 20; attempt++) {
        if ((await runProgram("umount", [disk])).code === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`umount: ${disk} stays busy`);
    },
  };
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

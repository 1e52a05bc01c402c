import { describeCameras, systemCameras } from "../../files/camera/system_cameras.ts";
import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { printable } from "../../printable.ts";
import type { Terminal } from "../terminal.ts";

/**
 * Print the cameras that there are.
 *
 * @param command The ffmpeg that knows them; the usual one if left out.
 * @param terminal Where to print them.
 * @returns The exit code: 1 if there is none.
 */
export async function printCameras(
  command: string | undefined,
  terminal: Terminal,
): Promise<number> {
  const cameras = await systemCameras(await findFfmpeg({ command }));
  const text = describeCameras(cameras);
  for (const line of text.split("\n").slice(0, -1)) terminal.out(`${printable(line)}\n`);
  if (cameras.length > 0) return 0;
  terminal.err(
    "this system has no camera, or you may not see it; camera:clip.mp4 plays a file as one\n",
  );
  return 1;
}

import type { withCompanions } from "../../files/companions.ts";
import type { VideoSource } from "../../files/ffmpeg/decode/open_by_ffmpeg.ts";

/** What the run sees of a video: {@linkcode withCompanions}, which is loaded where distance is told. */
export async function seenFrames(
  ...all: Parameters<typeof withCompanions>
): Promise<VideoSource> {
  const [source, { stereo, right, depth, calibration, ownDepth = false }] = all;
  const isTold = [stereo, right, depth, calibration].some((word) => word !== undefined);
  if (!isTold && !ownDepth) return source;
  const companions = await import("../../files/companions.ts");
  return await companions.withCompanions(...all);
}

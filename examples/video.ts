/**
 * A video out of a video: the room blurred, soft edges, the sound kept.
 *
 *     deno run -A examples/video.ts [video] [out.mp4]
 */
import { blurBackground, replaceBackground, TutorialEstimator } from "../mod.ts";
import { createVideo, findFfmpeg, openVideo } from "../lib/files/mod.ts";

const [path = `${import.meta.dirname}/media/wave.mp4`, out = "out.mp4"] = Deno.args;

const ffmpeg = await findFfmpeg();
await using source = await openVideo(path, { ffmpeg, isAccurate: true });
const { width, height, audioCodecs } = source;
await using video = createVideo(out, {
  ffmpeg,
  container: "mp4",
  width,
  height,
  ...(audioCodecs.length > 0 && { sound: { path } }),
});
await using background = blurBackground({ radius: 24 });
using estimator = new TutorialEstimator({ threshold: 8 });
const { framesWritten } = await replaceBackground(source, {
  estimator,
  background,
  output: video.frames,
  edges: { feather: 2 },
  everyFrame: true,
});
await video.close();
console.log(`${framesWritten} frames in ${out}`);

/**
 * An experiment, judged by metrics and not by eye: copy this file, put your idea
 * into `mine`, and run
 *
 *     deno test -A examples/experiment_test.ts
 *
 * It prints what each method reaches on the labelled clips, and fails if yours is
 * not better than the tutorial's. A copy outside this project needs the project's
 * place wherever a path begins with `../`.
 */
import { fileURLToPath } from "node:url";
import { customMethod, evaluateClip, grayscale, type MaskFunction, methods } from "../mod.ts";
import {
  findFfmpeg,
  findLabelledClips,
  openJpegCodec,
  openLabelledClip,
} from "../lib/files/mod.ts";

/** The clips to judge by. */
const CLIPS = fileURLToPath(import.meta.resolve("../examples/media/labelled"));

/** The idea: darker or brighter than the clean plate, by more than the noise. */
const mine = customMethod({
  create({ cleanPlate }): MaskFunction {
    if (cleanPlate === undefined) throw new Error("there is no clean plate");
    const plate = grayscale(cleanPlate).data;
    return (frame) => {
      const luma = grayscale(frame);
      const data = luma.data.map((level, i) => Math.abs(level - plate[i]) > 10 ? 255 : 0);
      return { ...luma, data };
    };
  },
}, "mine");

Deno.test("my idea is better than the tutorial's", async () => {
  using jpeg = await openJpegCodec();
  const ffmpeg = await findFfmpeg();
  for (const folder of findLabelledClips(CLIPS)) {
    const clip = await openLabelledClip(folder, { ffmpeg, jpeg });
    const iou: Record<string, number> = {};
    for (const [name, method] of Object.entries({ mine, tutorial: methods.tutorial })) {
      using estimator = method.create({ cleanPlate: clip.cleanPlate });
      const { summary, secondsPerFrame } = await evaluateClip(clip, estimator);
      iou[name] = summary.iou;
      const [quality, edges, unrest] = [summary.iou, summary.grad, summary.dtSSD].map((value) =>
        value.toFixed(3)
      );
      const speed = (1000 * secondsPerFrame).toFixed(2);
      console.log(
        `${clip.name}, ${name}: IoU ${quality}, Grad ${edges}, dtSSD ${unrest}, ${speed} ms`,
      );
    }
    if (iou.mine <= iou.tutorial) throw new Error(`on '${clip.name}' it is not better`);
  }
});

/**
 * Draws the labelled clips that `evaluate` and its tests run on, into `examples/media/labelled/`:
 * `walk`, somebody who crosses the room, and `sway`, somebody who never leaves it. Of each frame
 * the true matte is known, since the same figure is drawn in white on black.
 *
 * Run it with `deno run -A examples/media/make/make_labelled.ts`; it needs ffmpeg with libx264 and
 * takes some ten seconds.
 */
import { type Figure, makeFigure, pose } from "../drawing/figure.ts";
import { moved, type Pieces, writeLabelledClip } from "../drawing/labelled.ts";
import { paintWall } from "../drawing/wall.ts";

/** Where the figure is in each clip after so many seconds. */
const motions: Record<string, (figure: Figure, seconds: number) => Pieces> = {
  walk: (figure, seconds) => moved(pose(figure, seconds), -560 + 520 * seconds),
  sway: (figure, seconds) => pose(figure, 0.6 * seconds),
};

const wall = paintWall(640, 360);
const figure = makeFigure();
for (const [name, piecesOf] of Object.entries(motions)) {
  const folder = `${import.meta.dirname}/../labelled/${name}`;
  // A webcam's noise, indoors.
  await writeLabelledClip(folder, { wall, figure, piecesOf, frameCount: 45, noiseLevel: 2 });
}

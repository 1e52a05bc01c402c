/**
 * Draws the labelled clips that `evaluate` and its tests run on, into `examples/media/labelled/`:
 * `walk`, somebody who crosses the room, and `sway`, somebody who never leaves it; and into
 * `examples/media/screen/` a `walk` in front of a green screen. Of each frame the true matte is
 * known, since the same figure is drawn in white on black.
 *
 * Run it with `deno run -A examples/media/make/clips/make_labelled.ts`; it needs ffmpeg with libx264 and
 * takes some ten seconds.
 */
import { type Figure, makeFigure, pose } from "../../drawing/figure.ts";
import { moved, type Pieces, writeLabelledClip } from "./labelled_clip.ts";
import { paintScreen } from "../../drawing/screen.ts";
import { paintWall } from "../../drawing/wall.ts";

/** Where the figure is after so many seconds. */
type Motion = (figure: Figure, seconds: number) => Pieces;
const walk: Motion = (figure, seconds) => moved(pose(figure, seconds), -560 + 520 * seconds);
const sway: Motion = (figure, seconds) => pose(figure, 0.6 * seconds);

/** What is behind the figure in each clip, and how it moves. */
const clips: Record<string, readonly [paint: typeof paintWall, Motion]> = {
  "labelled/walk": [paintWall, walk],
  "labelled/sway": [paintWall, sway],
  "screen/walk": [paintScreen, walk],
};

const figure = makeFigure();
for (const [name, [paint, piecesOf]] of Object.entries(clips)) {
  const folder = `${import.meta.dirname}/../../${name}`;
  const wall = paint(640, 360);
  // A webcam's noise, indoors.
  await writeLabelledClip(folder, { wall, figure, piecesOf, frameCount: 45, noiseLevel: 2 });
}

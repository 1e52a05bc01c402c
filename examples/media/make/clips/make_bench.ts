/**
 * Draws eight labelled clips into a folder, for `evaluate`: two rooms, somebody who walks and somebody
 * who stays, in good light and in poor light that flickers. They are enough for intervals
 * (`--baseline`), though all of them are drawn: of real rooms they tell little.
 *
 * Run it with `deno run -A examples/media/make/clips/make_bench.ts bench`; it needs ffmpeg with libx264 and
 * takes half a minute. The names of clips behind the folder, such as `wall-walks-good`, draw only those.
 */
import { resizeArea } from "../../../../mod.ts";
import { type Canvas, toRgba } from "../../drawing/drawing.ts";
import { type Figure, makeFigure, pose } from "../../drawing/figure.ts";
import { paintRoom } from "../../drawing/backgrounds.ts";
import { type LabelledDrawing, moved, type Pieces, writeLabelledClip } from "./labelled_clip.ts";
import { paintWall } from "../../drawing/wall.ts";

const [folder = "bench", ...asked] = Deno.args;

/** The evening room at the wall's size. */
function eveningRoom(): Canvas {
  const room = paintRoom();
  const half = { width: 640, height: 360 };
  const { bitmap } = resizeArea({ ...room, bitmap: toRgba(room) }, half);
  return { ...half, colors: Float32Array.from(bitmap.filter((_, p) => p % 4 < 3)) };
}

const rooms: Record<string, () => Canvas> = {
  wall: () => paintWall(640, 360),
  evening: eveningRoom,
};

/** Where the figure is after so many seconds; each room has its own pace, so that no two clips agree. */
const motions: Record<string, (figure: Figure, seconds: number, pace: number) => Pieces> = {
  walks: (figure, seconds, pace) =>
    moved(pose(figure, pace * seconds), -540 + 700 * pace * seconds),
  stays: (figure, seconds, pace) => pose(figure, 0.3 + 0.7 * pace * seconds),
};

/** How the room is lit, frame by frame, and how much the sensor's noise is. */
const lights: Record<string, Pick<LabelledDrawing, "noiseLevel" | "gainOf">> = {
  good: { noiseLevel: 2 },
  poor: { noiseLevel: 5, gainOf: (index: number) => 0.62 + 0.03 * Math.sin(index / 3) },
};

const names = Object.keys(rooms).flatMap((room) =>
  Object.keys(motions).flatMap((motion) =>
    Object.keys(lights).map((light) => `${room}-${motion}-${light}`)
  )
);
const wrong = asked.filter((name) => !names.includes(name));
if (wrong.length > 0) {
  console.error(`Cannot draw ${wrong.join(", ")}: there are ${names.join(", ")}`);
  Deno.exit(2);
}

const figure = makeFigure();
for (const [room, paint] of Object.entries(rooms)) {
  const drawn = names.filter((name) =>
    name.startsWith(room) && (asked.length === 0 || asked.includes(name))
  );
  if (drawn.length === 0) continue;
  const wall = paint();
  const pace = room === "wall" ? 1 : 0.8;
  for (const name of drawn) {
    const [, motion, light] = name.split("-");
    await writeLabelledClip(`${folder}/${name}`, {
      wall,
      figure,
      piecesOf: (figure, seconds) => motions[motion](figure, seconds, pace),
      frameCount: 40,
      ...lights[light],
    });
  }
}

/**
 * What the bench of video out looks at: the example's figure, who walks to and fro before her wall, before a
 * green screen, and the wall alone.
 *
 * @module
 */
import { addNoise, encode, expose } from "../../../examples/media/drawing/camera.ts";
import { type Canvas, paintCanvas, toRgba } from "../../../examples/media/drawing/drawing.ts";
import { type Figure, makeFigure, pose } from "../../../examples/media/drawing/figure.ts";
import { gaussianTable } from "../../../examples/media/drawing/noise.ts";
import { paintWall } from "../../../examples/media/drawing/wall.ts";
import { ffmpeg } from "../../helpers.ts";
import { enlargedClip } from "./clip.ts";

const [width, height, frameRate] = [640, 360, 30];
/** As many as she needs to be where she began. */
const drawn = 90;
/** The screen's colour, as ffmpeg writes it. */
export const SCREEN = "0x00b140";

/** The files of a scene; each video is h264. */
export interface Room {
  /** Before the wall, 1280×720. */
  readonly clip: string;
  /** The same, 1920×1080. */
  readonly large: string;
  /** Before a green screen, 1280×720. */
  readonly green: string;
  /** The wall alone, 1280×720. */
  readonly plate: string;
  /** A labelled clip: the first, the third's mattes by ffmpeg's chromakey, and the plate. */
  readonly labelled: string;
}

function poseOf(figure: Figure, seconds: number) {
  const walked = 110 * Math.sin(2 * Math.PI * seconds / 3);
  return pose(figure, seconds).map(({ cutout, placement: { pivot: [x, y], angle } }) => ({
    cutout,
    placement: { pivot: [x + walked, y] as const, angle },
  }));
}

/** Draw the figure before something, in little. */
async function draw(path: string, behind: Canvas, figure: Figure): Promise<void> {
  const noise = gaussianTable(1 << 18, 99);
  function* frames() {
    for (let index = 0; index < drawn; index++) {
      const frame = expose(behind, (seconds) => poseOf(figure, seconds), index, frameRate);
      addNoise(frame, noise, index, 0.9);
      yield toRgba(frame);
    }
  }
  const lossless = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", path];
  await encode(frames(), `${width}x${height}`, frameRate, lossless);
}

/**
 * Draw the scene.
 *
 * @param folder Where its files go.
 * @param frames How many.
 */
export async function makeRoom(folder: string, frames: number): Promise<Room> {
  const labelled = `${folder}/labelled`;
  await Deno.mkdir(labelled);
  const room = {
    clip: `${labelled}/input.mp4`,
    large: `${folder}/large.mp4`,
    green: `${folder}/green.mp4`,
    plate: `${labelled}/plate.png`,
    labelled,
  };
  const wall = paintWall(width, height);
  const figure = makeFigure();
  await draw(`${folder}/wall.mkv`, wall, figure);
  await draw(`${folder}/screen.mkv`, paintCanvas(width, height, () => [0, 177, 64]), figure);
  await enlargedClip(room.clip, "1280x720", frames, `${folder}/wall.mkv`);
  await enlargedClip(room.large, "1920x1080", frames, `${folder}/wall.mkv`);
  await enlargedClip(room.green, "1280x720", frames, `${folder}/screen.mkv`);
  const enlarge = ["-vf", "scale=1280:720:flags=lanczos", "-frames:v", "1", room.plate];
  await encode([toRgba(wall)], `${width}x${height}`, frameRate, enlarge);
  const key = `chromakey=${SCREEN}:0.15:0.05,format=yuva420p,alphaextract`;
  await ffmpeg("-i", room.green, "-vf", key, "-c:v", "ffv1", `${labelled}/truth.mkv`);
  return room;
}

import { assertLiveOptions, type LiveOptions } from "./live_options.ts";
import type { LiveFrames } from "./live_reader.ts";
import { LiveReplacement } from "./live_replacement.ts";

/**
 * Put the foreground of a camera's frames over another background, while they come: what
 * `replaceFrames` does, and never late. Of frames that come while one is worked on only the newest is
 * taken. A frame waits for the next one at most, and for none with `lowLatency`.
 *
 * Nobody ever sees the room: where the method fails, takes too long, or is still being opened, the
 * background alone is shown, or all is blurred, and the method is tried again. All settings can be changed
 * while frames come. Frames of another size, as when a telephone is turned, begin a new video.
 *
 * @example A camera of two pixels
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { grayscale } from "../../pixels/color/grayscale.ts";
 * import { threshold } from "../../pixels/color/threshold.ts";
 * import { NewestFrames } from "./newest_frames.ts";
 *
 * const camera = new NewestFrames<{ number: number; width: number; height: number; bitmap: Uint8ClampedArray }>();
 * const bitmap = Uint8ClampedArray.of(250, 250, 250, 255, 9, 9, 9, 255);
 * camera.push({ number: 1, width: 2, height: 1, bitmap });
 * const live = replaceLive(camera, {
 *   method: (frame) => threshold(grayscale(frame), 127),
 *   background: "color:blue",
 * });
 * const seen: number[][] = [];
 * for await (const { number, composite } of live) {
 *   seen.push([...composite.bitmap.subarray(4)]);
 *   if (number === 2) break;
 *   live.change({ background: "color:red" });
 *   camera.push({ number: 2, width: 2, height: 1, bitmap });
 * }
 * assertEquals(seen, [[0, 0, 255, 255], [255, 0, 0, 255]]);
 * ```
 *
 * @param frames A {@linkcode NewestFrames} that frames are pushed into, which become its taker's own; or
 * pictures as `replaceFrames` takes them, or a stream of them, which then are read all the time.
 * `VideoFrame`s are closed.
 * @param options The method, the background, and how.
 * @returns The frames with their mattes and composites, to be iterated once, and what changes them.
 * @throws {RangeError} If there is no such method, setting, step or colour, a number is out of range, or
 * the method looks farther ahead than one frame: at once.
 * @throws {TypeError} If an option is unknown or of another kind, or the method lacks a clean plate or a
 * network: at once.
 * @throws What the frames throw.
 * @category Live
 */
export function replaceLive(frames: LiveFrames, options: LiveOptions): LiveReplacement {
  assertLiveOptions(options);
  return new LiveReplacement(frames, options);
}

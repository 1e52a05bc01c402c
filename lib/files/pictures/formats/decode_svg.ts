import { UnsupportedMediaError } from "../../../errors.ts";
import type { Frame } from "../../../raster/frame.ts";
import { openByFfmpeg } from "../../ffmpeg/decode/open_by_ffmpeg.ts";
import type { Ffmpeg } from "../../ffmpeg/ffmpeg.ts";
import { imageScriptFolder } from "../imagescript.ts";
import type { ThreadReply, ThreadRequest } from "../imagescript_worker.ts";
import { assertPictureSize, MAX_PIXELS } from "../picture_size.ts";
import { answerOf } from "./picture_thread.ts";
import { onDisk } from "../../system/working_folder.ts";
import { startWorker } from "../../threads/start_worker.ts";

/** How {@linkcode decodeSvg} goes about it. */
export interface DecodeSvgOptions {
  /** The first that is asked. */
  ffmpeg: Ffmpeg;
  /** Ends the drawing. */
  signal?: AbortSignal | undefined;
  /**
   * How many seconds drawing may take: a few lines of filters can ask for years.
   *
   * @default {20}
   */
  seconds?: number;
}

/**
 * Draw an SVG by ffmpeg where it was built with librsvg, otherwise by ImageScript in a thread
 * of its own (needs `--allow-ffi`).
 *
 * @param path The file.
 * @param options Who draws, and for how long.
 * @returns The picture.
 * @throws {UnsupportedMediaError} If it is too large, takes too long, or cannot be drawn.
 */
export async function decodeSvg(path: string, options: DecodeSvgOptions): Promise<Frame> {
  const { ffmpeg, signal, seconds = 20 } = options;
  const text = await Deno.readTextFile(onDisk(path));
  const size = svgSize(text);
  if (size !== undefined) assertPictureSize(size);
  const limit = AbortSignal.timeout(1000 * seconds);
  const either = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  try {
    return await drawByFfmpeg(path, ffmpeg, either);
  } catch {
    signal?.throwIfAborted();
    if (limit.aborted) throw tooSlow(seconds);
  }
  const folder = await imageScriptFolder();
  const worker = startWorker(new URL("../imagescript_worker.ts", import.meta.url));
  const request: ThreadRequest = { kind: "svg", folder, text };
  try {
    const reply = await answerOf<ThreadReply>(worker, request, { signal: either });
    if ("error" in reply) throw new Error(reply.error);
    return reply;
  } catch (cause) {
    signal?.throwIfAborted();
    if (limit.aborted) throw tooSlow(seconds);
    throw new UnsupportedMediaError(
      "it is an SVG that cannot be drawn; export it as PNG from the program that made it",
      { cause },
    );
  }
}

function tooSlow(seconds: number): UnsupportedMediaError {
  return new UnsupportedMediaError(
    `it is an SVG that takes more than ${seconds} s to draw; make its filters simpler, ` +
      "or export it as PNG from the program that made it",
  );
}

async function drawByFfmpeg(path: string, ffmpeg: Ffmpeg, signal: AbortSignal): Promise<Frame> {
  await using source = await openByFfmpeg(path, { ffmpeg, signal, maxPixels: MAX_PIXELS });
  for await (const { width, height, bitmap } of source) return { width, height, bitmap };
  throw new UnsupportedMediaError("it holds no picture");
}

/** The size that an SVG asks for, if it does so in pixels. */
function svgSize(text: string): { width: number; height: number } | undefined {
  const tag = /<(?:svg:)?svg\b[^>]*>/.exec(text)?.[0] ?? "";
  const side = (name: string) => {
    const value = new RegExp(`\\s${name}\\s*=\\s*["']\\s*([\\d.eE+]+)(px)?\\s*["']`).exec(tag);
    return value === null ? undefined : Math.ceil(Number(value[1]));
  };
  const [width, height] = [side("width"), side("height")];
  if (width !== undefined && height !== undefined) return { width, height };
  const box = /\sviewBox\s*=\s*["']\s*\S+[\s,]+\S+[\s,]+([\d.eE+]+)[\s,]+([\d.eE+]+)/.exec(tag);
  const hasSides = /\s(width|height)\s*=/.test(tag);
  if (box === null || hasSides) return undefined;
  return { width: Math.ceil(Number(box[1])), height: Math.ceil(Number(box[2])) };
}

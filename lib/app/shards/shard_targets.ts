import { chooseCodec, CONTAINERS } from "../../files/ffmpeg/encode/containers.ts";
import { USUAL_TIMESCALE } from "../../files/ffmpeg/encode/video_arguments.ts";
import type { CreateVideoOptions } from "../../files/ffmpeg/encode/video_sink.ts";
import type { Target, Targets, VideoTarget } from "../targets/target.ts";
import type { ShardsFolder } from "./shards_folder.ts";

/** How the pieces of a video are written. */
export interface PieceOptions extends Pick<CreateVideoOptions, "container" | "codec"> {
  /** Ticks a second. */
  readonly timescale: number;
}

/** What is said of a video that comes in pieces. */
export type WholeOptions = Pick<
  CreateVideoOptions,
  "container" | "codec" | "hasAlpha" | "timescale"
>;

/**
 * How the pieces of a video are written: in its codec, by its clock, in a kind of file that keeps when each
 * picture is decoded and shown. Matroska tells only the latter.
 *
 * @param whole The video.
 */
export function pieceOptions(
  { container, codec, hasAlpha = false, timescale }: WholeOptions,
): PieceOptions {
  const chosen = chooseCodec(container, codec, hasAlpha);
  const kind = chosen === "prores" ? "mov" : chosen === "vp9" && hasAlpha ? "webm" : "mp4";
  return {
    container: kind,
    codec: chosen,
    timescale: CONTAINERS[container].timescale ?? timescale ?? USUAL_TIMESCALE,
  };
}

/**
 * Where a shard writes: pictures into their places, videos as pieces.
 *
 * @param targets The whole run's.
 * @param folder The shards.
 * @param index Which of them.
 * @param whole How videos are written.
 */
export function shardTargets(
  { output, mattes }: Targets,
  folder: ShardsFolder,
  index: number,
  { codec, hasAlpha }: Pick<WholeOptions, "codec" | "hasAlpha">,
): Targets {
  const piece = (of: "output" | "mattes", target: Target): Target => {
    if (target.kind !== "video") return target;
    const how = of === "output" ? { codec, hasAlpha: hasAlpha ?? false } : {};
    const { container } = pieceOptions({ container: target.container, ...how });
    const id = crypto.getRandomValues(new Uint8Array(4)).toHex();
    const path = folder.file(folder.piece(index, of, id, container));
    return { kind: "video", path, container, pieceOf: target.container } satisfies VideoTarget;
  };
  return { output: piece("output", output), mattes: mattes && piece("mattes", mattes) };
}

/** A stream as ffmpeg's `framecrc` output describes it. */
export interface DescribedStream {
  /** "video", "audio". */
  readonly kind: string;
  /** "aac"; "none" if this ffmpeg does not know it. */
  readonly codec: string;
  /** Samples a second, of sound. */
  readonly sampleRate: number;
  /** The loudspeakers: "stereo", "5.1(side)", "3 channels". */
  readonly layout: string;
  /** Whether what a decoder must know is told before the first packet. */
  readonly hasHeader: boolean;
}

/** A packet of a stream, with times in seconds. */
export interface DescribedPacket {
  readonly stream: number;
  /** When it is shown. */
  readonly time: number;
  /** For how long. */
  readonly duration: number;
  /** Whether it can be decoded without those before it. */
  readonly isKey: boolean;
  /** Whether it is there for the decoder's sake alone, and not to be shown or heard. */
  readonly isHidden: boolean;
}

/** ffmpeg's arguments for `framecrc` of packets as they are, without decoding them. */
export const AS_FRAMECRC: readonly string[] = ["-c", "copy", "-f", "framecrc"];

/** libavcodec's `AV_PKT_FLAG_KEY`, and what stands for no flags at all. */
const KEY = 1;
/** libavcodec's `AV_PKT_FLAG_DISCARD`. */
const DISCARD = 4;

/** What is said of a stream, by ffmpeg's names. */
interface Facts {
  tb?: string;
  media_type?: string;
  codec_id?: string;
  sample_rate?: string;
  channel_layout_name?: string;
  extradata?: string;
}

/**
 * Read the output of ffmpeg's `framecrc`, which tells what streams a file has and when their packets
 * are shown. No text of the file's author gets into it, as it does into ffmpeg's log.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const text = [
 *   "#tb 0: 1/100",
 *   "#media_type 0: video",
 *   "#codec_id 0: gif",
 *   "0,         52,         52,       48,       99, 0xe2151cfa, F=0x0",
 * ];
 * const { streams, packets } = parseFramecrc(text.join("\n"));
 * assertEquals(streams.map(({ codec }) => codec), ["gif"]);
 * assertEquals(packets.map(({ time, duration, isKey }) => ({ time, duration, isKey })), [
 *   { time: 0.52, duration: 0.48, isKey: false },
 * ]);
 * ```
 *
 * @param text What `-f framecrc` wrote.
 * @returns The streams by number, and their packets in order; those without a time are left out.
 */
export function parseFramecrc(
  text: string,
): { streams: DescribedStream[]; packets: DescribedPacket[] } {
  const facts: Facts[] = [];
  const packets: DescribedPacket[] = [];
  const seconds = (ticks: number, stream: number) => {
    const [numerator, denominator] = (facts[stream]?.tb ?? "1/1").split("/").map(Number);
    return ticks * numerator / denominator;
  };
  for (const line of text.split("\n")) {
    const [, name, number, value] = /^ *#(\w+) (\d+): *(.*?) *$/.exec(line) ?? [];
    if (name !== undefined) {
      Object.assign(facts[Number(number)] ??= {}, { [name]: value });
      continue;
    }
    const fields = line.split(",").map((field) => field.trim());
    const [stream, , pts, duration] = fields.map(Number);
    if (fields.length < 6 || !Number.isInteger(stream) || !Number.isFinite(pts)) continue;
    const flags = Number(fields.find((field) => field.startsWith("F="))?.slice(2) ?? KEY);
    packets.push({
      stream,
      time: seconds(pts, stream),
      duration: seconds(duration || 0, stream),
      isKey: (flags & KEY) !== 0,
      isHidden: (flags & DISCARD) !== 0,
    });
  }
  const streams = facts.map((said) => ({
    kind: said.media_type ?? "",
    codec: said.codec_id ?? "none",
    sampleRate: Number(said.sample_rate ?? 0),
    layout: said.channel_layout_name ?? "",
    hasHeader: said.extradata !== undefined,
  }));
  return { streams, packets };
}

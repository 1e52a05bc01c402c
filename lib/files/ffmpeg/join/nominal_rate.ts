import { FileWindow } from "../../system/file_window.ts";
import { onDisk } from "../../system/working_folder.ts";
import type { Fraction } from "../ffmpeg_log.ts";
import { elements, MATROSKA } from "../probe/elements.ts";

/** What leads to a track's rate. */
const WAY = [MATROSKA.segment, MATROSKA.tracks, MATROSKA.track, MATROSKA.defaultDuration];

/**
 * Say in a Matroska or WebM at what rate its pictures come as a rule. ffmpeg takes that of what it copies
 * from, whatever it is told.
 *
 * @param path The file; its first track is that of the pictures.
 * @param rate Frames a second.
 * @throws What the system says.
 * @see RFC 9559, 5.1.4.1.13.
 */
export async function setNominalRate(
  path: string,
  { numerator, denominator }: Fraction,
): Promise<void> {
  const place = durationPlace(path);
  if (place === undefined) return;
  let nanoseconds = Math.floor(1e9 * denominator / numerator);
  const bytes = new Uint8Array(place.end - place.start);
  for (let i = bytes.length - 1; i >= 0; i--) {
    bytes[i] = nanoseconds % 256;
    nanoseconds = Math.floor(nanoseconds / 256);
  }
  // It has no room for so slow a rate.
  if (nanoseconds > 0) return;
  using file = await Deno.open(onDisk(path), { write: true });
  await file.seek(place.start, Deno.SeekMode.Start);
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await file.write(rest));
}

/** Where the first track says how long a picture stays. */
function durationPlace(path: string): { start: number; end: number } | undefined {
  using file = new FileWindow(path);
  let range = { start: 0, end: file.size };
  for (const name of WAY) {
    const found = elements(file, range.start, range.end).find(({ type }) => type === name);
    if (found === undefined) return undefined;
    range = found;
  }
  return range;
}

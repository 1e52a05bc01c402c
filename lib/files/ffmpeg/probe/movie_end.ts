import { onDisk } from "../../system/working_folder.ts";

/** Boxes that tell of pictures, with the boxes that they are in. */
const PARENTS = new Set(["moov", "trak", "mdia", "minf", "stbl", "moof", "traf"]);

/** No index is larger, in bytes: a day of pictures has one of about 50 MB. */
const LARGEST_INDEX = 1 << 28;

/** What is looked through: each fragment of a recording has two boxes. */
const MOST_BOXES = 100_000;

/** A box of an mp4: what it holds is from `start` to `end`. */
interface Box {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A track, as the index tells. */
interface Track {
  id: number;
  isPictures: boolean;
  /** Whether all that its index tells of is there. */
  isWhole: boolean;
}

/**
 * Whether pictures are missing at the end of an mp4 or mov. ffmpeg does not say so of each that breaks
 * off. For a whole file no more than the heads of its boxes are read.
 *
 * @param path The file.
 * @param size How many bytes it has.
 */
export async function isCutMovie(path: string, size: number): Promise<boolean> {
  using file = await Deno.open(onDisk(path));
  let [index, fragment]: (Box | undefined)[] = [];
  let at = 0;
  for (let count = 0; at < size && count < MOST_BOXES; count++) {
    const box = boxAt(await bytesAt(file, at, 16), 0, at, size);
    if (box === undefined) return false;
    if (box.end > size) {
      if (box.name === "moof") return true;
      if (box.name !== "mdat") return false;
      return fragment === undefined
        ? isCutIn(index && await contentOf(file, index), size)
        : hasPictures(index && await contentOf(file, index), await contentOf(file, fragment));
    }
    if (box.name === "moov") index = box;
    if (box.name === "moof") fragment = box;
    at = box.end;
  }
  return false;
}

/** Whether some of the pictures that the index tells of lie behind the end. */
function isCutIn(index: Uint8Array | undefined, size: number): boolean {
  // Without an index, ffmpeg has more to say.
  return index !== undefined &&
    tracksOf(index, size).find(({ isPictures }) => isPictures)?.isWhole === false;
}

/** Whether a fragment has pictures, so that others may have come behind it. */
function hasPictures(index: Uint8Array | undefined, fragment: Uint8Array): boolean {
  if (index === undefined) return true;
  const pictures = tracksOf(index, Infinity).find(({ isPictures }) => isPictures)?.id;
  let isFound = false;
  walk(fragment, ({ name, start }, view) => {
    if (name === "tfhd" && view.getUint32(start + 4) === pictures) isFound = true;
  });
  return isFound;
}

/** The tracks of an index, of a file of so many bytes. */
function tracksOf(index: Uint8Array, size: number): Track[] {
  const tracks: Track[] = [];
  let [sizes, chunks]: (Box | undefined)[] = [];
  walk(index, (box, view) => {
    const { name, start } = box;
    if (name === "trak") {
      tracks.push({ id: 0, isPictures: false, isWhole: true });
      sizes = chunks = undefined;
    }
    const track = tracks.at(-1);
    if (track === undefined) return;
    if (name === "tkhd") track.id = view.getUint32(start + (view.getUint8(start) === 1 ? 20 : 12));
    if (name === "hdlr" && view.getUint32(start + 8) === VIDE) track.isPictures = true;
    if (name === "stsz") sizes = box;
    if (name === "stsc") chunks = box;
    if (name !== "stco" && name !== "co64") return;
    if (sizes && chunks) track.isWhole = endOfChunks(view, { sizes, chunks, offsets: box }) <= size;
  });
  return tracks;
}

const VIDE = 0x76696465;

/** Where the last byte is that a track's tables tell of. */
function endOfChunks(
  view: DataView,
  { sizes, chunks, offsets }: Record<"sizes" | "chunks" | "offsets", Box>,
): number {
  const oneSize = view.getUint32(sizes.start + 4);
  const sampleCount = view.getUint32(sizes.start + 8);
  const chunkCount = view.getUint32(offsets.start + 4);
  const runs = view.getUint32(chunks.start + 4);
  let [end, sample, run] = [0, 0, 0];
  for (let chunk = 0; chunk < chunkCount && sample < sampleCount; chunk++) {
    while (run + 1 < runs && view.getUint32(chunks.start + 8 + 12 * (run + 1)) <= chunk + 1) run++;
    let at = offsets.name === "co64"
      ? Number(view.getBigUint64(offsets.start + 8 + 8 * chunk))
      : view.getUint32(offsets.start + 8 + 4 * chunk);
    const behind = Math.min(
      sampleCount,
      sample + view.getUint32(chunks.start + 8 + 12 * run + 4),
    );
    for (; sample < behind; sample++) {
      at += oneSize || view.getUint32(sizes.start + 12 + 4 * sample);
    }
    end = Math.max(end, at);
  }
  return end;
}

/** Visit each box, and those in it. Of tables that are broken, ffmpeg has more to say. */
function walk(bytes: Uint8Array, visit: (box: Box, view: DataView) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const visitAll = (from: number, to: number) => {
    for (let at = from; at + 8 <= to;) {
      const box = boxAt(bytes, at, at, to);
      if (box === undefined || box.end > to) return;
      visit(box, view);
      if (PARENTS.has(box.name)) visitAll(box.start, box.end);
      at = box.end;
    }
  };
  try {
    visitAll(0, bytes.length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

/**
 * Read a box's head.
 *
 * @param bytes Where it is.
 * @param offset At which of them.
 * @param at At which place of the whole that is.
 * @param size How long the whole is.
 */
function boxAt(bytes: Uint8Array, offset: number, at: number, size: number): Box | undefined {
  if (offset + 8 > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const name = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
  const short = view.getUint32(offset);
  const isLong = short === 1;
  if (isLong && offset + 16 > bytes.length) return undefined;
  const length = isLong ? Number(view.getBigUint64(offset + 8)) : short === 0 ? size - at : short;
  const head = isLong ? 16 : 8;
  return length < head ? undefined : { name, start: at + head, end: at + length };
}

async function contentOf(file: Deno.FsFile, { start, end }: Box): Promise<Uint8Array> {
  return await bytesAt(file, start, Math.min(end - start, LARGEST_INDEX));
}

/** Some bytes of a file; fewer where it ends. */
export async function bytesAt(
  file: Deno.FsFile,
  at: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  await file.seek(at, Deno.SeekMode.Start);
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (let read: number | null = 1; read && filled < length; filled += read ?? 0) {
    read = await file.read(bytes.subarray(filled));
  }
  return bytes.subarray(0, filled);
}

import { createFrame, type Frame, type Mask } from "../../raster/frame.ts";
import { packSurvey, unpackSurvey } from "../survey_bytes.ts";

/** What is known of a room after a survey. */
export interface KnownRoom {
  /** The room, H × W. */
  readonly plate: Frame;
  /** Where it is known, H × W: 0 or 255. */
  readonly known: Mask;
  /** Whether it was seen from several places. */
  readonly isMixed: boolean;
}

/** A room as bytes. */
export function packRoom({ plate, known, isMixed }: KnownRoom): Uint8Array<ArrayBuffer> {
  return packSurvey(plate, plate.bitmap, known.data, Uint8Array.of(isMixed ? 1 : 0));
}

/**
 * A room of its bytes.
 *
 * @param bytes What {@linkcode packRoom} gave.
 * @throws {RangeError} If they are something else.
 */
export function unpackRoom(bytes: Uint8Array): KnownRoom {
  const { size, parts: [bitmap, data, [isMixed]] } = unpackSurvey(bytes, ({ width, height }) => {
    const pixels = width * height;
    return [4 * pixels, pixels, 1];
  });
  const plate = createFrame(size.width, size.height);
  plate.bitmap.set(bitmap);
  return { plate, known: { ...size, data }, isMixed: isMixed === 1 };
}

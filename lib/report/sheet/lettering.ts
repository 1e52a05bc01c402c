import type { Frame } from "../../raster/frame.ts";
import { coverage, glyphSize, letters } from "./glyphs.ts";

/** Where text is written, and how. */
export interface LetteringOptions {
  /** The left edge, in pixels. */
  readonly x: number;
  /** The upper edge of the line. */
  readonly y: number;
  /** Red, green and blue, 0–255. */
  readonly color: readonly [number, number, number];
}

/** Half a byte, in levels. */
const FULL = 15;

/** Writes text into pictures, in letters of one width: a font of our own, whatever the system has. */
export class Lettering {
  /** How wide a letter is. */
  static readonly width: number = glyphSize.width;
  /** How high a line is. */
  static readonly height: number = glyphSize.height;
  /** Coverage, 0–15, letter by letter. */
  readonly #levels: Uint8Array;
  readonly #places: ReadonlyMap<string, number>;

  private constructor(levels: Uint8Array) {
    this.#levels = levels;
    this.#places = new Map([...letters].map((letter, place) => [letter, place]));
  }

  /**
   * Unpack the letters.
   *
   * @example A line in green
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { createFrame } from "../../raster/frame.ts";
   *
   * const lettering = await Lettering.load();
   * const line = createFrame(24, 24);
   * lettering.write(line, "·|", { x: 0, y: 0, color: [0, 255, 0] });
   * const isGreen = (x: number, y: number) => line.bitmap[4 * (y * 24 + x) + 1] > 100;
   * assertEquals([isGreen(18, 12), isGreen(18, 4), isGreen(6, 4)], [true, true, false]);
   * ```
   */
  static async load(): Promise<Lettering> {
    const packed = Uint8Array.from(atob(coverage), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const pairs = new Uint8Array(await new Response(stream).arrayBuffer());
    const levels = new Uint8Array(2 * pairs.length);
    for (let i = 0; i < pairs.length; i++) {
      levels[2 * i] = pairs[i] >> 4;
      levels[2 * i + 1] = pairs[i] & FULL;
    }
    return new Lettering(levels);
  }

  /**
   * Write a line; what does not fit is cut off.
   *
   * @param frame Where.
   * @param text The line; a square stands for letters that are not known.
   * @param options The place and the colour.
   */
  write(frame: Frame, text: string, { x, y, color }: LetteringOptions): void {
    const unknown = letters.length - 1;
    [...text.normalize("NFC")].forEach((letter, i) => {
      const place = this.#places.get(letter) ?? unknown;
      this.#stamp(frame, place, { x: x + i * Lettering.width, y, color });
    });
  }

  #stamp({ width, height, bitmap }: Frame, place: number, { x, y, color }: LetteringOptions): void {
    const levels = this.#levels;
    const from = place * Lettering.width * Lettering.height;
    const columns = Math.min(Lettering.width, width - x);
    const rows = Math.min(Lettering.height, height - y);
    for (let row = Math.max(0, -y); row < rows; row++) {
      for (let column = Math.max(0, -x); column < columns; column++) {
        const level = levels[from + row * Lettering.width + column];
        if (level === 0) continue;
        const p = 4 * ((y + row) * width + x + column);
        const share = level / FULL;
        for (let c = 0; c < 3; c++) bitmap[p + c] += share * (color[c] - bitmap[p + c]);
        bitmap[p + 3] = 255;
      }
    }
  }
}

/**
 * Break text into lines, at spaces where that goes.
 *
 * @example The second word is too long
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(linesOf("a command-line b", 8), ["a", "command-", "line b"]);
 * ```
 *
 * @param text The text.
 * @param columns How many letters a line has at most.
 */
export function linesOf(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  const end = () => {
    if (line.length > 0) lines.push(line.join(""));
    line = [];
  };
  for (const word of text.normalize("NFC").split(/\s+/)) {
    const all = [...word];
    if (line.length > 0 && line.length + 1 + all.length > columns) end();
    if (line.length > 0) line.push(" ");
    while (all.length > columns) {
      line.push(...all.splice(0, columns));
      end();
    }
    line.push(...all);
  }
  end();
  return lines;
}

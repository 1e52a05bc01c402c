import { resizeArea } from "../../pixels/resize/resize_area.ts";
import { createFrame, type Frame, type Size } from "../../raster/frame.ts";
import { Lettering, linesOf } from "./lettering.ts";

/** A row of pictures with words above it. */
export interface SheetRow {
  /** What it is called. */
  readonly name: string;
  /** What it is, behind the name. */
  readonly summary: string;
  /** Set against the right edge. */
  readonly note?: string | undefined;
  /** What may be copied, below. */
  readonly command?: string | undefined;
  /** A picture for each column; where there is none, the reason. */
  readonly pictures: readonly (Frame | string)[];
}

/** What a contact sheet shows. */
export interface SheetContent {
  readonly title: string;
  /** What is above each column. */
  readonly columns: readonly string[];
  readonly rows: readonly SheetRow[];
  /** What is told at the end, each with its name. */
  readonly remarks: readonly { readonly name: string; readonly text: string }[];
}

type Color = readonly [number, number, number];

const PAPER: Color = [22, 24, 29];
const INK: Color = [238, 240, 243];
const FAINT: Color = [158, 166, 178];
const ACCENT: Color = [255, 198, 109];
const EMPTY: Color = [40, 43, 50];
/** What is behind pictures that are transparent: squares of these two. */
const CHECKS: readonly Color[] = [[102, 102, 102], [153, 153, 153]];
const CHECK = 10;

const MARGIN = 28;
const GAP = 8;
/** Between two rows. */
const SPACE = 30;
/** How large a picture is: narrow enough for a screen, wide enough to see edges. */
const WIDEST = 480;
const NARROWEST = 320;
const HIGHEST = 480;
/** The fewest letters of a line. */
const LEAST_COLUMNS = 60;

/**
 * Lay out pictures in rows, with words above each row.
 *
 * @example One row of one picture
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "../../raster/frame.ts";
 * import { Lettering } from "./lettering.ts";
 *
 * const picture = createFrame(640, 360);
 * const row = { name: "median", summary: "what moves", pictures: [picture] };
 * const content = { title: "talk.mp4", columns: ["frame 1"], rows: [row], remarks: [] };
 * const { width } = contactSheet(content, await Lettering.load());
 * assertEquals(width, 776);
 * ```
 *
 * @param content What it shows; all pictures have one shape.
 * @param lettering Who writes.
 * @returns The sheet, opaque.
 */
export function contactSheet(content: SheetContent, lettering: Lettering): Frame {
  const layout = new Layout(content, lettering);
  const out = createFrame(layout.width, layout.height);
  fill(out, { x: 0, y: 0, ...out }, () => PAPER);
  layout.draw(out);
  return out;
}

/** A block of the sheet: it knows its height, and draws itself below a line. */
interface Block {
  readonly height: number;
  draw(out: Frame, y: number): void;
}

/** How large pictures become that have this size. */
function cellOf({ width, height }: Size): Size {
  const wide = Math.min(WIDEST, Math.max(NARROWEST, width));
  const scale = Math.min(wide / width, HIGHEST / height);
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/** Where everything is. */
class Layout {
  readonly width: number;
  readonly height: number;
  readonly #lettering: Lettering;
  readonly #cell: Size;
  readonly #blocks: readonly Block[];

  constructor({ title, columns, rows, remarks }: SheetContent, lettering: Lettering) {
    this.#lettering = lettering;
    const all = rows.flatMap(({ pictures }) => pictures);
    const first = all.find((picture) => typeof picture !== "string");
    this.#cell = cellOf(first ?? { width: WIDEST, height: WIDEST * 9 / 16 });
    const pictures = columns.length * (this.#cell.width + GAP) - GAP;
    this.width = 2 * MARGIN + Math.max(pictures, LEAST_COLUMNS * Lettering.width);
    this.#blocks = [
      space(MARGIN),
      ...this.#text(title, INK),
      space(GAP),
      this.#labels(columns),
      ...rows.flatMap((row, i) => [space(i === 0 ? GAP : SPACE), ...this.#row(row)]),
      ...(remarks.length > 0 ? [space(SPACE)] : []),
      ...remarks.flatMap(({ name, text }) => this.#named(name, text)),
      space(MARGIN),
    ];
    this.height = this.#blocks.reduce((sum, { height }) => sum + height, 0);
  }

  draw(out: Frame): void {
    let y = 0;
    for (const block of this.#blocks) {
      block.draw(out, y);
      y += block.height;
    }
  }

  /** How many letters a line has. */
  get #columns(): number {
    return Math.floor((this.width - 2 * MARGIN) / Lettering.width);
  }

  #text(text: string, color: Color): Block[] {
    return linesOf(text, this.#columns).map((line) => this.#line([[line, 0, color]]));
  }

  /** A line of parts, each beginning with a column. */
  #line(parts: readonly (readonly [text: string, column: number, color: Color])[]): Block {
    return {
      height: Lettering.height,
      draw: (out, y) => {
        for (const [text, column, color] of parts) {
          this.#lettering.write(out, text, { x: MARGIN + column * Lettering.width, y, color });
        }
      },
    };
  }

  /** A name in its colour, text behind and below it, and a note at the right edge. */
  #named(name: string, text: string, note: string = ""): Block[] {
    const indent = [...name].length + 2;
    const room = this.#columns - (note === "" ? 0 : note.length + 2);
    if (indent > room / 2) return [...this.#text(name, ACCENT), ...this.#text(text, INK)];
    const lines = linesOf(text, room - indent);
    return Array.from({ length: Math.max(1, lines.length) }, (_, i) =>
      this.#line([
        [lines[i] ?? "", indent, INK],
        ...(i === 0
          ? [[name, 0, ACCENT] as const, [note, this.#columns - note.length, INK] as const]
          : []),
      ]));
  }

  #labels(columns: readonly string[]): Block {
    return {
      height: Lettering.height,
      draw: (out, y) =>
        columns.forEach((text, i) => {
          const [line = ""] = linesOf(text, Math.floor(this.#cell.width / Lettering.width));
          this.#lettering.write(out, line, { x: this.#left(i), y, color: FAINT });
        }),
    };
  }

  #left(column: number): number {
    return MARGIN + column * (this.#cell.width + GAP);
  }

  #row({ name, summary, note, command, pictures }: SheetRow): Block[] {
    return [
      ...this.#named(name, summary, note),
      ...(command === undefined ? [] : this.#text(command, FAINT)),
      space(GAP),
      this.#pictures(pictures),
    ];
  }

  #pictures(pictures: readonly (Frame | string)[]): Block {
    const { width, height } = this.#cell;
    const columns = Math.floor(width / Lettering.width) - 2;
    return {
      height,
      draw: (out, y) =>
        pictures.forEach((picture, i) => {
          const place = { x: this.#left(i), y, width, height };
          if (typeof picture !== "string") return paste(picture, place, out);
          fill(out, place, () => EMPTY);
          linesOf(picture, columns).forEach((line, row) =>
            this.#lettering.write(out, line, {
              x: place.x + Lettering.width,
              y: y + (row + 1) * Lettering.height,
              color: FAINT,
            })
          );
        }),
    };
  }
}

function space(height: number): Block {
  return { height, draw() {} };
}

/** A part of the sheet, in pixels. */
interface Place extends Size {
  readonly x: number;
  readonly y: number;
}

function fill(
  { width: stride, bitmap }: Frame,
  { x, y, width, height }: Place,
  colorAt: (column: number, row: number) => Color,
): void {
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const p = 4 * ((y + row) * stride + x + column);
      const [red, green, blue] = colorAt(column, row);
      bitmap[p] = red, bitmap[p + 1] = green, bitmap[p + 2] = blue, bitmap[p + 3] = 255;
    }
  }
}

/** Put a picture there, over checks where it is transparent. */
function paste(picture: Frame, place: Place, out: Frame): void {
  const { bitmap } = resizeArea(picture, { width: place.width, height: place.height });
  const checkAt = (column: number, row: number) =>
    CHECKS[(Math.floor(column / CHECK) + Math.floor(row / CHECK)) % 2];
  fill(out, place, (column, row) => {
    const p = 4 * (row * place.width + column);
    const alpha = bitmap[p + 3] / 255;
    if (alpha === 1) return [bitmap[p], bitmap[p + 1], bitmap[p + 2]];
    const check = checkAt(column, row);
    const over = (c: number) => check[c] + alpha * (bitmap[p + c] - check[c]);
    return [over(0), over(1), over(2)];
  });
}

import { parseColor } from "../pixels/color/parse_color.ts";
import { MAX_BLUR_RADIUS } from "../pixels/background_blur/blur_frame.ts";
import type { Rgba } from "../raster/frame.ts";
import { DEFAULT_BLUR_RADIUS } from "./blur_background.ts";

/**
 * What a background is to be, as {@linkcode parseBackground} reads it.
 *
 * @category Backgrounds
 */
export type BackgroundChoice =
  | {
    /** A picture or a video. */
    readonly kind: "file";
    /** Where it is. */
    readonly path: string;
  }
  | {
    /** One colour. */
    readonly kind: "color";
    /** Which. */
    readonly color: Rgba;
  }
  | {
    /** The frame itself. */
    readonly kind: "blur";
    /** In pixels, 0–500. */
    readonly radius: number;
    /** Whether it grows with the distance from the foreground. */
    readonly byDepth?: boolean;
  }
  | {
    /** Nothing. */
    readonly kind: "transparent";
  };

/**
 * Read what a user writes for a background.
 *
 * `color:` and a CSS colour, `blur`, `blur:` and a radius in pixels, `blur:depth` and maybe a radius
 * behind another colon, `transparent`; all else is a file. These words are written in lower case. A
 * colour without `color:` before it is a file too: `red` may well be one's
 * name. A file with a name that is a word here is meant by `./blur` or
 * `file:blur`; a `file:` URL is read as one.
 *
 * @example Colours, blur and files
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseBackground("color:red"), { kind: "color", color: [255, 0, 0, 255] });
 * assertEquals(parseBackground("blur:8"), { kind: "blur", radius: 8 });
 * assertEquals(parseBackground("blur:depth:8"), { kind: "blur", radius: 8, byDepth: true });
 * assertEquals(parseBackground("beach.jpg"), { kind: "file", path: "beach.jpg" });
 * assertEquals(parseBackground("file:blur"), { kind: "file", path: "blur" });
 * ```
 *
 * @param text What the user wrote.
 * @returns What it means. `blur` alone has radius 24.
 * @throws {RangeError} If what follows `color:` is no colour, what follows `blur:` no whole number
 * from 0 to 500, or nothing follows `file:`.
 * @category Backgrounds
 */
export function parseBackground(text: string): BackgroundChoice {
  if (text === "transparent") return { kind: "transparent" };
  if (text === "blur") return { kind: "blur", radius: DEFAULT_BLUR_RADIUS };
  const [, word, value] = /^(color|blur|file):([^]*)$/.exec(text) ?? [];
  switch (word) {
    case "color":
      return { kind: "color", color: parseColor(value) };
    case "blur": {
      const [, radius] = /^depth(?::([^]*))?$/.exec(value) ?? [];
      if (radius !== undefined) return { kind: "blur", radius: parseRadius(radius), byDepth: true };
      if (value === "depth") return { kind: "blur", radius: DEFAULT_BLUR_RADIUS, byDepth: true };
      return { kind: "blur", radius: parseRadius(value) };
    }
    case "file":
      return { kind: "file", path: parsePath(value) };
  }
  return { kind: "file", path: text };
}

function parseRadius(value: string): number {
  const radius = /^\d+$/.test(value) ? Number(value) : NaN;
  if (radius <= MAX_BLUR_RADIUS) return radius;
  throw new RangeError(
    `Cannot blur: the radius must be a whole number from 0 to ${MAX_BLUR_RADIUS}, ` +
      `got '${value}' (a file of that name is ./blur:${value})`,
  );
}

function parsePath(value: string): string {
  if (value === "") throw new RangeError("Cannot use a file as background: 'file:' needs a path");
  if (!value.startsWith("///")) return value;
  try {
    // On Windows the path begins with a slash before the drive.
    return decodeURIComponent(new URL(`file:${value}`).pathname).replace(/^\/(?=[A-Za-z]:)/, "");
  } catch {
    // A lone percent sign: a path that was not written as a URL.
    return value;
  }
}

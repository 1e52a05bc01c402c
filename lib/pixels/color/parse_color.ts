import { colorNames } from "./css_color_names.ts";
import { nearestName } from "../../nearest_name.ts";
import type { Rgba } from "../../raster/frame.ts";

/**
 * Read a colour as CSS writes it.
 *
 * The 148 names and `transparent`; `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`;
 * `rgb()`, `rgba()`, `hsl()` and `hsla()`, with commas or with spaces and a
 * slash, in numbers or percentages, hues in deg, grad, rad or turn, `none` for
 * 0. Case does not matter; what is out of range is brought into it, and halves
 * are rounded up, as browsers do. `currentcolor`, system colours, `hwb()`,
 * `lab()`, `calc()` and the like are not read.
 *
 * @example Four ways to write one colour
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseColor("dodgerblue"), [30, 144, 255, 255]);
 * assertEquals(parseColor("#1E90FF"), [30, 144, 255, 255]);
 * assertEquals(parseColor("rgb(30, 144, 255)"), [30, 144, 255, 255]);
 * assertEquals(parseColor("rgb(30 144 255 / 50%)"), [30, 144, 255, 128]);
 * ```
 *
 * @param text The colour; spaces around it do not count.
 * @returns Red, green, blue and alpha, 0–255.
 * @throws {RangeError} If it is no such colour; the message names what may have been meant.
 * @see CSS Color Module Level 4, https://www.w3.org/TR/css-color-4/
 * @category Primitives: colour
 */
export function parseColor(text: string): Rgba {
  const value = text.replace(/^[ \t\r\n\f]+|[ \t\r\n\f]+$/g, "").toLowerCase();
  const color = value.startsWith("#")
    ? parseHex(value.slice(1))
    : value.includes("(")
    ? parseFunction(value)
    : parseName(value);
  if (color !== undefined) return color;
  const meant = suggest(value);
  throw new RangeError(
    `Cannot read a colour: it must be as CSS has it, #1e90ff or dodgerblue or rgb(30 144 255), ` +
      `got '${shorten(text)}'${meant === undefined ? "" : `; did you mean '${meant}'?`}`,
  );
}

function parseName(name: string): Rgba | undefined {
  if (name === "transparent") return [0, 0, 0, 0];
  const digits = colorNames.get(name);
  return digits === undefined ? undefined : parseHex(digits);
}

/** Three or four digits stand for themselves doubled. */
function parseHex(digits: string): Rgba | undefined {
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(digits)) return undefined;
  const long = digits.length < 6 ? digits.replace(/./g, "$&$&") : digits;
  const [red, green, blue, alpha] = long.padEnd(8, "f").match(/../g)!.map((byte) =>
    parseInt(byte, 16)
  );
  return [red, green, blue, alpha];
}

/** A component: a number, and its unit: "", "%" or an angle's. */
interface CssNumber {
  readonly value: number;
  readonly unit: string;
}

const SPACE = "[ \\t\\r\\n\\f]";
const FUNCTION = new RegExp(`^(rgb|hsl)a?\\(${SPACE}*([^()]*?)${SPACE}*\\)$`);
const COMMA = new RegExp(`${SPACE}*,${SPACE}*`);
const SLASH = new RegExp(`${SPACE}*/${SPACE}*`);
// "5." is no number in CSS.
const COMPONENT = /^([+-]?(?:\d*\.)?\d+(?:e[+-]?\d+)?)(%|deg|grad|rad|turn|)$/;

function parseFunction(text: string): Rgba | undefined {
  const [, name, inside] = FUNCTION.exec(text) ?? [];
  if (inside === undefined) return undefined;
  const isLegacy = inside.includes(",");
  const parts = isLegacy ? inside.split(COMMA) : splitModern(inside);
  if (parts === undefined || parts.length < 3 || parts.length > 4) return undefined;
  const [first, second, third, last] = parts.map((part) => parseComponent(part, isLegacy));
  if (!first || !second || !third) return undefined;
  const alpha = parts.length === 3 ? 255 : last && alphaOf(last);
  if (alpha === undefined) return undefined;
  const colors = name === "rgb"
    ? rgbOf([first, second, third], isLegacy)
    : hslOf(first, second, third, isLegacy);
  return colors && [byteOf(colors[0]), byteOf(colors[1]), byteOf(colors[2]), alpha];
}

/** "r g b" or "r g b / a". */
function splitModern(inside: string): string[] | undefined {
  const [colors, alpha, ...more] = inside.split(SLASH);
  const parts = colors.split(new RegExp(`${SPACE}+`));
  if (parts.length !== 3 || more.length > 0) return undefined;
  return alpha === undefined ? parts : [...parts, alpha];
}

function parseComponent(text: string, isLegacy: boolean): CssNumber | undefined {
  if (text === "none" && !isLegacy) return { value: 0, unit: "none" };
  const [, digits, unit] = COMPONENT.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const largest = Number.MAX_SAFE_INTEGER;
  return { value: clamp(Number(digits), -largest, largest), unit };
}

type Three = readonly [number, number, number];

/** Red, green and blue, 0–255 and beyond. Before CSS Color 4 all had to be of one kind. */
function rgbOf(components: readonly CssNumber[], isLegacy: boolean): Three | undefined {
  const units = components.map(({ unit }) => unit);
  if (!units.every((unit) => unit === "" || unit === "%" || unit === "none")) return undefined;
  if (isLegacy && new Set(units).size > 1) return undefined;
  const [red, green, blue] = components.map(({ value, unit }) =>
    unit === "%" ? value * 255 / 100 : value
  );
  return [red, green, blue];
}

const DEGREES: Readonly<Record<string, number>> = {
  "": 1,
  none: 1,
  deg: 1,
  grad: 0.9,
  rad: 180 / Math.PI,
  turn: 360,
};

function hslOf(
  hue: CssNumber,
  saturation: CssNumber,
  lightness: CssNumber,
  isLegacy: boolean,
): Three | undefined {
  const degrees = DEGREES[hue.unit];
  const isShare = ({ unit }: CssNumber) =>
    unit === "%" || (!isLegacy && (unit === "" || unit === "none"));
  if (degrees === undefined || !isShare(saturation) || !isShare(lightness)) return undefined;
  const turn = hue.value * degrees % 360 + 360;
  const light = clamp(lightness.value / 100, 0, 1);
  const spread = clamp(saturation.value / 100, 0, 1) * Math.min(light, 1 - light);
  const channel = (offset: number) => {
    const sector = (offset + turn / 30) % 12;
    // The sum is a hair off where exact arithmetic gives a half.
    return 255 * (light - spread * clamp(Math.min(sector - 3, 9 - sector), -1, 1)) + 1e-9;
  };
  return [channel(0), channel(8), channel(4)];
}

function alphaOf({ value, unit }: CssNumber): number | undefined {
  if (unit !== "" && unit !== "%" && unit !== "none") return undefined;
  return byteOf(unit === "%" ? value * 255 / 100 : value * 255);
}

function byteOf(value: number): number {
  return Math.round(clamp(value, 0, 255));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** What was probably meant: digits that lack their `#`, or the nearest name. */
function suggest(value: string): string | undefined {
  if (parseHex(value) !== undefined) return `#${value}`;
  return nearestName(value, [...colorNames.keys(), "transparent"]);
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

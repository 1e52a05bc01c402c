import type { Size } from "../../raster/frame.ts";
import type { NameOfMethod, NameOfOverride, Rgb } from "./model_spec_types.ts";

/**
 * What the user says of a network instead of what its inputs and outputs say.
 *
 * @category Networks
 */
export interface ModelOverrides {
  /** Width and height of the pictures it takes. */
  readonly size?: Size;
  /** What is subtracted from red, green and blue, in levels 0–255. */
  readonly mean?: Rgb;
  /** What the differences are divided by, in levels. */
  readonly std?: Rgb;
  /** Whether the channels come before the rows or after the columns. */
  readonly layout?: "nchw" | "nhwc";
  /** Whether red or blue comes first; mean and standard deviation are red first all the same. */
  readonly channels?: "rgb" | "bgr";
  /** The output that is the matte: its name or its number from 0; then ":" and a channel, if wanted. */
  readonly output?: string;
  /** What messages call each of these; `overrides.size` and so on if left out. */
  readonly nameOf?: NameOfOverride;
  /** What messages call a method that takes another kind of networks; `'method' depth` if left out. */
  readonly nameOfMethod?: NameOfMethod;
}

/**
 * The same as the user has typed it.
 *
 * @category Networks
 */
export interface ModelOverrideTexts {
  /** "256x144", or "320" for 320×320. */
  readonly size?: string | undefined;
  /** "123.7,116.3,103.5", or one number for all three. */
  readonly mean?: string | undefined;
  /** As `mean`. */
  readonly std?: string | undefined;
  /** "nchw" or "nhwc". */
  readonly layout?: string | undefined;
  /** "rgb" or "bgr". */
  readonly channels?: string | undefined;
  /** "pha", "0", "logits:1". */
  readonly output?: string | undefined;
}

/** No network sees more, and typing errors do. */
const LONGEST_SIDE = 8192;

/**
 * Read what the user says of a network.
 *
 * Mean and standard deviation may be in levels 0–255, or in 0–1 as papers write
 * them. They are in the same unit: levels where any of their numbers is above 1.
 * So "0.5" and "0.5" are "127.5" and "127.5"; "0" and "1" give a network 0–1; and
 * "0" and "0.00392" (1/255) give it the levels as they are.
 *
 * @example ImageNet's, as papers write them
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { size, mean, std } = parseModelOverrides({ size: "320", mean: "0.4,0.5,0.6", std: "0.2" });
 * assertEquals(size, { width: 320, height: 320 });
 * assertEquals([mean, std], [[102, 127.5, 153], [51, 51, 51]]);
 * ```
 *
 * @param texts What was typed; nothing for what the network itself says.
 * @param nameOf What messages call each, here and wherever the network is used.
 * @returns The same as numbers, mean and standard deviation in levels.
 * @throws {RangeError} If one cannot be read.
 * @category Networks
 */
export function parseModelOverrides(
  texts: ModelOverrideTexts,
  nameOf?: NameOfOverride,
): ModelOverrides {
  const { size, mean, std, layout, channels, output } = texts;
  const overrides: { -readonly [Key in keyof ModelOverrides]: ModelOverrides[Key] } = {};
  if (nameOf !== undefined) overrides.nameOf = nameOf;
  const wrong: Refuse = (override, wanted, text) =>
    new RangeError(
      `Cannot use the model: '${
        nameOfOverride(overrides, override)
      }' must be ${wanted}, got '${text}'`,
    );
  if (size !== undefined) overrides.size = parseSize(size, wrong);
  const means = mean === undefined ? undefined : parseColors("mean", mean, wrong);
  const stds = std === undefined ? undefined : parseColors("std", std, wrong);
  const isLevels = [...means ?? [], ...stds ?? []].some((value) => value > 1);
  const levels = (rgb: Rgb): Rgb => isLevels ? rgb : [255 * rgb[0], 255 * rgb[1], 255 * rgb[2]];
  if (means !== undefined) overrides.mean = levels(means);
  if (stds !== undefined) overrides.std = levels(stds);
  if (layout !== undefined) {
    if (layout !== "nchw" && layout !== "nhwc") throw wrong("layout", "nchw or nhwc", layout);
    overrides.layout = layout;
  }
  if (channels !== undefined) {
    if (channels !== "rgb" && channels !== "bgr") throw wrong("channels", "rgb or bgr", channels);
    overrides.channels = channels;
  }
  if (output !== undefined) {
    if (!/^[^:]/.test(output) || output.endsWith(":")) {
      throw wrong("output", "an output's name or number, as in pha, 0 or logits:1", output);
    }
    overrides.output = output;
  }
  return overrides;
}

/** What messages call an override. */
export function nameOfOverride(
  { nameOf }: Pick<ModelOverrides, "nameOf">,
  override: keyof ModelOverrideTexts,
): string {
  return nameOf?.(override) ?? `overrides.${override}`;
}

/** What messages call a method. */
export function nameOfMethod(
  { nameOfMethod }: Pick<ModelOverrides, "nameOfMethod">,
  method: "segment" | "depth",
): string {
  return nameOfMethod?.(method) ?? `'method' ${method}`;
}

/** Makes the error of what cannot be read. */
type Refuse = (override: keyof ModelOverrideTexts, wanted: string, text: string) => RangeError;

function parseSize(text: string, wrong: Refuse): Size {
  const [, width, height = width] = /^(\d{1,5})(?:[x×](\d{1,5}))?$/i.exec(text.trim()) ?? [];
  const size = { width: Number(width), height: Number(height) };
  const isFitting = (side: number) => side >= 1 && side <= LONGEST_SIDE;
  if (isFitting(size.width) && isFitting(size.height)) return size;
  throw wrong("size", `WIDTHxHEIGHT or one side, from 1 to ${LONGEST_SIDE}`, text);
}

function parseColors(name: "mean" | "std", text: string, wrong: Refuse): Rgb {
  const parts = text.split(",").map((part) => part.trim());
  const numbers = parts.map((part) => /^(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(part) ? +part : NaN);
  const isFitting = (value: number) => name === "mean" ? value <= 255 : value > 0 && value < 1e6;
  const [red, green = red, blue = red] = numbers;
  if ((parts.length === 1 || parts.length === 3) && numbers.every(isFitting)) {
    return [red, green, blue];
  }
  const wanted = name === "mean" ? "from 0 to 255" : "above 0";
  throw wrong(name, `a number ${wanted}, or three: red,green,blue`, text);
}

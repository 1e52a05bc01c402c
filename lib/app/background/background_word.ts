import { parseColor } from "../../pixels/color/parse_color.ts";
import { colorNames } from "../../pixels/color/css_color_names.ts";
import { nearestName } from "../../nearest_name.ts";

/** What people call no background. */
const NOTHING = /^(none|nothing|null|no|off|remove|removed?-?bg|empty|alpha|transparen(t|cy|te))$/i;
const BLURRED = /^(blurr?(ed|y)?|bokeh)[\s:=_-]*(\d*)(px)?$/i;
const SCREEN = /^(chroma|green[\s_-]?screen|chroma-?key)$/i;

/** Whether a text is a word of ours for a background, and no file's name. */
export function isBackgroundWord(text: string): boolean {
  return text === "transparent" || /^(blur$|blur:|color:|file:)/.test(text);
}

/**
 * The background that a word was probably meant to be: a colour without `color:`, a word that
 * other programs have, or one of ours misspelt.
 *
 * @param text The word, of which there is no file.
 * @returns How it is written here; `undefined` if nothing comes near.
 */
export function meantBackground(text: string): string | undefined {
  const [, color] = /^colou?r[:=\s]([^]*)$/i.exec(text) ?? [];
  if (color !== undefined) return `color:${color}`;
  if (NOTHING.test(text)) return "transparent";
  const [, , , radius] = BLURRED.exec(text) ?? [];
  if (radius !== undefined) return radius === "" ? "blur" : `blur:${radius}`;
  if (SCREEN.test(text)) return "color:lime";
  return nearestName(text, ["blur", "transparent"]) ??
    (isColor(text) ? `color:${text}` : undefined);
}

function isColor(text: string): boolean {
  try {
    parseColor(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The colour of which a name is misspelt.
 *
 * @param text `color:` and a colour.
 * @returns It, with `color:`; `undefined` if it is a colour, or near to none.
 */
export function nearestColor(text: string): string | undefined {
  const color = text.replace(/^color:/, "");
  const nearest = isColor(color) ? undefined : nearestName(color, colorNames.keys());
  return nearest === undefined ? undefined : `color:${nearest}`;
}

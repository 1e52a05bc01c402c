import { resizeArea } from "../../pixels/resize/resize_area.ts";
import type { Frame } from "../../raster/frame.ts";
import { escapeHtml } from "../html.ts";
import { dataUrl } from "../pictures.ts";

/** How wide a picture is at most that stands in until the page has made its own. */
const STAND_IN_WIDTH = 480;

/** What stands for the threshold in the lines until they are escaped. */
export const LEVEL: string = "\u0001";

/** A picture of the page. */
export interface PageView {
  /** What the script knows it by. */
  readonly key: string;
  readonly caption: string;
  readonly alt: string;
  readonly url: string;
}

/** A small JPEG of a picture, to be seen until the script has drawn it, or without one. */
export function standIn(picture: Frame): string {
  const { width, height } = picture;
  const scale = Math.min(1, STAND_IN_WIDTH / width);
  const size = {
    width: Math.round(width * scale),
    height: Math.max(1, Math.round(height * scale)),
  };
  return dataUrl(scale === 1 ? picture : resizeArea(picture, size));
}

/** A picture, which the script replaces by the one that it makes. */
export function figure({ key, caption, alt, url }: PageView): string {
  return `<figure><div class="picture"><img class="view" data-view="${key}" alt="${
    escapeHtml(alt)
  }" src="${url}"><i class="spot"></i></div><figcaption>${
    escapeHtml(caption)
  } <span class="pixel" data-pixel="${key}"></span>` +
    "</figcaption></figure>";
}

/** Lines to copy; the threshold in them follows the page's. */
export function codeBlock(language: string, code: string, level: number): string {
  const html = escapeHtml(code).replaceAll(LEVEL, `<b data-level>${level}</b>`);
  return `<figure class="code"><figcaption>${language} ` +
    `<button type="button" data-copy>Copy</button></figcaption><pre tabindex="0" aria-label="${language}"><code>${html}</code></pre></figure>`;
}

/** A command to copy. */
export function commandBlock(command: string): string {
  return '<figure class="code command"><pre tabindex="0" aria-label="Command"><code>' +
    `${escapeHtml(command)}</code></pre><button type="button" data-copy>Copy</button></figure>`;
}

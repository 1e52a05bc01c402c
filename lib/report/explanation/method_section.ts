import { resizeArea } from "../../pixels/resize/resize_area.ts";
import type { Frame } from "../../raster/frame.ts";
import { escapeHtml } from "../html.ts";
import { dataUrl, grayFrame } from "../pictures.ts";
import type { ExplainedMethod, Explanation } from "./explanation.ts";
import { commandBlock } from "./explanation_views.ts";

/** How wide a method's picture is at most. */
const WIDTH = 640;

/**
 * What other methods make of the same frame, each with the command to copy.
 *
 * @param explanation The frame.
 */
export function methodSection({ methods, shown }: Explanation): string {
  if (methods.length === 0) return "";
  const able = methods.filter((method) => method.failure === undefined);
  const unable = methods.filter((method) => method.failure !== undefined);
  const reasons = unable.map(({ name, failure = "" }) =>
    `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(failure)}</dd>`
  );
  return '<section id="methods">\n<h2>What better methods make of it</h2>\n' +
    `<p>Frame ${shown} by each method, refined as a run does it; best first. The command writes the ` +
    "whole video.</p>\n" +
    `<div class="methods">${able.map((method) => card(method, shown)).join("\n")}</div>\n` +
    (unable.length === 0 ? "" : `<h3>Not shown</h3>\n<dl>${reasons.join("")}</dl>\n`) +
    "</section>";
}

function card(method: ExplainedMethod, shown: number): string {
  if (method.failure !== undefined) return "";
  const { name, summary, command, framesPerSecond, matte, composite } = method;
  const image = (picture: Frame, what: string) =>
    `<img alt="${escapeHtml(`${what} of frame ${shown} by ${name}`)}" src="${dataUrl(picture)}">`;
  const speed = framesPerSecond === undefined
    ? ""
    : ` <span class="soft">${
      framesPerSecond.toFixed(framesPerSecond < 10 ? 1 : 0)
    } frames/s here</span>`;
  const about = summary === undefined
    ? ""
    : `<p>${escapeHtml(`${summary[0].toUpperCase()}${summary.slice(1)}.`)}</p>`;
  return `<div class="card"><h3>${escapeHtml(name)}${speed}</h3>${about}` +
    `<div class="pair">${image(reduced(composite), "Result")}${
      image(reduced(grayFrame(matte)), "Matte")
    }</div>${commandBlock(command)}</div>`;
}

function reduced(picture: Frame): Frame {
  const { width, height } = picture;
  if (width <= WIDTH) return picture;
  return resizeArea(picture, {
    width: WIDTH,
    height: Math.max(1, Math.round(height * WIDTH / width)),
  });
}

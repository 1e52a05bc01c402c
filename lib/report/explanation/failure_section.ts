import { escapeHtml } from "../html.ts";
import type { Explanation, trustedMethod } from "./explanation.ts";
import { figure, standIn } from "./explanation_views.ts";
import { tradeOff } from "./histogram.ts";
import { bestLevel, type LevelCounts, scoreWords } from "./count_levels.ts";
import {
  failureColors,
  failureWords,
  markedFrame,
  type MaskFailures,
  percent,
} from "./mask_failures.ts";

/** What the section tells of. */
export interface FoundFailures {
  readonly failures: MaskFailures;
  readonly counts: LevelCounts;
  readonly reference: ReturnType<typeof trustedMethod>;
}

/** Why each kind of failure comes about. */
const REASONS = {
  holes: [
    "Holes",
    "Inside a sleeve or a cheek one pixel looks like the next one: it moves, and hardly changes. " +
    "Whoever holds still does not change at all.",
  ],
  noise: [
    "Noise",
    "A camera's values tremble, and compression changes whole blocks. Above a low threshold that is " +
    "movement too, and each frame has it elsewhere: it flickers.",
  ],
  seams: [
    "Seams",
    "The difference sees where somebody was and where somebody is: two outlines instead of one, the " +
    "wall of the room between them. Nothing softens their edges.",
  ],
} as const;

/**
 * Why the tutorial's mask fails on a frame: each kind with its picture and its numbers.
 *
 * @param explanation The frame.
 * @param found What was measured.
 */
export function failureSection(explanation: Explanation, found: FoundFailures): string {
  const { failures } = found;
  const words = failureWords(failures);
  const cards = (["holes", "noise", "seams"] as const).map((kind) => {
    const [title, reason] = REASONS[kind];
    const picture = markedFrame(explanation.next, failures[kind].mask, failureColors[kind]);
    const view = { key: kind, caption: title.toLowerCase(), alt: `${title}, marked` };
    return `<div class="card"><h3>${title}</h3>${
      figure({ ...view, url: standIn(picture) })
    }<p data-words="${kind}">${words[kind]}</p><p class="soft">${reason}</p></div>`;
  });
  return '<section id="failures">\n<h2>Why it fails here</h2>\n' +
    "<p>Measured on the mask above, at the threshold that is set; the marked pixels are counted. " +
    `<span data-words="foreground">${words.foreground}</span></p>\n` +
    `<div class="cards">${cards.join("\n")}</div>\n${noThreshold(explanation, found)}</section>`;
}

/** From this IoU on a mask is as good as a method's. */
const GOOD = 0.9;

/** That no threshold is good, where another method tells who is the person. */
function noThreshold({ level }: Explanation, { counts, reference }: FoundFailures): string {
  if (reference === undefined) return "";
  const name = escapeHtml(reference.name);
  const best = bestLevel(counts);
  const title = best.iou < GOOD ? "No threshold mends it" : "The best threshold";
  return `<h3>${title}</h3>\n<p>Take what ${name} finds for the person. ` +
    `<span data-words="score">${scoreWords(counts, level)}</span> ` +
    `The best threshold for this frame is ${best.level}, with an IoU of ${best.iou.toFixed(3)}: ` +
    `the person and the mask share so much of what they cover together. Even there ${
      percent(best.missing, 1)
    } of the person is missing, and ${percent(best.excess, 1)} of the mask is room.</p>\n` +
    `${tradeOff(counts, level)}<p class="soft"><span class="chip missing"></span> of the person, ` +
    'what is missing; <span class="chip excess"></span> of the mask, what is room; from 0 % below ' +
    "to 100 % above, by threshold.</p>\n";
}

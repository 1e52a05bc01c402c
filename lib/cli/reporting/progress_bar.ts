/** What a progress bar shows. */
export interface BarState {
  /** Frames done. */
  readonly done: number;
  /** Frames in all, if known; an estimate may be overtaken. */
  readonly total: number | undefined;
  /** Since the start, in seconds. */
  readonly seconds: number;
  /** What is done with the frames, if it is not the run itself; and in one word. */
  readonly action?: readonly [words: string, word: string] | undefined;
}

/** Signs of the longest and of the shortest bar. */
const LONGEST = 40;
const SHORTEST = 4;

/**
 * One line of progress, to be drawn over the one before. Where the terminal is
 * narrow it says less: first the speed goes, then the bar.
 *
 * @example Half way
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const state = { done: 50, total: 100, seconds: 2 };
 * assertEquals(progressLine(state, 60), "  50/100 frames [████████░░░░░░░░] 25.0 frames/s, 0:02 left");
 * assertEquals(progressLine(state, 40), "  50/100 frames [██████░░░░░] 0:02 left");
 * assertEquals(progressLine(state, 20), " 50/100, 0:02 left");
 * ```
 *
 * @param state How far the run is.
 * @param columns Width of the terminal; a line never wraps.
 * @returns The line, without line ends.
 */
export function progressLine(state: BarState, columns: number): string {
  const { total, count, speed, left, action: [words, word] = ["", ""] } = numbersOf(state);
  const [doing, briefly] = [words, word].map((text) => text && `${text}: `);
  const fits = (line: string) => line.length < columns;
  const plain = [
    `${doing}${count} frames, ${speed}`,
    `${briefly}${count} frames, ${speed}`,
    `${briefly}${count} frames`,
    `${briefly}${count}`,
    count,
  ];
  if (total === undefined || total === 0) return plain.find(fits) ?? "";

  const share = state.done / total;
  const rest = left && `, ${left}`;
  const lines = [
    withBar(` ${doing}${count} frames [`, `] ${speed}${rest}`, { share, columns }),
    withBar(` ${briefly}${count} frames [`, `] ${speed}${rest}`, { share, columns }),
    withBar(` ${briefly}${count} frames [`, `] ${left || speed}`, { share, columns }),
    withBar(` ${briefly}${count} [`, `] ${left || speed}`, { share, columns }),
    `${briefly}${count}${rest}`,
    `${count}${rest}`,
    ...plain.slice(3),
  ];
  return lines.find((line) => line !== undefined && fits(line)) ?? "";
}

/**
 * The same without a bar, for where no line can be drawn over another.
 *
 * @param state How far the run is.
 */
export function plainProgress(state: BarState): string {
  const { count, speed, left, action } = numbersOf(state);
  return `${action ? `${action[0]}: ` : ""}${count.trim()} frames, ${speed}${left && `, ${left}`}`;
}

/**
 * Frames a second and seconds left.
 *
 * @param state How far the run is.
 */
export function paceOf({ done, total, seconds }: BarState): { rate: number; left?: number } {
  const rate = seconds > 0 ? done / seconds : 0;
  if (total === undefined || rate === 0) return { rate };
  return { rate, left: Math.max(0, total - done) / rate };
}

function numbersOf(state: BarState) {
  const { done, action } = state;
  const total = state.total === undefined ? undefined : Math.max(state.total, done);
  const { rate, left } = paceOf(state);
  const ofTotal = total ? `${String(done).padStart(String(total).length)}/${total}` : `${done}`;
  const leftText = left === undefined ? "" : `${clock(left)} left`;
  return { total, count: ofTotal, speed: `${rate.toFixed(1)} frames/s`, left: leftText, action };
}

/** A line whose bar takes the room that the words leave, if that is enough for one. */
function withBar(
  before: string,
  after: string,
  { share, columns }: { share: number; columns: number },
): string | undefined {
  const room = Math.min(LONGEST, columns - 1 - before.length - after.length);
  if (room < SHORTEST) return undefined;
  const filled = Math.round(room * share);
  return `${before}${"█".repeat(filled)}${"░".repeat(room - filled)}${after}`;
}

/** Seconds as a clock shows them: 0:07, 12:34, 1:00:00. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, i) => i === 0 ? part : String(part).padStart(2, "0")).join(":");
}

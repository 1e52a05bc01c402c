/** What a progress bar shows. */
export interface BarState {
  /** Frames done. */
  readonly done: number;
  /** Frames in all, if known; an estimate may be overtaken. */
  readonly total: number | undefined;
  /** Since the start, in seconds. */
  readonly seconds: number;
}

/**
 * One line of progress, to be drawn over the one before.
 *
 * @example Half way
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   progressLine({ done: 50, total: 100, seconds: 2 }, 60),
 *   "  50/100 frames [████████░░░░░░░░] 25.0 frames/s, 0:02 left",
 * );
 * ```
 *
 * @param state How far the run is.
 * @param columns Width of the terminal; a line never wraps.
 * @returns The line, without line ends.
 */
export function progressLine(state: BarState, columns: number): string {
  const { done, seconds } = state;
  const total = state.total === undefined ? undefined : Math.max(state.total, done);
  const rate = seconds > 0 ? done / seconds : 0;
  const speed = `${rate.toFixed(1)} frames/s`;
  if (total === undefined || total === 0) return `${done} frames, ${speed}`.slice(0, columns - 1);

  const left = rate > 0 ? `, ${clock((total - done) / rate)} left` : "";
  const count = `${String(done).padStart(String(total).length)}/${total} frames`;
  const text = ` ${count} [] ${speed}${left}`;
  const room = Math.min(40, columns - 1 - text.length);
  if (room < 4) return `${count}${left}`.slice(0, columns - 1);
  const filled = Math.round(room * done / total);
  const bar = "█".repeat(filled) + "░".repeat(room - filled);
  return ` ${count} [${bar}] ${speed}${left}`;
}

/** Seconds as a clock shows them: 0:07, 12:34, 1:00:00. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, i) => i === 0 ? part : String(part).padStart(2, "0")).join(":");
}

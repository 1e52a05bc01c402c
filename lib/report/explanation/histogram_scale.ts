/** How far to the right a level lies, 0–1: low levels, where all is decided, get more room. */
export function placeOf(level: number): number {
  return Math.sqrt(Math.min(255, Math.max(0, level)) / 255);
}

/** Where the threshold's line stands: between the last level of background and the first of foreground. */
export function linePlace(level: number): number {
  return placeOf(level + 0.5);
}

/** The threshold whose line is nearest to a place. */
export function levelAt(place: number): number {
  return Math.min(255, Math.max(0, Math.round(255 * Math.max(0, place) ** 2 - 0.5)));
}

/** "12.5%", for a style sheet. */
export function percentOf(part: number): string {
  return `${Math.round(1000 * part) / 10}%`;
}

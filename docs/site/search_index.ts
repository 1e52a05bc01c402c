/** Something that a search can find. */
export interface Found {
  readonly text: string;
  /** What it is, or on which page. */
  readonly where: string;
  /** Its place, from the site's root. */
  readonly to: string;
  /** More words to find it by. */
  readonly summary: string;
}

/**
 * The script that gives pages what can be found; a script, since pages of a disk may read no other files.
 *
 * @param found All that can be found; what has one place is listed once.
 */
export function searchIndex(found: readonly Found[]): string {
  const places = new Map(found.map((each) => [each.to, each]));
  const rows = [...places.values()].map((
    { text, where, to, summary },
  ) => [text, where, to, summary]);
  return `globalThis.searchIndex = ${JSON.stringify(rows)};\n`;
}

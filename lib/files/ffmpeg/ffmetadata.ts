/** A part of a video with a name of its own, from its start to its end in seconds. */
export interface Chapter {
  readonly start: number;
  readonly end: number;
  readonly title: string;
}

/** Tags by name, in lower case. */
export type Tags = Readonly<Record<string, string>>;

/** ffmpeg's arguments for `ffmetadata`. Its end (`-fs`) comes as soon as its beginning is written. */
export const AS_FFMETADATA: readonly string[] = ["-c", "copy", "-fs", "1", "-f", "ffmetadata"];

/**
 * Read ffmpeg's `ffmetadata`: what a file's author says of its streams and chapters.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { streams, chapters } = parseFfmetadata(String.raw`;FFMETADATA1
 * [STREAM]
 * language=deu
 * [CHAPTER]
 * TIMEBASE=1/1000
 * START=0
 * END=1500
 * title=1 + 1 \= 2
 * `);
 * assertEquals(streams, [{ language: "deu" }]);
 * assertEquals(chapters, [{ start: 0, end: 1.5, title: "1 + 1 = 2" }]);
 * ```
 *
 * @param text What `-f ffmetadata` wrote.
 * @returns Tags of the streams by number, and the chapters in order.
 */
export function parseFfmetadata(text: string): { streams: Tags[]; chapters: Chapter[] } {
  const sections: { name: string; tags: Record<string, string> }[] = [];
  // A line's end, and what else has a meaning, is escaped where it stands for itself.
  for (const line of text.match(/(?:\\[^]|[^\\\n])+/g) ?? []) {
    if (/^\[\w+\]$/.test(line)) {
      sections.push({ name: line, tags: {} });
      continue;
    }
    const [, key, value] = /^((?:\\[^]|[^\\=])*)=([^]*)$/.exec(line) ?? [];
    const tags = sections.at(-1)?.tags;
    if (key !== undefined && tags) tags[unescaped(key).toLowerCase()] = unescaped(value);
  }
  const of = (name: string) => sections.filter((section) => section.name === name);
  return {
    streams: of("[STREAM]").map(({ tags }) => tags),
    chapters: of("[CHAPTER]").map(({ tags }) => chapterOf(tags)).filter(({ start, end }) =>
      start <= end
    ),
  };
}

/**
 * Chapters as ffmpeg reads them from a file.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const chapters = [{ start: 0, end: 1.5, title: "1 + 1 = 2; #1" }];
 * assertEquals(parseFfmetadata(ffmetadataOf(chapters)).chapters, chapters);
 * ```
 *
 * @param chapters The chapters.
 * @returns Text of ffmpeg's `ffmetadata`.
 */
export function ffmetadataOf(chapters: readonly Chapter[]): string {
  const lines = chapters.flatMap(({ start, end, title }) => [
    "[CHAPTER]",
    "TIMEBASE=1/1000000000",
    `START=${Math.round(start * 1e9)}`,
    `END=${Math.round(end * 1e9)}`,
    `title=${title.replaceAll(/[=;#\\\n]/g, "\\$&")}`,
  ]);
  return [";FFMETADATA1", ...lines, ""].join("\n");
}

function chapterOf({ timebase = "1/1000000000", start = "", end = "", title = "" }: Tags): Chapter {
  const [numerator, denominator] = timebase.split("/").map(Number);
  const seconds = (ticks: string) => Number(ticks) * numerator / denominator;
  return { start: seconds(start), end: seconds(end), title };
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([^])/g, "$1");
}

/**
 * Chapters of what is left of a video when its beginning is cut off.
 *
 * @param chapters Chapters of the whole.
 * @param cut Where it is cut, in seconds.
 * @returns Those that are not before it, with the times they had.
 */
export function chaptersFrom(chapters: readonly Chapter[], cut: number): Chapter[] {
  return chapters
    .filter(({ start, end }) => end > cut || start >= cut)
    .map((chapter) => ({ ...chapter, start: Math.max(chapter.start, cut) }));
}

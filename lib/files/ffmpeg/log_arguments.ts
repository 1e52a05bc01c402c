/**
 * ffmpeg's arguments that keep its log from being forged: a second input, which says that the first has
 * been described. They go behind the last input.
 *
 * @param nonce The word that `FfmpegLog` knows.
 */
export function markedArguments(nonce: string): string[] {
  return ["-f", "ffmetadata", "-i", `data:,${nonce}`];
}

/**
 * ffmpeg's arguments with those of {@linkcode markedArguments} behind the last input.
 *
 * @param args All arguments.
 * @param nonce The word that `FfmpegLog` knows.
 */
export function withMark(args: readonly string[], nonce: string): string[] {
  return args.toSpliced(args.lastIndexOf("-i") + 2, 0, ...markedArguments(nonce));
}

/**
 * ffmpeg's arguments that let it hear the sound of its second input, which it may only copy, to find out
 * whether it is damaged. They make another output, of nothing.
 *
 * @param tracks Which tracks, from 0; all if left out. Each needs a decoder.
 */
export function listeningArguments(tracks?: readonly number[]): string[] {
  const maps = tracks?.map((track) => `1:a:${track}`) ?? ["1:a?"];
  if (maps.length === 0) return [];
  return [
    // Sound that is all noise does not keep the pictures from being written.
    "-max_error_rate",
    "1",
    ...maps.flatMap((map) => ["-map", map]),
    ...NO_OUTPUT,
  ];
}

/** ffmpeg's arguments for an output of which nothing is printed that somebody has written into a file. */
export const UNDESCRIBED_OUTPUT: readonly string[] = [
  "-map_metadata",
  "-1",
  "-map_metadata:s",
  "-1",
  "-map_chapters",
  "-1",
];

/** ffmpeg's arguments for an output that goes nowhere: for what is read beside another one. */
export const NO_OUTPUT: readonly string[] = [...UNDESCRIBED_OUTPUT, "-f", "null", "-"];

/** A word that nobody can guess. */
export function createNonce(): string {
  return crypto.randomUUID().replaceAll("-", "");
}

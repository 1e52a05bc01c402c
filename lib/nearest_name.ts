/**
 * The name that a misspelt one was probably meant to be.
 *
 * @param written The misspelt name; case, spaces, hyphens and underscores do not count.
 * @param names Those that there are.
 * @returns The nearest, if a third of its letters or fewer differ, and no more than three; one
 * letter always may.
 */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  const letters = plainName(written);
  let nearest: string | undefined;
  let limit = Infinity;
  for (const name of names) {
    const wanted = plainName(name);
    if (Math.abs(wanted.length - letters.length) > 3) continue;
    const distance = editDistance(letters, wanted);
    const most = Math.max(1, Math.min(3, Math.floor(letters.length / 3)));
    if (distance > most || distance >= limit) continue;
    nearest = name;
    limit = distance;
  }
  return nearest;
}

/**
 * ` (Did you mean blur?)`, or nothing, to follow what was written.
 *
 * @param written The misspelt name.
 * @param names Those that there are.
 */
export function didYouMean(written: string, names: Iterable<string>): string {
  const nearest = nearestName(written, names);
  return nearest === undefined ? "" : ` (Did you mean ${nearest}?)`;
}

/** A name without what people leave out or put in: "ClipIntensity" and "clip-intensity" are one. */
export function plainName(name: string): string {
  return name.replaceAll(/[\s_-]/g, "").toLowerCase();
}

/** Letters to insert, drop, replace, or swap with the next, to make one word of the other. */
function editDistance(from: string, to: string): number {
  let [beforeLast, last] = [[] as number[], Array.from({ length: to.length + 1 }, (_, j) => j)];
  for (let i = 0; i < from.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const replaced = last[j] + (from[i] === to[j] ? 0 : 1);
      const isSwapped = i > 0 && j > 0 && from[i] === to[j - 1] && from[i - 1] === to[j];
      const swapped = isSwapped ? beforeLast[j - 1] + 1 : Infinity;
      row.push(Math.min(replaced, last[j + 1] + 1, row[j] + 1, swapped));
    }
    [beforeLast, last] = [last, row];
  }
  return last[to.length];
}

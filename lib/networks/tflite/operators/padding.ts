/** The schema's ways to treat the picture's rim, by number. */
export const SAME_PADDING = 0;

/** A window's side along one dimension. */
export interface WindowSide {
  /** How many numbers come in. */
  readonly input: number;
  /** How many go out. */
  readonly output: number;
  /** How many it sees at once. */
  readonly size: number;
  /** By how many it moves. */
  readonly stride: number;
  /** How far apart lie those that it sees; 1 for neighbours. */
  readonly dilation: number;
}

/**
 * How many zeros go before and after, that the window fits as often as numbers
 * go out. With an odd count the one more goes after, as TensorFlow has it.
 *
 * @param padding The schema's number of the way.
 * @param window The window.
 * @returns The counts.
 */
export function margins(padding: number, window: WindowSide): { before: number; after: number } {
  if (padding !== SAME_PADDING) return { before: 0, after: 0 };
  const { input, output, size, stride, dilation } = window;
  const reach = (output - 1) * stride + (size - 1) * dilation + 1;
  const all = Math.max(reach - input, 0);
  const before = Math.floor(all / 2);
  return { before, after: all - before };
}

/**
 * The same for windows that put numbers out: how many rows are cut away before
 * and after, and how many are added.
 *
 * @param padding The schema's number of the way.
 * @param window The window.
 * @returns The counts.
 */
export function cuts(
  padding: number,
  { input, output, size, stride }: WindowSide,
): { before: number; after: number; added: number } {
  const excess = (input - 1) * stride + size - output;
  const before = padding === SAME_PADDING ? Math.floor(Math.max(excess, 0) / 2) : 0;
  return { before, after: Math.max(excess, 0) - before, added: Math.max(-excess, 0) };
}

/** After how many pixels a long loop lets others have a turn: about 50 ms. */
const PIXELS_A_TURN: number = 1 << 22;

/**
 * Let a signal come through between two parts of a long loop.
 *
 * @param signal Ends the loop.
 * @throws The signal's reason.
 */
export async function aTurn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal?.throwIfAborted();
}

/**
 * Rows in bands, between which others have a turn.
 *
 * @param size Sides of the picture.
 * @param signal Ends the loop.
 */
export async function* inBands(
  { width, height }: { width: number; height: number },
  signal: AbortSignal | undefined,
): AsyncGenerator<{ first: number; end: number }> {
  const rows = Math.max(1, Math.floor(PIXELS_A_TURN / width));
  for (let first = 0; first < height; first += rows) {
    if (first > 0) await aTurn(signal);
    yield { first, end: Math.min(height, first + rows) };
  }
}

/**
 * An iteration whose first step somebody has made already, to learn from the first item.
 *
 * @param first What that step gave.
 * @param rest Gives the others; it ends with this one, also where nobody asks for more.
 * @returns All items.
 */
export async function* continued<Item>(
  first: IteratorResult<Item>,
  rest: AsyncIterator<Item>,
): AsyncGenerator<Item, void, void> {
  try {
    for (let step = first; !step.done; step = await rest.next()) yield step.value;
  } finally {
    // Whoever wants no more than the first has not begun the rest, which is to end all the same.
    await rest.return?.();
  }
}

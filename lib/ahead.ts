/**
 * Items that are taken one ahead: while one is worked on, the next is made.
 *
 * @param items The items; each has a user, whoever takes it.
 * @returns The same items. If nobody wants more, the one that was taken ahead is released.
 */
export async function* ahead<Item extends { release(): void }>(
  items: AsyncGenerator<Item, void, void>,
): AsyncGenerator<Item, void, void> {
  const take = () => {
    const taken = items.next();
    // Whoever waits for it is told of its failure.
    taken.catch(() => {});
    return taken;
  };
  let next = take();
  let isOver = false;
  try {
    while (true) {
      const step = await next;
      if (step.done === true) return void (isOver = true);
      next = take();
      yield step.value;
    }
  } finally {
    if (!isOver) await giveUp(next);
    await items.return();
  }
}

async function giveUp(
  next: Promise<IteratorResult<{ release(): void }, void>>,
): Promise<void> {
  const step = await next.catch(() => undefined);
  if (step !== undefined && step.done !== true) step.value.release();
}

/**
 * What the browser remembers for the page; one that may not remember anything still works.
 *
 * @module
 */

/** What is remembered under a name. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Remember a text under a name; `null` forgets it. */
export function remember(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // Not allowed, or no room: it holds as long as the page does.
  }
}

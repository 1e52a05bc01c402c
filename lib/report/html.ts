/** Text for HTML and SVG, with nothing in it that the browser would take for markup. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign]);
}

/** How many methods have a colour of their own; the next ones get dashes. */
const COLORS = 8;
const DASHES = ["", "7 4", "2 3", "9 3 2 3"];

/** The class of a method's marks, by its row; the style sheet has the colours. */
export function colorClass(index: number): string {
  return `c${index % COLORS}`;
}

/** The dashes of a method's line, as an attribute. */
export function dashAttribute(index: number): string {
  const dash = DASHES[Math.floor(index / COLORS) % DASHES.length];
  return dash === "" ? "" : ` stroke-dasharray="${dash}"`;
}

/**
 * Small helpers to find and make elements.
 *
 * @module
 */

/** What an element is made with: attributes, properties that start with "on", and `text`. */
export type ElementParts = Readonly<
  Record<string, string | number | boolean | undefined | ((event: Event) => void)>
>;

/**
 * The element of the page with an id.
 *
 * @throws {Error} If there is none: the page and its script are of different versions.
 */
export function byId<Kind extends Element = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element '${id}'`);
  return found as unknown as Kind;
}

/**
 * Make an element.
 *
 * @param name Its tag, with classes behind dots: "button.plain".
 * @param parts Its attributes; those that are false or undefined are left out, functions are listeners.
 * @param children What is in it.
 */
export function make<Kind extends HTMLElement = HTMLElement>(
  name: string,
  parts: ElementParts = {},
  ...children: (Node | string)[]
): Kind {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  if (classes.length > 0) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(parts)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (key === "text") made.textContent = String(value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== undefined && value !== false) made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made as Kind;
}

/** An icon of the page's own, by the name of its symbol. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A button with an icon and a word. */
export function iconButton(
  name: string,
  word: string,
  parts: ElementParts = {},
): HTMLButtonElement {
  return make(
    "button.button",
    { type: "button", ...parts },
    icon(name),
    make("span", { text: word }),
  );
}

/** Show an element, or take it away for everybody. */
export function setShown(element: Element, isShown: boolean): void {
  element.toggleAttribute("hidden", !isShown);
}

/** Let a file be saved under a name. */
export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  make<HTMLAnchorElement>("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Something that changes, and those who follow it. */
export class Followed<Value> {
  readonly #followers: ((value: Value, before: Value) => void)[] = [];
  #value: Value;

  /** Begin with a value. */
  constructor(value: Value) {
    this.#value = value;
  }

  /** What it is now. */
  get value(): Value {
    return this.#value;
  }

  /** Change it, and tell all who follow; the same value changes nothing. */
  set(value: Value): void {
    if (value === this.#value) return;
    const before = this.#value;
    this.#value = value;
    for (const follower of this.#followers) follower(value, before);
  }

  /** Be told of it now, and of each change. */
  follow(follower: (value: Value, before: Value) => void): void {
    this.#followers.push(follower);
    follower(this.#value, this.#value);
  }
}

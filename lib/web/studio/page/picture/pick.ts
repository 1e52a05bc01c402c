/**
 * A colour picked in the picture, by pointer or keys; and the plate, after a countdown.
 *
 * @module
 */

import { type Choices, withSetting } from "../choices.ts";
import { byId, Followed, make, setShown } from "../elements.ts";
import type { EngineLink } from "../engine_link.ts";

/** How far an arrow key moves the crosshair. */
const STEP = 0.02;

/** The dropper: what a click in the picture means. */
export class Dropper {
  readonly #engine: EngineLink;
  readonly #button = byId<HTMLButtonElement>("dropper");
  #at: { x: number; y: number } = { x: 0.5, y: 0.5 };
  #opener: Element | null = null;

  /** A dropper that is not out yet. */
  constructor(choices: Followed<Choices>, engine: EngineLink) {
    this.#engine = engine;
    this.#button.addEventListener("click", (event) => this.#onClick(event));
    this.#button.addEventListener("keydown", (event) => this.#onKey(event));
    engine.on("picked", ({ color }) => {
      if (choices.value.method !== "chroma") return;
      choices.set(withSetting(choices.value, "key", color));
    });
    choices.follow(({ method }) => method === "chroma" || this.close());
  }

  /** Take it out, and put the keyboard into the picture. */
  open(): void {
    this.#opener = document.activeElement;
    this.#at = { x: 0.5, y: 0.5 };
    this.#showCrosshair();
    setShown(this.#button, true);
    this.#button.focus();
  }

  /** Put it away. */
  close(): void {
    if (this.#button.hidden) return;
    setShown(this.#button, false);
    if (this.#opener instanceof HTMLElement) this.#opener.focus();
  }

  #onClick(event: MouseEvent): void {
    // A click by the keyboard has no place of its own.
    if (event.detail > 0) {
      const { left, top, width, height } = this.#button.getBoundingClientRect();
      this.#at = { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
    }
    this.#engine.post({ kind: "pick", ...this.#at });
    this.close();
  }

  #onKey(event: KeyboardEvent): void {
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [-STEP, 0],
      ArrowRight: [STEP, 0],
      ArrowUp: [0, -STEP],
      ArrowDown: [0, STEP],
    };
    if (event.key === "Escape") this.close();
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const within = (value: number) => Math.min(1, Math.max(0, value));
    this.#at = { x: within(this.#at.x + move[0]), y: within(this.#at.y + move[1]) };
    this.#showCrosshair();
  }

  #showCrosshair(): void {
    const { style } = byId("crosshair");
    style.left = `${100 * this.#at.x}%`;
    style.top = `${100 * this.#at.y}%`;
  }
}

/** Takes the picture of the empty room. */
export class PlateTaker {
  /** The address of its thumbnail; "" until there is one. */
  readonly thumbnail: Followed<string> = new Followed("");
  readonly #engine: EngineLink;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** No plate is taken yet. */
  constructor(engine: EngineLink) {
    this.#engine = engine;
    engine.on("plate", ({ plate }) => {
      URL.revokeObjectURL(this.thumbnail.value);
      this.thumbnail.set(URL.createObjectURL(plate));
    });
  }

  /** Count down, then take it; a second call ends the countdown. */
  take(onTaken: () => void): void {
    if (this.#timer !== undefined) return this.cancel();
    const place = byId("countdown");
    const count = (seconds: number) => {
      if (seconds === 0) {
        this.cancel();
        this.#engine.post({ kind: "plate" });
        return onTaken();
      }
      const words = "Step out of the picture";
      place.replaceChildren(
        make("strong", { text: String(seconds) }),
        make("span", { text: words }),
      );
      this.#timer = setTimeout(count, 1000, seconds - 1);
    };
    setShown(place, true);
    count(3);
  }

  /** End the countdown. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    setShown(byId("countdown"), false);
  }
}

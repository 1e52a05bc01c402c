import { messageOf } from "../../errors.ts";
import { type Background, parseBackground } from "../../backgrounds/mod.ts";
import { ChangeableBackground } from "../../pipeline/live/changeable_background.ts";
import type { NamedBackground } from "../background/open_background.ts";

/** What is behind a live run, changed by keys. */
export class ShownBackground implements AsyncDisposable {
  /** What is behind each frame. */
  readonly background: ChangeableBackground;
  readonly #all: readonly NamedBackground[];
  readonly #blur: NamedBackground;
  readonly #open: (background: NamedBackground) => Promise<Background>;
  readonly #onFailure: (line: string) => void;
  #place = 0;
  /** What is shown instead of that of the command line. */
  #instead: "blur" | "off" | undefined;

  private constructor(
    all: readonly NamedBackground[],
    first: Background,
    open: (background: NamedBackground) => Promise<Background>,
    onFailure: (line: string) => void,
  ) {
    this.#all = all;
    this.#open = open;
    this.#onFailure = onFailure;
    this.#blur = all.find(({ choice }) => choice.kind === "blur") ??
      { name: "blur", choice: parseBackground("blur") };
    this.background = new ChangeableBackground(() => first, { onFailure });
  }

  /**
   * Open the first of some backgrounds.
   *
   * @param all The backgrounds, in order.
   * @param open Opens one.
   * @param onFailure Told if another one cannot be opened, or fails.
   * @throws If the first cannot be opened.
   */
  static async open(
    all: readonly NamedBackground[],
    open: (background: NamedBackground) => Promise<Background>,
    onFailure: (line: string) => void,
  ): Promise<ShownBackground> {
    return new ShownBackground(all, await open(all[0]), open, onFailure);
  }

  /** What is shown, as the command line calls it. */
  get name(): string {
    if (this.#instead === "off") return "off";
    return this.#instead === "blur" ? this.#blur.name : this.#all[this.#place].name;
  }

  /** Whether the room is seen. */
  get isOff(): boolean {
    return this.#instead === "off";
  }

  /** Show the next background; what is shown instead of it ends. */
  next(): void {
    if (this.#instead === undefined) this.#place = (this.#place + 1) % this.#all.length;
    this.#instead = undefined;
    this.#show(this.#all[this.#place]);
  }

  /** Show the blurred room, or the room, instead of the background; or the background again. */
  toggle(instead: "blur" | "off"): void {
    this.#instead = this.#instead === instead ? undefined : instead;
    if (this.#instead === "off") this.#set("off");
    else this.#show(this.#instead === "blur" ? this.#blur : this.#all[this.#place]);
  }

  #show(background: NamedBackground): void {
    this.#set(() => this.#open(background));
  }

  #set(choice: "off" | (() => Promise<Background>)): void {
    this.background.set(choice).catch((error) => {
      this.#onFailure(messageOf(error));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.background[Symbol.asyncDispose]();
  }
}

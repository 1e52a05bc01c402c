/**
 * What is behind, as the engine gets it.
 *
 * @module
 */

import { GALLERY } from "../../gallery.ts";
import type { ExportBackground } from "../../output/output_messages.ts";
import type { StudioBackground } from "../../protocol.ts";
import { type Choices, defaultChoices } from "../choices.ts";
import { Followed } from "../elements.ts";
import type { EngineLink } from "../engine_link.ts";
import { closeFile, type OpenedFile, openFile, videoFramesOf } from "../sources/file_source.ts";

/** Sends backgrounds to the engine, and keeps the user's own. */
export class Backgrounds {
  /** A picture or video of the user's, once there is one. */
  readonly own: Followed<OpenedFile | undefined> = new Followed<OpenedFile | undefined>(undefined);
  readonly #choices: Followed<Choices>;
  readonly #engine: EngineLink;
  readonly #onProblem: (text: string) => void;
  /** Counts what was chosen: a picture that comes too late is dropped. */
  #turn = 0;

  /** Follow what is chosen. */
  constructor(
    choices: Followed<Choices>,
    engine: EngineLink,
    onProblem: (text: string) => void,
  ) {
    this.#choices = choices;
    this.#engine = engine;
    this.#onProblem = onProblem;
    choices.follow(({ background }, before) => {
      if (background !== before.background || choices.value === before) void this.#send(background);
    });
  }

  /** Take a picture or video of the user's. */
  async setOwn(file: File): Promise<void> {
    try {
      const opened = await openFile(file);
      const before = this.own.value;
      this.own.set(opened);
      if (before !== undefined) closeFile(before);
      const background = `file:${file.name}`;
      if (this.#choices.value.background === background) await this.#send(background);
      else this.#choices.set({ ...this.#choices.value, background });
    } catch {
      this.#onProblem(`“${file.name}” is no picture or video that your browser knows.`);
    }
  }

  /** What is behind now, made anew for a file that is exported. */
  async current(): Promise<ExportBackground> {
    const own = this.own.value;
    const { background: word } = this.#choices.value;
    if (word.startsWith("file:") && own?.kind === "video") return { kind: "video", file: own.file };
    const [background] = await this.#make(word);
    if (background.kind === "video") throw new Error(`The background ${word} cannot be exported.`);
    return background;
  }

  async #send(word: string): Promise<void> {
    const turn = ++this.#turn;
    if (!word.startsWith("file:")) this.#pauseOwn();
    try {
      const [background, transfer] = await this.#make(word);
      if (turn === this.#turn) this.#engine.post({ kind: "background", background }, transfer);
      else if (background.kind === "picture") background.picture.close();
    } catch {
      this.#onProblem(`The background ${word} cannot be loaded.`);
      if (turn !== this.#turn || word === "blur:24") return;
      this.#choices.set({ ...this.#choices.value, background: "blur:24" });
    }
  }

  async #make(word: string): Promise<[StudioBackground, Transferable[]]> {
    if (GALLERY.some(({ file }) => file === word)) {
      const response = await fetch(`backgrounds/${word}`);
      if (!response.ok) throw new Error(`${word}: ${response.status}`);
      const picture = await createImageBitmap(await response.blob());
      return [{ kind: "picture", picture }, [picture]];
    }
    const own = this.own.value;
    if (!word.startsWith("file:")) return [{ kind: "word", word }, []];
    if (own === undefined) return [{ kind: "word", word: defaultChoices.background }, []];
    if (own.kind === "picture") {
      const picture = await createImageBitmap(own.picture);
      return [{ kind: "picture", picture }, [picture]];
    }
    await own.video.play();
    const frames = videoFramesOf(own.video);
    return [{ kind: "video", frames }, [frames]];
  }

  #pauseOwn(): void {
    if (this.own.value?.kind === "video") this.own.value.video.pause();
  }
}

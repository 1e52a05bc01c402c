/**
 * Where frames come from: nothing, a camera, or a file; and when the camera is let go.
 *
 * @module
 */

import { Followed } from "../elements.ts";
import type { EngineLink } from "../engine_link.ts";
import { CameraSource, type CameraWish, defaultCameraSize } from "./camera_source.ts";
import { FileSource, openFile } from "./file_source.ts";
import { brokenFile, cameraProblem, lostCamera, noMediaDevices, type Problem } from "./problems.ts";

/** So long the page may be hidden until the camera is let go. */
const HIDDEN_FOR = 3000;

/** What is there now. */
export type SourceState =
  | { readonly kind: "none" }
  | { readonly kind: "asking" }
  | { readonly kind: "problem"; readonly problem: Problem }
  /** A camera; it is resting while the page is hidden. */
  | { readonly kind: "camera"; readonly deviceId: string; readonly isResting: boolean }
  | { readonly kind: "file"; readonly source: FileSource };

/** Starts and stops sources, one at a time. */
export class Sources {
  /** What there is. */
  readonly state: Followed<SourceState> = new Followed<SourceState>({ kind: "none" });
  /** Which camera is asked for, and with what size. */
  readonly wish: Followed<CameraWish> = new Followed<CameraWish>({
    deviceId: "",
    size: defaultCameraSize,
  });
  /** Whether somebody else needs the frames: then the camera is kept while the page is hidden. */
  isNeeded: () => boolean = () => false;
  readonly #engine: EngineLink;
  #camera: CameraSource | undefined;
  #file: FileSource | undefined;
  /** Counts what was asked for, so that what comes too late is dropped. */
  #turn = 0;
  #hiding: ReturnType<typeof setTimeout> | undefined;

  /** Sources for an engine; nothing is asked for yet. */
  constructor(engine: EngineLink) {
    this.#engine = engine;
    document.addEventListener("visibilitychange", () => this.#onVisibility());
    addEventListener("pagehide", () => this.#camera?.stop());
  }

  /** Ask for the camera. */
  async startCamera(): Promise<void> {
    const turn = ++this.#turn;
    if (navigator.mediaDevices?.getUserMedia === undefined) {
      return this.#fail(noMediaDevices);
    }
    this.#release();
    this.state.set({ kind: "asking" });
    try {
      const onLost = () => this.#onLost(turn);
      const camera = await CameraSource.open(this.wish.value, this.#engine, onLost);
      if (turn !== this.#turn) return camera.stop();
      this.#camera = camera;
      this.state.set({ kind: "camera", deviceId: camera.deviceId, isResting: false });
    } catch (error) {
      if (turn === this.#turn) this.#fail(cameraProblem(error));
    }
  }

  /** Change the camera or its size; one that runs starts anew. */
  async changeCamera(wish: Partial<CameraWish>): Promise<void> {
    this.wish.set({ ...this.wish.value, ...wish });
    if (this.state.value.kind === "camera") await this.startCamera();
  }

  /** Take a file instead. */
  async open(file: File): Promise<void> {
    const turn = ++this.#turn;
    try {
      const opened = await openFile(file);
      if (turn !== this.#turn) return;
      this.#release();
      this.#engine.post({ kind: "stop" });
      this.#file = new FileSource(opened, this.#engine);
      this.state.set({ kind: "file", source: this.#file });
    } catch {
      if (turn === this.#turn) this.#fail(brokenFile(file.name));
    }
  }

  /** Stop whatever there is. */
  stop(): void {
    this.#turn++;
    this.#release();
    this.#engine.post({ kind: "stop" });
    this.state.set({ kind: "none" });
  }

  /** Whatever stands still is shown anew: something was changed. */
  refresh(): void {
    this.#file?.again();
  }

  #fail(problem: Problem): void {
    this.#release();
    this.#engine.post({ kind: "stop" });
    this.state.set({ kind: "problem", problem });
  }

  #release(): void {
    this.#camera?.stop();
    this.#file?.stop();
    this.#camera = this.#file = undefined;
  }

  #onLost(turn: number): void {
    if (turn === this.#turn) this.#fail(lostCamera);
  }

  #onVisibility(): void {
    clearTimeout(this.#hiding);
    if (document.hidden) this.#hiding = setTimeout(() => this.#rest(), HIDDEN_FOR);
    else if (this.state.value.kind === "camera" && this.state.value.isResting) {
      void this.startCamera();
    }
  }

  /** Let the camera go until the page is looked at again. */
  #rest(): void {
    const { value } = this.state;
    if (!document.hidden || value.kind !== "camera" || this.isNeeded()) return;
    this.#turn++;
    this.#release();
    this.#engine.post({ kind: "stop" });
    this.state.set({ ...value, isResting: true });
  }
}

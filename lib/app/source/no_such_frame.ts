import { UsageError } from "../usage_error.ts";

/** What is known of how many frames there are. */
export interface FramesThere {
  /** How many there are; 0 if nobody has counted. */
  readonly found?: number;
  /** About how many there are, if that is known. */
  readonly about?: number | undefined;
  /** Whether a part of the video is read only. */
  readonly isPart?: boolean;
}

/** A frame that a video does not have. */
export class NoSuchFrame extends UsageError {
  /** The last one that it has, or about that, if it is known. */
  readonly last: number | undefined;

  /**
   * A frame is missing.
   *
   * @param video The video, as it is named.
   * @param number The frame's number.
   * @param there How many there are.
   */
  constructor(video: string, number: number, { found = 0, about, isPart = false }: FramesThere) {
    const fewer = about === undefined ? "fewer" : `about ${about}`;
    const where = isPart ? " in the part that is read" : "";
    super(`there is no frame ${number}: '${video}' has ${found > 0 ? found : fewer}${where}`);
    this.last = found > 0 ? found : about;
  }
}

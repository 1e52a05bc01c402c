/**
 * Something that runs need, or may need.
 *
 * @category Without a network
 */
export interface Finding {
  /** What it is about, the same in every version: "ffmpeg", "fetched-fast". */
  readonly id: string;
  /** The part that it belongs to. */
  readonly topic: Topic;
  /**
   * "ok"; "note" where something works less well, or not at all, but the default runs do; "missing"
   * where they cannot.
   */
  readonly state: "ok" | "note" | "missing";
  /** What there is, in one line. */
  readonly text: string;
  /** What to do, where something may be done. */
  readonly advice?: string | undefined;
  /** Whether the default runs fetch it before they begin. */
  readonly isFetchedFirst?: boolean | undefined;
  /** The same for programs. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

/** The parts of what is found, in the order in which they are told. */
export const topics = ["programs", "machine", "fetched", "folders", "permissions"] as const;

/**
 * A part of what {@linkcode examine} finds.
 *
 * @category Without a network
 */
export type Topic = typeof topics[number];

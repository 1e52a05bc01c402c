import type { Frame } from "../../../raster/frame.ts";

/** Hands results on to a stream: never more than it takes at once. */
export class ResultOutput {
  readonly #writer: WritableStreamDefaultWriter<VideoFrame>;
  #isOver = false;

  /** @param stream Where results go. */
  constructor(stream: WritableStream<VideoFrame>) {
    this.#writer = stream.getWriter();
    const end = () => void (this.#isOver = true);
    this.#writer.closed.then(end, end);
  }

  /**
   * Hand a result on, unless the stream is not ready for one.
   *
   * @param composite The result; it is copied.
   * @param timestamp When it is shown, in seconds.
   */
  write({ width, height, bitmap }: Frame, timestamp: number): void {
    if (this.#isOver || (this.#writer.desiredSize ?? 0) <= 0) return;
    const frame = new VideoFrame(bitmap as Uint8ClampedArray<ArrayBuffer>, {
      format: "RGBA",
      codedWidth: width,
      codedHeight: height,
      timestamp: Math.round(1e6 * timestamp),
    });
    this.#writer.write(frame).catch(() => frame.close());
  }

  /** No more results. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#writer.close().catch(() => {});
  }
}

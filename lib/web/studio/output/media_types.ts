/**
 * What some browsers have, and TypeScript's DOM does not know.
 *
 * @module
 */

/** A track that shows the frames that are written to it. */
export interface TrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}

interface MediaClasses {
  readonly MediaStreamTrackGenerator?: new (init: { kind: "video" }) => TrackGenerator;
  readonly MediaStreamTrackProcessor?: new (
    init: { track: MediaStreamTrack; maxBufferSize?: number },
  ) => { readonly readable: ReadableStream };
  readonly documentPictureInPicture?: {
    requestWindow(size: { width: number; height: number }): Promise<Window>;
  };
}

/** The classes that there are. */
export const media: MediaClasses = globalThis as MediaClasses;

/** An element whose sound and pictures can be taken. */
export interface CapturableVideo extends HTMLVideoElement {
  captureStream?(): MediaStream;
}

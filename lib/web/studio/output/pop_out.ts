import { media } from "./media_types.ts";
import type { OutputTap, RunningOutput } from "./output_types.ts";
import type { ResultTrack } from "./result_track.ts";

/** A window's name: it is opened once. */
const NAME = "backdrop-picture";

/** What the window is called: for whoever chooses it as a source. */
const TITLE = "Backdrop – picture";

/** The window is at most so wide at first. */
const WIDEST = 1280;

/**
 * Open a window that shows the results and nothing else.
 *
 * @param tap Where they come from.
 * @param results Their track.
 * @returns What closes it; `ended` when the user does.
 * @throws {Error} If the browser does not allow it.
 */
export async function openPictureWindow(
  tap: OutputTap,
  results: ResultTrack,
): Promise<RunningOutput> {
  const size = windowSize(tap.canvas);
  const opened = open("about:blank", NAME, `popup,width=${size.width},height=${size.height}`) ??
    // Where windows are blocked, a small one above the others may be allowed.
    await media.documentPictureInPicture?.requestWindow(size).catch(() => undefined);
  if (!opened) {
    throw new Error("Your browser has blocked the window: allow pop-ups for this page.");
  }
  const track = results.take(tap);
  const video = fill(opened, track);
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const close = () => opened.close();
  addEventListener("pagehide", close);
  // The blank page that a window begins with is not the one that is hidden.
  opened.addEventListener("pagehide", () => resolve());
  void ended.then(() => {
    removeEventListener("pagehide", close);
    video.srcObject = null;
    results.release(track);
  });
  return {
    ended,
    stop() {
      close();
      resolve();
      return Promise.resolve(undefined);
    },
  };
}

function windowSize({ width, height }: HTMLCanvasElement): { width: number; height: number } {
  const scale = Math.min(1, WIDEST / width);
  return { width: Math.round(scale * width), height: Math.round(scale * height) };
}

/** Black, and on it the picture as large as it can be. */
function fill({ document }: Window, track: MediaStreamTrack): HTMLVideoElement {
  document.title = TITLE;
  Object.assign(document.documentElement.style, { height: "100%", background: "black" });
  Object.assign(document.body.style, { height: "100%", margin: "0", overflow: "hidden" });
  const video = document.createElement("video");
  Object.assign(video, { muted: true, autoplay: true, playsInline: true });
  Object.assign(video.style, { width: "100%", height: "100%", objectFit: "contain" });
  video.style.display = "block";
  video.srcObject = new MediaStream([track]);
  document.body.replaceChildren(video);
  void video.play().catch(() => {});
  return video;
}

/**
 * What can go wrong before there is a picture, in words for whoever sits there.
 *
 * @module
 */

import { messageOf } from "../../../../errors.ts";

/** What stands in place of the picture. */
export interface Problem {
  readonly title: string;
  readonly text: string;
  /** What can be done about it here; reloading needs no action. */
  readonly action?: "camera" | "file" | "reload";
}

/** What the page can do here, as far as it matters. */
export interface Abilities {
  readonly offscreenCanvas: boolean;
  readonly videoFrame: boolean;
  readonly mediaDevices: boolean;
  readonly isIsolated: boolean;
}

/** Look what this browser can do. */
export function lookAround(): Abilities {
  return {
    offscreenCanvas: typeof OffscreenCanvas === "function" &&
      "transferControlToOffscreen" in HTMLCanvasElement.prototype,
    videoFrame: typeof VideoFrame === "function",
    mediaDevices: navigator.mediaDevices?.getUserMedia !== undefined,
    isIsolated: globalThis.crossOriginIsolated === true,
  };
}

/** What keeps the studio from working in this browser at all, if anything does. */
export function missingAbility(abilities: Abilities): Problem | undefined {
  const missing = [
    ...abilities.offscreenCanvas ? [] : ["OffscreenCanvas"],
    ...abilities.videoFrame ? [] : ["VideoFrame (WebCodecs)"],
  ];
  if (missing.length === 0) return undefined;
  return {
    title: "This browser is too old for the studio",
    text: `It has no ${missing.join(" and no ")}. ` +
      "A current Chrome, Edge, Firefox or Safari has what is needed.",
  };
}

/** Why there is no camera, by the error that asking for it ended with. */
export function cameraProblem(error: unknown): Problem {
  const name = error instanceof DOMException ? error.name : "";
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return {
        title: "The camera is not allowed",
        text: "Your browser or system keeps this page from the camera. Allow it by the symbol " +
          "beside the address, then try again. A video file works without it.",
        action: "camera",
      };
    case "NotFoundError":
    case "OverconstrainedError":
      return {
        title: "No camera found",
        text: "Plug one in and try again, or drop a video here.",
        action: "camera",
      };
    case "NotReadableError":
    case "AbortError":
      return {
        title: "The camera is in use",
        text: "Another program or tab may have it. Close that, then try again.",
        action: "camera",
      };
  }
  return {
    title: "The camera does not start",
    text: messageOf(error),
    action: "camera",
  };
}

/** The page may not ask for a camera at all. */
export const noMediaDevices: Problem = {
  title: "No camera on this page",
  text: "Browsers give cameras to https and localhost only. A video file works all the same.",
  action: "file",
};

/** The camera was there, and is gone. */
export const lostCamera: Problem = {
  title: "The camera is gone",
  text: "It was unplugged, or another program took it. Once it is back, press “Try again”.",
  action: "camera",
};

/** A file that nothing can be read from. */
export function brokenFile(name: string): Problem {
  return {
    title: "This file cannot be shown",
    text: `Your browser finds no picture or video that it knows in “${name}”. ` +
      "MP4 (H.264), WebM, JPEG, PNG and WebP work everywhere.",
    action: "file",
  };
}

/** The worker is gone. */
export function brokenEngine(reason: string): Problem {
  return {
    title: "The engine has stopped",
    text: `The part that draws has failed: ${reason}. Load the page again to go on.`,
    action: "reload",
  };
}

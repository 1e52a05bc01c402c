import type { FfmpegLog } from "../ffmpeg/ffmpeg_log.ts";

/** Why a camera gives nothing. */
export type CameraTrouble = "none" | "busy" | "denied" | "other";

/** A camera cannot be opened, or gives nothing any more. */
export class CameraError extends Error {
  override readonly name = "CameraError";
  /** Why. */
  readonly trouble: CameraTrouble;

  /**
   * @param message What cannot be done, why, and what helps.
   * @param trouble Why, in a word.
   */
  constructor(message: string, trouble: CameraTrouble) {
    super(message);
    this.trouble = trouble;
  }
}

/** What ffmpeg says, and what that means. */
const TROUBLES: readonly (readonly [CameraTrouble, RegExp])[] = [
  ["denied", /permission denied|operation not permitted|not authorized|access is denied/i],
  ["busy", /device or resource busy|already in use|could not run graph|cannot use .* in use/i],
  [
    "none",
    /no such (file|device)|could not find video|video device not found|not a video capture device|inappropriate ioctl|invalid device index|no such device/i,
  ],
];

/**
 * Why ffmpeg could not open a camera, from what it says.
 *
 * @param log What it has said.
 */
export function troubleOf({ errors }: { readonly errors: readonly string[] }): CameraTrouble {
  for (const [trouble, words] of TROUBLES) {
    if (errors.some((error) => words.test(error))) return trouble;
  }
  return "other";
}

/**
 * The error of a camera that cannot be opened, in one line.
 *
 * @param name What the camera is called: "camera:/dev/video2", or where it is not named, "camera".
 * @param log What ffmpeg has said.
 * @param os The system.
 */
export function cameraError(
  name: string,
  log: Pick<FfmpegLog, "errors" | "reason">,
  os: typeof Deno.build.os = Deno.build.os,
): CameraError {
  const trouble = troubleOf(log);
  const cannot = `Cannot open '${name}'`;
  switch (trouble) {
    case "denied": {
      const help = os === "linux"
        ? "may you use cameras? sudo usermod -aG video $USER, then log in anew"
        : os === "darwin"
        ? "allow your terminal the camera in System Settings, Privacy & Security, Camera"
        : "allow desktop apps the camera in Settings, Privacy & security, Camera";
      return new CameraError(`${cannot}: permission is denied; ${help}`, trouble);
    }
    case "busy":
      return new CameraError(
        `${cannot}: another program uses it; end that one, or choose another of camera:list`,
        trouble,
      );
    case "none":
      return new CameraError(`${cannot}: there is no such camera; camera:list shows all`, trouble);
    case "other": {
      const said = log.reason === undefined ? "it gives no picture" : `ffmpeg says "${log.reason}"`;
      return new CameraError(`${cannot}: ${said}`, trouble);
    }
  }
}

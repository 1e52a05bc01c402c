import { basename, extname, join } from "node:path";
import { isCamera } from "../../files/camera/camera_name.ts";
import { livePlace, whyNoOutput } from "../../files/camera/virtual_camera.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import { FilePattern } from "../../files/pictures/numbered_files.ts";
import { containerOf, containers } from "../../files/ffmpeg/encode/containers.ts";
import type { OptionNames } from "../../option_names.ts";
import type { RunOptions } from "../options/run_options.ts";
import { UsageError } from "../usage_error.ts";
import { wholePath } from "../../files/system/working_folder.ts";
import { nameOfTarget, type Target, type Targets } from "./target.ts";
import { assertNoDevice, assertWritable } from "./target_checks.ts";

/**
 * Find out what `--output` and `--mattes` mean.
 *
 * @param options The command line.
 * @param hasAlpha Whether composites will have transparent parts.
 * @param isStill Whether the video is one picture, for which one name will do.
 * @returns Where the pictures go.
 * @throws {UsageError} If they cannot go there: one name for many pictures, a
 * format that is not written or has no transparency, or a name that is an input's.
 */
export function chooseTargets(
  options: RunOptions,
  hasAlpha: boolean = false,
  isStill: boolean = false,
): Targets {
  const live = chooseLiveTarget(options, hasAlpha);
  if (live !== undefined) return live;
  assertNoDevice(options);
  const { names } = options;
  const isPhotoInFolder = isStill && options.output !== "-" && isFolder(options.output);
  const wanted = isPhotoInFolder
    ? join(options.output, pictureNameOf(options.video, hasAlpha, options.format))
    : isStill && hasAlpha && !options.given.has("output") && options.format === undefined
    ? "output%d.png"
    : options.output;
  const output = chooseTarget("output", wanted, {
    names,
    name: "output%d",
    format: hasAlpha ? "png" : "jpg",
    forced: options.format,
    stem: stemOf(options.video),
  });
  const mattes = options.mattes === undefined
    ? undefined
    : chooseTarget("mattes", options.mattes, { names, name: "matte%d", format: "png" });
  assertWritable({ output, mattes }, options, hasAlpha, isStill);
  return { output, mattes };
}

/** A camera's output, if it is shown live. */
function chooseLiveTarget(options: RunOptions, hasAlpha: boolean): Targets | undefined {
  const { video, output: asked, given, names } = options;
  if (!isCamera(video)) return undefined;
  const [companion] = (["stereo", "right", "depth"] as const).filter((name) => given.has(name));
  if (companion !== undefined) {
    throw new UsageError(`${names.named(companion)} needs a video, and '${video}' is a camera`);
  }
  const place = livePlace(given.has("output") ? asked : "preview");
  if (place === undefined) return undefined;
  const why = place.to === "device" ? whyNoOutput(place.path) : undefined;
  if (why !== undefined) throw new UsageError(why);
  const output: Target = { kind: "live", place };
  if (hasAlpha) {
    throw new UsageError(`${nameOfTarget(output)} has no transparency: name another background`);
  }
  if (options.mattes === undefined) return { output, mattes: undefined };
  const mattes = chooseTarget("mattes", options.mattes, { names, name: "matte%d", format: "png" });
  assertWritable({ output, mattes }, options, hasAlpha, false);
  return { output, mattes };
}

/** A video's name without its ending, for what is made of it. */
export function stemOf(video: string): string {
  const info = fileInfo(video);
  // A folder's name has no ending.
  if (info?.isDirectory) return basename(wholePath(video)) || "output";
  const isNoFile = video === "-" || /^https?:|%\d*d/.test(video) || isCamera(video);
  if (info === undefined && isNoFile) return "output";
  return basename(video, extname(video));
}

/**
 * The name of the picture that is made of a photo: its own, with an ending that can be written.
 *
 * @param photo The photo.
 * @param hasAlpha Whether it will have transparent parts.
 * @param format What `--format` says.
 * @param stem The name without that ending.
 * @returns The name; as in patterns, `%%` stands for a percent sign.
 */
export function pictureNameOf(
  photo: string,
  hasAlpha: boolean,
  format?: RunOptions["format"],
  stem: string = stemOf(photo),
): string {
  const own = extname(photo);
  const wanted = format === "jpg" || format === "png" ? format : hasAlpha ? "png" : undefined;
  const isKept = wanted === undefined
    ? /^\.(jpe?g|png)$/i.test(own)
    : new RegExp(`^\\.${wanted.replace("jpg", "jpe?g")}$`, "i").test(own);
  return `${stem}${isKept ? own : `.${wanted ?? "jpg"}`}`.replaceAll("%", "%%");
}

/** Whether a target is meant as a folder: it is one, or has no ending. */
export function isFolder(target: string): boolean {
  const info = fileInfo(target);
  if (info !== undefined) return info.isDirectory;
  return /[/\\]$/.test(target) || (extname(target) === "" && !/%\d*d/.test(target));
}

interface Defaults {
  readonly names: OptionNames;
  /** The name in a folder, without ending. */
  readonly name: string;
  readonly format: "jpg" | "png";
  /** What `--format` says. */
  readonly forced?: RunOptions["format"];
  /** The name of a video in a folder, without ending. */
  readonly stem?: string;
}

function chooseTarget(option: "output" | "mattes", target: string, defaults: Defaults): Target {
  const { names, name, format, forced, stem = "output" } = defaults;
  if (target === "-") {
    if (forced === "jpg" || forced === "png") {
      const asked = names.with("format", forced);
      throw new UsageError(`${asked} needs a folder or a pattern, not standard output`);
    }
    return forced === undefined
      ? { kind: "raw" }
      : { kind: "video", path: undefined, container: forced };
  }
  // A folder may be called as a video is.
  const container = /[/\\]$/.test(target) ? undefined : containerOf(target);
  if (container !== undefined && !/%\d*d/.test(basename(target))) {
    return { kind: "video", path: target, container };
  }
  if (forced !== undefined && forced !== "jpg" && forced !== "png") {
    if (!isFolder(target)) {
      throw new UsageError(`${names.with("format", forced)} needs a folder or -, got '${target}'`);
    }
    return { kind: "video", path: join(target, `${stem}.${forced}`), container: forced };
  }
  const pictures = forced === "jpg" || forced === "png" ? forced : format;
  let pattern: FilePattern;
  try {
    pattern = FilePattern.from(target, `${name}.${pictures}`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(error.message);
  }
  const ending = /\.(jpe?g|png)$/i.exec(pattern.name)?.[1].toLowerCase();
  if (ending === undefined || (option === "mattes" && ending !== "png")) {
    throw new UsageError(
      `${names.named(option)} must be a folder, a pattern like '${name}.${format}', or a video ` +
        `(${containers.join(", ")}), got '${target}'`,
    );
  }
  return { kind: "pictures", pattern, format: ending === "png" ? "png" : "jpg" };
}

import { basename, dirname, extname, join } from "node:path";
import { fileInfo, realPath } from "../../files/system/file_info.ts";
import { FilePattern } from "../../files/pictures/numbered_files.ts";
import {
  chooseCodec,
  type Container,
  containerOf,
  containers,
  dotted,
  STREAM_CONTAINER,
  transparentContainers,
} from "../../files/ffmpeg/encode/containers.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import type { OptionNames } from "../../option_names.ts";
import type { RunOptions } from "../run_options.ts";
import {
  assertNoAddress,
  asStream,
  withContainer,
  withFreeOutput,
  withNumber,
  withTransparency,
} from "./better_output.ts";
import { withOption } from "../command_line.ts";
import { UsageError } from "../usage_error.ts";
import { onDisk, wholePath } from "../../files/system/working_folder.ts";

/** A file for each picture. */
export interface PictureTarget {
  readonly kind: "pictures";
  readonly pattern: FilePattern;
  readonly format: "jpg" | "png";
}

/** One video file, or one on standard output. */
export interface VideoTarget {
  readonly kind: "video";
  /** `undefined` for standard output. */
  readonly path: string | undefined;
  readonly container: Container;
}

/** RGBA, frame after frame, on standard output. */
export interface RawTarget {
  readonly kind: "raw";
}

/** Where composites or mattes go. */
export type Target = PictureTarget | VideoTarget | RawTarget;

/** Where the pictures go. */
export interface Targets {
  output: Target;
  mattes: Target | undefined;
}

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
  assertFormat(output, options, hasAlpha, isStill);
  if (mattes !== undefined && isSame(output, mattes)) {
    throw new UsageError(
      `${names.named("mattes")} and ${names.named("output")} are both '${nameOfTarget(output)}': ` +
        "choose two names",
    );
  }
  for (const target of [output, mattes]) {
    if (target?.kind === "pictures") assertPictureNames(target.pattern, options, isStill);
    if (target?.kind === "video" && target.path !== undefined) {
      assertVideoName(target.path, options);
    }
  }
  if (output.kind === "raw" || (output.kind === "video" && output.path === undefined)) {
    if (options.json) {
      const better = withOption(options.words, "--json", "--json", undefined);
      const both = `${names.named("json")} and ${names.with("output", "-")}`;
      throw new UsageError(`${both} both want standard output: choose one`, { better });
    }
  }
  return { output, mattes };
}

/** A video's name without its ending, for what is made of it. */
export function stemOf(video: string): string {
  const info = fileInfo(video);
  // A folder's name has no ending.
  if (info?.isDirectory) return basename(wholePath(video)) || "output";
  const isNoFile = video === "-" || /^(https?|camera):|%\d*d/.test(video);
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

/**
 * Check that a target is no device and no address: neither file nor folder can be made there.
 *
 * @param options The command line.
 * @param areMany Whether several files are to be made.
 * @throws {UsageError} If it is one; the message says what works.
 */
export function assertNoDevice(options: RunOptions, areMany: boolean = false): void {
  assertNoAddress(options, areMany);
  const { output: target, words, names } = options;
  const info = fileInfo(target);
  const isCamera = /^\/dev\/video\d+$/.test(target);
  const isPipe = info?.isFifo || info?.isSocket || /^(\/dev\/stdout|pipe:1?)$/.test(target);
  if (!isCamera && !isPipe && !info?.isCharDevice && !info?.isBlockDevice) return;
  const better = areMany ? undefined : asStream(words);
  if (isCamera) {
    throw new UsageError(
      `'${target}' is a camera, no file or folder: virtual cameras are not written yet, but ` +
        "ffmpeg can",
      { better, pipe: `ffmpeg -i - -pix_fmt yuv420p -f v4l2 ${target}` },
    );
  }
  throw new UsageError(
    `'${target}' is a ${isPipe ? "pipe" : "device"}, no file or folder: ` +
      `${names.with("output", "-")} writes to standard output`,
    { better },
  );
}

/** Whether two targets are one place. */
function isSame(a: Target, b: Target): boolean {
  const placeOf = (target: Target) => {
    const name = nameOfTarget(target);
    if (name === STANDARD_OUTPUT) return name;
    return join(realPath(dirname(name)) ?? wholePath(dirname(name)), basename(name));
  };
  return placeOf(a) === placeOf(b);
}

const STANDARD_OUTPUT = "standard output";

/** What a target is called, for people. */
export function nameOfTarget(target: Target): string {
  if (target.kind === "pictures") return String(target.pattern);
  return (target.kind === "video" && target.path) || STANDARD_OUTPUT;
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

function assertFormat(
  target: Target,
  options: RunOptions,
  hasAlpha: boolean,
  isStill: boolean,
): void {
  if (hasAlpha && target.kind === "pictures" && target.format === "jpg") {
    const better = withTransparency(options, isStill);
    const videos = dotted(transparentContainers).slice(0, 2).join(" or ");
    throw new UsageError(`JPEG has no transparency: write PNG pictures, ${videos}`, { better });
  }
  if (target.kind !== "video") return;
  try {
    chooseCodec(target.container, options.codec, hasAlpha);
  } catch (error) {
    const better = hasAlpha ? withTransparency(options, isStill) : withContainer(options);
    throw new UsageError((error as Error).message, { better });
  }
}

function assertPictureNames(pattern: FilePattern, options: RunOptions, isStill: boolean): void {
  const range = options.frames ?? { first: 1, last: isStill ? 1 : Infinity };
  if (!pattern.hasNumber && range.first !== range.last) {
    throw new UsageError(
      `'${pattern}' is one name for many pictures: put %d where the number goes, or name a folder`,
      { better: withNumber(options) },
    );
  }
  for (const input of inputsOf(options)) {
    if (overwrites(pattern, input, range)) {
      throw new UsageError(
        `'${pattern}' would overwrite the input '${input}': choose another name`,
        { better: withFreeOutput(options) },
      );
    }
  }
}

/** All that a run reads, as it is named. */
function inputsOf({ video, background, cleanPlate }: RunOptions): string[] {
  return [video, background, ...(cleanPlate === undefined ? [] : [cleanPlate])];
}

function assertVideoName(path: string, options: RunOptions): void {
  const real = realPath(path);
  if (real === undefined) return;
  for (const input of inputsOf(options)) {
    if (realPath(input) === real) {
      throw new UsageError(
        `'${path}' would overwrite the input '${input}': choose another name`,
        { better: withFreeOutput(options) },
      );
    }
  }
}

/**
 * Check that no video and no single picture is there already, which would be lost. Numbered
 * pictures are replaced, as the tutorial does.
 *
 * @throws {UsageError} If there is one, and no `--overwrite`.
 */
export function assertNotThere({ output, mattes }: Targets, options: RunOptions): void {
  if (options.overwrite) return;
  for (const [option, target] of [["output", output], ["mattes", mattes]] as const) {
    const path = target && singlePath(target);
    if (path === undefined || realPath(path) === undefined) continue;
    throw new UsageError(
      `'${path}' is there already: ${options.names.named("overwrite")} replaces it`,
      {
        better: withFreeOutput(options, option),
      },
    );
  }
}

/**
 * Check that frames do not go to a standard output that is a terminal.
 *
 * @throws {UsageError} If they do; the message says where else.
 */
export function assertNotOnScreen({ output, mattes }: Targets, { words, names }: RunOptions): void {
  const isOut = (target?: Target) =>
    target?.kind === "raw" || (target?.kind === "video" && target.path === undefined);
  const reason = "standard output is a terminal, on which no video can be seen";
  if (isOut(mattes)) {
    throw new UsageError(`${reason}: name a file or a folder for ${names.named("mattes")}`);
  }
  if (!isOut(output)) return;
  const container = output.kind === "video" ? output.container : STREAM_CONTAINER;
  const better = withOption(words, "--format", "--format", container);
  throw new UsageError(`${reason}: send it to a file (> out.${container}) or a player`, {
    better,
    pipe: "ffplay -",
  });
}

/** The one file that a target is, if it is no stream and no numbered pictures. */
export function singlePath(target: Target): string | undefined {
  if (target.kind === "video") return target.path;
  if (target.kind === "raw" || target.pattern.hasNumber) return undefined;
  return target.pattern.path(1);
}

/** Whether one of the files to come is an input of the run, or what the input is a link to. */
function overwrites(pattern: FilePattern, input: string, range: FrameRange): boolean {
  try {
    const folder = Deno.realPathSync(onDisk(pattern.folder));
    // Pictures among pictures would be read as frames the next time.
    if (fileInfo(input)?.isDirectory) return realPath(input) === folder;
    return inputFiles(input).some((file) => {
      const named = join(Deno.realPathSync(onDisk(dirname(file))), basename(file));
      return [named, Deno.realPathSync(onDisk(file))].some((path) => {
        const number = pattern.numberOf(basename(path));
        if (number === undefined || dirname(path) !== folder) return false;
        return !pattern.hasNumber || (number >= range.first && number <= range.last);
      });
    });
  } catch {
    // Without the folder, or the input, there is nothing to overwrite.
    return false;
  }
}

/** The files that an input names: itself, or those of a sequence of pictures. */
function inputFiles(input: string): string[] {
  if (realPath(input) !== undefined || !/%\d*d/.test(basename(input))) return [input];
  const pattern = new FilePattern(input);
  return [...pattern.entriesThere().values()].map(({ name }) => join(pattern.folder, name));
}

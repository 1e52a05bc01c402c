import { openJpegCodec } from "../../files/pictures/jpeg_codec.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import type { MethodName } from "../../methods/settings/method_settings.ts";
import type { Frame } from "../../raster/frame.ts";
import { encodePng } from "../../report/png/encode_png.ts";
import { contactSheet, type SheetRow } from "../../report/sheet/contact_sheet.ts";
import { Lettering } from "../../report/sheet/lettering.ts";
import type { RunOptions } from "../options/run_options.ts";
import type { SampleSurroundings } from "./sample_methods.ts";
import type { FrameSample, SampledMethod } from "./sampled_method.ts";

type Worked = Extract<SampledMethod, { failure?: undefined }>;

/**
 * The contact sheet of methods: the frames as they are, then a row for each method, and last those that cannot
 * work here.
 *
 * @param run The run.
 * @param frames The numbers of the frames.
 * @param sampled What became of each method.
 */
export async function sheetOf(
  { video, background }: Pick<RunOptions, "video" | "background">,
  frames: readonly number[],
  sampled: readonly SampledMethod[],
): Promise<Frame> {
  const worked = sampled.filter((method): method is Worked => method.failure === undefined);
  const content = {
    title: `${video}, background: ${background}`,
    columns: frames.map((number) => {
      const timestamp = sampleOf(worked, number)?.timestamp;
      return `frame ${number}${timestamp === undefined ? "" : `, ${timestamp.toFixed(1)} s`}`;
    }),
    rows: [
      videoRow(frames, worked),
      ...worked.map((method) => methodRow(frames, method)),
    ],
    remarks: sampled.flatMap(({ name, failure }) =>
      failure === undefined ? [] : [{ name, text: failure }]
    ),
  };
  return contactSheet(content, await Lettering.load());
}

/** What any method has made of a frame, those that show the frame itself first. */
function sampleOf(worked: readonly Worked[], number: number): FrameSample | undefined {
  // A screen's light is taken from the frame, and the tutorial shows the frame before.
  const isOther = ({ name }: Worked) => name === "chroma" || name === "tutorial";
  const first = [...worked].sort((a, b) => Number(isOther(a)) - Number(isOther(b)));
  return first.map(({ samples }) => samples.get(number)).find((sample) => sample !== undefined);
}

function videoRow(frames: readonly number[], worked: readonly Worked[]): SheetRow {
  return {
    name: "as it is",
    summary: "",
    pictures: frames.map((number) => sampleOf(worked, number)?.frame ?? "no such frame"),
  };
}

function methodRow(
  frames: readonly number[],
  { name, command, framesPerSecond, samples }: Worked,
): SheetRow {
  return {
    name,
    summary: Object.hasOwn(methodTraits, name)
      ? methodTraits[name as MethodName].summary
      : "a module of yours",
    note: speedText(framesPerSecond),
    command,
    pictures: frames.map((number) => samples.get(number)?.composite ?? "no picture of this frame"),
  };
}

/** Frames a second, in words: "" where nobody knows. */
export function speedText(framesPerSecond: number | undefined): string {
  if (framesPerSecond === undefined) return "";
  return `${framesPerSecond.toFixed(framesPerSecond < 10 ? 1 : 0)} frames/s`;
}

/** Quality of JPEGs. */
const QUALITY = 90;

/** A sheet as a file, by the ending of its name. */
export async function encodeSheet(
  sheet: Frame,
  path: string,
  { onNotice, onFetch, signal }: SampleSurroundings | Omit<SampleSurroundings, "onProgress">,
): Promise<Uint8Array<ArrayBuffer>> {
  if (/\.jpe?g$/i.test(path)) {
    using jpeg = await openJpegCodec(onNotice, { onFetch, signal });
    return (await jpeg.encode(sheet, QUALITY)).slice();
  }
  return await encodePng(sheet, { opaque: true, signal });
}

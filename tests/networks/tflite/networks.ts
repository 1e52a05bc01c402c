/**
 * The networks that are known to work, as npm's packages have them, and a person
 * for them to find.
 *
 * @module
 */

import { MULTICLASS, SELFIE } from "../../../lib/files/onnx/model_file.ts";
import { loneFolder, type LonePackage } from "../../../lib/files/packages/lone_package.ts";

/** A network of a package. */
export interface Network {
  readonly name: string;
  readonly package: LonePackage;
  readonly file: string;
  readonly width: number;
  readonly height: number;
  /** What a colour of 0 and one of 1 are to it. */
  readonly range: readonly [number, number];
}

const SQUARE = { width: 256, height: 256, range: [0, 1] } as const;
const LANDSCAPE = { ...SQUARE, height: 144 };

/** All of them. */
export const NETWORKS: readonly Network[] = [
  { name: "selfie", package: SELFIE, file: "selfie_segmentation.tflite", ...SQUARE },
  {
    name: "landscape",
    package: SELFIE,
    file: "selfie_segmentation_landscape.tflite",
    ...LANDSCAPE,
  },
  {
    name: "segmenter",
    package: MULTICLASS,
    file: "mediapipe/models/selfie_segmenter.tflite",
    ...SQUARE,
  },
  {
    name: "landscape segmenter",
    package: MULTICLASS,
    file: "mediapipe/models/selfie_segmenter_landscape.tflite",
    ...LANDSCAPE,
  },
  {
    name: "multiclass",
    package: MULTICLASS,
    file: "mediapipe/models/selfie_multiclass_256x256.tflite",
    ...SQUARE,
    range: [-1, 1],
  },
];

/** A network's bytes. */
export async function networkFile(network: Network): Promise<Uint8Array> {
  return await Deno.readFile(`${await loneFolder(network.package)}/${network.file}`);
}

/** Some two thousand of the numbers that come out: no step divides a width. */
export function sample(output: Float32Array): Float32Array {
  const step = output.length > 100_000 ? 197 : 31;
  return output.filter((_, i) => i % step === 0);
}

/** So little that the networks are not sure of all pixels. */
const CONTRAST = 0.4;

/** Ellipses: a colour, the middle and the radii, in shares of the picture's sides. */
const FIGURE = [
  { color: [0.2, 0.13, 0.1], x: 0, y: 0.3, width: 0.15, height: 0.2 },
  { color: [0.8, 0.6, 0.5], x: 0, y: 0.55, width: 0.06, height: 0.15 },
  { color: [0.85, 0.65, 0.55], x: 0, y: 0.37, width: 0.13, height: 0.18 },
  { color: [0.1, 0.1, 0.1], x: -0.05, y: 0.34, width: 0.02, height: 0.015 },
  { color: [0.1, 0.1, 0.1], x: 0.05, y: 0.34, width: 0.02, height: 0.015 },
  { color: [0.65, 0.25, 0.25], x: 0, y: 0.46, width: 0.05, height: 0.015 },
  { color: [0.15, 0.25, 0.5], x: 0, y: 1.02, width: 0.33, height: 0.42 },
];

/** A head and shoulders before a wall, with seeded grain, as the network wants its input. */
export function person(
  { width, height, range: [black, white] }: Network,
): { data: Float32Array; dims: number[] } {
  const data = new Float32Array(width * height * 3);
  let seed = 1;
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    const x = (pixel % width + 0.5) / width - 0.5;
    const y = (Math.floor(pixel / width) + 0.5) / height;
    const part = FIGURE.findLast((part) =>
      ((x - part.x) / part.width) ** 2 + ((y - part.y) / part.height) ** 2 < 1
    );
    const color = part?.color ?? [0.55 + 0.2 * y, 0.6 + 0.1 * x, 0.65];
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const level = 0.5 + CONTRAST * (color[i % 3] - 0.5 + (seed / 2 ** 32 - 0.5) * 0.1);
    data[i] = black + (white - black) * level;
  }
  return { data, dims: [1, height, width, 3] };
}

/** Something that `fetch` fetches. */
interface Fetched {
  /** What it is for. */
  readonly summary: string;
  /** Megabytes, for Linux on x64; what it has in common with others is there once. */
  readonly megabytes: number;
}

/** What `fetch` knows, in the order in which it is told. */
export const fetchNames = {
  fast: { summary: "what finds people in videos and photos (-m segment)", megabytes: 146 },
  quality: { summary: "the networks of --model quality", megabytes: 166 },
  rvm: { summary: "Robust Video Matting (--model rvm), weights under GPL-3.0", megabytes: 245 },
  onnx: { summary: "what runs a network of yours; a part of fast", megabytes: 101 },
  wasm: { summary: "what runs networks without --allow-ffi", megabytes: 33 },
  ffmpeg: { summary: "an ffmpeg of 2018, where there is no other", megabytes: 23 },
  jpeg: { summary: "libturbojpeg, which reads and writes JPEGs", megabytes: 3 },
  heic: { summary: "libheif, which reads HEIC photos", megabytes: 3 },
  imagescript: { summary: "draws SVGs for an ffmpeg without librsvg", megabytes: 3 },
  studio: { summary: "the studio's page, its networks and what runs them", megabytes: 80 },
} as const satisfies Record<string, Fetched>;

/**
 * One of them.
 *
 * @category Without a network
 */
export type FetchName = keyof typeof fetchNames;

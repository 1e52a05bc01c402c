/** What `fetch` knows, in the order in which it is told, and what each is for. */
export const fetchNames = {
  fast: "the networks of a video and a photo (-m segment), and what runs them",
  quality: "those of --model quality",
  rvm: "Robust Video Matting (--model rvm), whose weights are under GPL-3.0",
  onnx: "what runs a network of yours",
  wasm: "what runs networks where --allow-ffi is not given",
  ffmpeg: "an ffmpeg of 2018, for where there is none",
  jpeg: "libturbojpeg, which reads and writes JPEGs",
  heic: "libheif, which reads HEIC photos",
  imagescript: "draws SVGs where ffmpeg does not, reads JPEGs without --allow-ffi",
  studio: "the studio's page, its networks and what runs them",
} as const;

/** One of them. */
export type FetchName = keyof typeof fetchNames;

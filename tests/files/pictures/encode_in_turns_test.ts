import { assert, assertEquals, assertRejects } from "@std/assert";
import { createFrame, createMask } from "../../../mod.ts";
import { encodeGrayPng, encodeRgbaPng } from "../../../lib/files/mod.ts";
import { encodeInTurns } from "../../../lib/files/pictures/encode_in_turns.ts";
import { ffmpeg, lcgBytes } from "../../helpers.ts";

/** What ffmpeg reads in a PNG. */
async function pixelsOf(png: Uint8Array<ArrayBuffer>, format: string): Promise<Uint8Array> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${folder}/a.png`, png);
    const raw = ["-f", "rawvideo", "-pix_fmt", format, `${folder}/a.raw`];
    await ffmpeg("-i", `${folder}/a.png`, ...raw);
    return await Deno.readFile(`${folder}/a.raw`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function isSame(a: Uint8Array, b: Uint8Array | Uint8ClampedArray): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

Deno.test("encodeInTurns() writes large frames and masks that ffmpeg reads back, with turns meanwhile", async () => {
  const frame = createFrame(2049, 2051);
  frame.bitmap.set(lcgBytes(2049 * 1024, 3), 4 * 2049 * 700);
  const mask = createMask(4100, 4099);
  mask.data.fill(255, 5_000_000, 9_000_000);
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const [frameFile, maskFile] = [
    await encodeInTurns(frame, encodeRgbaPng),
    await encodeInTurns(mask, encodeGrayPng),
  ];
  clearInterval(timer);
  assert(turns >= 8, `${turns} turns`);
  assert(isSame(await pixelsOf(frameFile, "rgba"), frame.bitmap));
  assert(isSame(await pixelsOf(maskFile, "gray"), mask.data));
});

Deno.test("encodeInTurns() leaves small pictures to their encoder, and ends on a signal", async () => {
  const small = createFrame(64, 48);
  assertEquals(await encodeInTurns(small, encodeRgbaPng), encodeRgbaPng(small));
  const reason = new Error("enough");
  const ended = encodeInTurns(createFrame(2049, 2051), encodeRgbaPng, AbortSignal.abort(reason));
  await assertRejects(() => ended, Error, "enough");
});

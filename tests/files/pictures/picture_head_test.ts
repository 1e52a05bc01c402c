import { assertEquals } from "@std/assert";
import { pictureHead } from "../../../lib/files/pictures/picture_head.ts";
import { ffmpeg, temporaryFolder } from "../../helpers.ts";
import { withOrientation } from "../../opencv/oracle/made_jpeg.ts";
import { pngWithOrientation, webpWithOrientation } from "./formats/made_chunks.ts";

for (const ending of ["jpg", "png", "gif", "bmp", "webp", "tif"]) {
  Deno.test(`pictureHead() reads the head of a ${ending}`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/picture.${ending}`;
    await ffmpeg("-f", "lavfi", "-i", "testsrc=size=300x77", "-frames:v", "1", path);
    assertEquals(pictureHead(path)?.size, { width: 300, height: 77 });
    const bytes = await Deno.readFile(path);
    for (let length = 0; length < 40; length++) {
      await Deno.writeFile(path, bytes.subarray(0, length));
      // Where it breaks off there may be no size yet, but nothing is thrown.
      const size = pictureHead(path)?.size;
      assertEquals(size === undefined || size.width === 300, true, `${length} bytes`);
    }
  });
}

Deno.test("pictureHead() passes over what cameras put before a JPEG's frame", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/photo.jpg`;
  await ffmpeg("-f", "lavfi", "-i", "testsrc=size=90x60", "-frames:v", "1", path);
  const bytes = await Deno.readFile(path);
  const segment = new Uint8Array(65535 + 2);
  segment.set([0xff, 0xe1, 0xff, 0xff]);
  const parts = [bytes.subarray(0, 2), segment, segment, bytes.subarray(2)];
  await Deno.writeFile(path, new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()));
  assertEquals(pictureHead(path)?.size, { width: 90, height: 60 });
});

Deno.test("pictureHead() knows lossless WebP, and nothing of other files", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/picture.webp`;
  const make = ["-f", "lavfi", "-i", "testsrc=size=301x78", "-frames:v", "1"];
  await ffmpeg(...make, "-c:v", "libwebp", "-lossless", "1", path);
  assertEquals(pictureHead(path)?.size, { width: 301, height: 78 });
  await Deno.writeTextFile(path, "no picture at all, but long enough for a head");
  assertEquals(pictureHead(path), undefined);
  assertEquals(pictureHead(folder.path), undefined);
  assertEquals(pictureHead(`${folder.path}/none.png`), undefined);
});

Deno.test("pictureHead() has the sides of JPEG, PNG, WebP and TIFF as they are shown", async () => {
  await using folder = await temporaryFolder();
  const size = { width: 90, height: 60 };
  for (const ending of ["jpg", "png", "webp", "tif"]) {
    const path = `${folder.path}/picture.${ending}`;
    await ffmpeg("-f", "lavfi", "-i", "testsrc=size=90x60", "-frames:v", "1", path);
    const plain = await Deno.readFile(path);
    for (let orientation = 1; orientation <= 8; orientation++) {
      const bytes = ending === "jpg"
        ? withOrientation(plain, orientation, orientation % 2 === 0)
        : ending === "png"
        ? pngWithOrientation(plain, orientation)
        : ending === "webp"
        ? webpWithOrientation(plain, size, orientation)
        : tiffWithOrientation(plain, orientation);
      await Deno.writeFile(path, bytes);
      const turned = orientation < 5 ? size : { width: 60, height: 90 };
      assertEquals(
        pictureHead(path),
        { size: turned, isOfCamera: false },
        `${path} ${orientation}`,
      );
    }
  }
});

/** A TIFF of ffmpeg whose directory has an orientation in the place of the entry that follows it. */
function tiffWithOrientation(tiff: Uint8Array, orientation: number): Uint8Array {
  const copy = tiff.slice();
  const view = new DataView(copy.buffer);
  const directory = view.getUint32(4, true);
  for (let i = 0; i < view.getUint16(directory, true); i++) {
    const entry = directory + 2 + 12 * i;
    // SamplesPerPixel, of which a head needs nothing.
    if (view.getUint16(entry, true) !== 0x0115) continue;
    view.setUint16(entry, 0x0112, true);
    view.setUint16(entry + 8, orientation, true);
  }
  return copy;
}

Deno.test("pictureHead() knows what a camera has signed", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/photo.jpg`;
  await ffmpeg("-f", "lavfi", "-i", "testsrc=size=90x60", "-frames:v", "1", path);
  const signed = withOrientation(await Deno.readFile(path), 1, false);
  assertEquals(signed.subarray(22, 26), Uint8Array.of(0x01, 0x12, 0, 3));
  for (const tag of [0x0f, 0x10]) {
    signed[23] = tag;
    await Deno.writeFile(path, signed);
    assertEquals(pictureHead(path)?.isOfCamera, true);
  }
});

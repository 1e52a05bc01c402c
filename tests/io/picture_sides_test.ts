import { assertEquals } from "@std/assert";
import { pictureSides } from "../../lib/io/picture_sides.ts";
import { ffmpeg, temporaryFolder } from "../helpers.ts";

for (const ending of ["jpg", "png", "gif", "bmp", "webp"]) {
  Deno.test(`pictureSides() reads the head of a ${ending}`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/picture.${ending}`;
    await ffmpeg("-f", "lavfi", "-i", "testsrc=size=300x77", "-frames:v", "1", path);
    assertEquals(pictureSides(path), { width: 300, height: 77 });
    const bytes = await Deno.readFile(path);
    for (let length = 0; length < 40; length++) {
      await Deno.writeFile(path, bytes.subarray(0, length));
      // Where it breaks off there may be no size yet, but nothing is thrown.
      const size = pictureSides(path);
      assertEquals(size === undefined || size.width === 300, true, `${length} bytes`);
    }
  });
}

Deno.test("pictureSides() passes over what cameras put before a JPEG's frame", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/photo.jpg`;
  await ffmpeg("-f", "lavfi", "-i", "testsrc=size=90x60", "-frames:v", "1", path);
  const bytes = await Deno.readFile(path);
  const segment = new Uint8Array(65535 + 2);
  segment.set([0xff, 0xe1, 0xff, 0xff]);
  const parts = [bytes.subarray(0, 2), segment, segment, bytes.subarray(2)];
  await Deno.writeFile(path, new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()));
  assertEquals(pictureSides(path), { width: 90, height: 60 });
});

Deno.test("pictureSides() knows lossless WebP, and nothing of other files", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/picture.webp`;
  const make = ["-f", "lavfi", "-i", "testsrc=size=301x78", "-frames:v", "1"];
  await ffmpeg(...make, "-c:v", "libwebp", "-lossless", "1", path);
  assertEquals(pictureSides(path), { width: 301, height: 78 });
  await Deno.writeTextFile(path, "no picture at all, but long enough for a head");
  assertEquals(pictureSides(path), undefined);
  assertEquals(pictureSides(folder.path), undefined);
  assertEquals(pictureSides(`${folder.path}/none.png`), undefined);
});

import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { fingerprint } from "../../../lib/files/system/fingerprint.ts";
import { lcgBytes, sha256, temporaryFolder } from "../../helpers.ts";

Deno.test("fingerprint() is that of size, first and last 64 KiB; neither name nor date counts", async () => {
  await using folder = await temporaryFolder();
  const [a, b] = [`${folder.path}/a`, `${folder.path}/b`];
  const bytes = lcgBytes(200_000, 1);
  await Deno.writeFile(a, bytes);
  const found = await fingerprint([a]);
  const ends = new Uint8Array(2 << 16);
  ends.set(bytes.subarray(0, 1 << 16));
  ends.set(bytes.subarray(-(1 << 16)), 1 << 16);
  assertEquals(found, { bytes: 200_000, sha256: await sha256(ends) });
  await Deno.copyFile(a, b);
  await Deno.utime(b, new Date(0), new Date(0));
  assertEquals(await fingerprint([b]), found);
  for (const other of [bytes.with(5, 1 ^ bytes[5]), bytes.with(199_999, 0), bytes.slice(0, -1)]) {
    await Deno.writeFile(b, other);
    assertNotEquals(await fingerprint([b]), found);
  }
});

Deno.test("fingerprint() of small, empty and several files", async () => {
  await using folder = await temporaryFolder();
  const paths = [0, 1, 2, 3].map((number) => `${folder.path}/${number}.png`);
  for (const [i, path] of paths.entries()) await Deno.writeFile(path, lcgBytes(10 * i, i));
  const [none, one, two, three] = paths;
  const [empty, small] = [await fingerprint([none]), await fingerprint([one])];
  assertEquals([empty.bytes, small.bytes], [0, 10]);
  assertNotEquals(empty.sha256, small.sha256);
  assertEquals((await fingerprint([one, two, three])).bytes, 60);
  assertNotEquals(await fingerprint([one, two, three]), await fingerprint([three, two, one]));
  await assertRejects(() => fingerprint([`${folder.path}/none`]), Deno.errors.NotFound);
});

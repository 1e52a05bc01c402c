import { assert, assertEquals, assertRejects } from "@std/assert";
import { joinShards, replaceFiles, shardStatus } from "../../../lib/app/mod.ts";
import { namesIn, sha256, WAVE } from "../../helpers.ts";
import { workplace } from "../../cli/helpers.ts";

Deno.test("replaceFiles() does one shard, joinShards() makes one video of all", async () => {
  await using place = await workplace();
  const { path: cwd } = place;
  const options = { cwd, method: "median" };
  await replaceFiles("clip.mp4", "bg.jpg", "one.mp4", options);
  const written: number[] = [];
  for (const shard of ["3/3", "1/3"]) {
    const { framesWritten, width, output } = await replaceFiles("clip.mp4", "bg.jpg", "out.mp4", {
      ...options,
      shard,
    });
    written.push(framesWritten);
    assertEquals([width, output], [64, "out.mp4"]);
  }
  const { done, missing, frames } = await shardStatus("out.mp4", { cwd });
  assertEquals([written, done, missing, frames], [[4, 4], [1, 3], [2], 8]);
  await assertRejects(() => joinShards("out.mp4", { cwd }), Error, "shard 2 of 3 is missing");
  await replaceFiles("clip.mp4", "bg.jpg", "out.mp4", { ...options, shard: "2/3" });
  assertEquals(await joinShards("out.mp4", { cwd }), {
    output: "out.mp4",
    mattes: undefined,
    shards: 3,
    frames: 12,
    wasJoined: false,
  });
  assertEquals((await joinShards("out.mp4", { cwd })).wasJoined, true);
  const left = await replaceFiles("clip.mp4", "bg.jpg", "out.mp4", { ...options, shard: "2/3" });
  assertEquals([left.framesWritten, left.width], [0, 0]);
  assertEquals(namesIn(`${cwd}/out.mp4.shards`), ["manifest.json"]);
});

Deno.test("replaceFiles() refuses a shard that is none, in its own words", async () => {
  for (
    const [shard, says] of [["9/8", "'shard' must be"], ["auto", "'shard' auto: no variables"]]
  ) {
    const error = await assertRejects(
      () => replaceFiles(WAVE, "blur", "never/f%d.jpg", { shard, method: "tutorial" }),
      Error,
      says,
    );
    assert(error.message.startsWith("Cannot replace a background: "), error.message);
  }
  const options = { shards: 3, method: "tutorial" };
  const refused = () => replaceFiles(WAVE, "blur", "never/f%d.jpg", options);
  await assertRejects(refused, Error, "'shards' goes with 'shard' auto");
});

Deno.test("joinShards() takes frames to where one run would have put them, to the byte", async () => {
  await using place = await workplace();
  const { path: cwd } = place;
  const options = { cwd, method: "tutorial", mattes: "m/m%d.png" };
  await replaceFiles("clip.mp4", "bg.jpg", "one/f%03d.jpg", { ...options, mattes: "n/m%d.png" });
  for (const shard of ["1/2", "2/2"]) {
    await replaceFiles("clip.mp4", "bg.jpg", "out/f%03d.jpg", { ...options, shard });
  }
  const { frames, mattes } = await joinShards("out/f%03d.jpg", { cwd });
  assertEquals([frames, mattes], [10, "m/m%d.png"]);
  for (const [one, out] of [["one", "out"], ["n", "m"]]) {
    for (const name of namesIn(`${cwd}/${one}`)) {
      const [a, b] = [`${cwd}/${one}/${name}`, `${cwd}/${out}/${name}`];
      assertEquals(
        await sha256(await Deno.readFile(a)),
        await sha256(await Deno.readFile(b)),
        name,
      );
    }
  }
});

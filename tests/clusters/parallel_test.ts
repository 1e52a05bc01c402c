import { assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { hasProgram, workplace } from "../cli/helpers.ts";
import { mayMount, mountDisk } from "../cli/outputs/disk.ts";
import { runProgram } from "../helpers.ts";
import { drawLong, FRAMES, killOnce, planned, SHARDS, sumsOf } from "./sharded_clip.ts";

const hasParallel = await hasProgram("parallel");
if (!hasParallel) console.log("The tests with GNU parallel are left out: it is not installed");
if (!hasParallel && Deno.env.get("CI") !== undefined) {
  Deno.test("GNU parallel is there under CI", () => {
    throw new Error("GNU parallel is not there");
  });
}

const OPTIONS = ["-m", "tutorial", "--jpeg-quality", "60"];

Deno.test({
  name: "GNU parallel's 8 shards, two of them killed, leave the pictures of one run",
  ignore: !hasParallel,
}, async () => {
  await using place = await workplace();
  await drawLong(place);
  await place.succeed(["long.mp4", "bg.jpg", ...OPTIONS, "-o", "one/"]);
  await planned(place, "parallel", ["--throttle", "2"], [...OPTIONS, "-o", "out/"]);
  let isOver = false;
  const killing = killOnce(place, "out/output%d.jpg", [1, 6], () => isOver);
  const { code, stderr } = await runProgram("sh", ["job.sh"], place.settings);
  isOver = true;
  assertEquals(code, 0, stderr);
  assertEquals(await killing, [1, 6]);
  const one = await sumsOf(place.file("one"));
  assertEquals(Object.keys(one).length, FRAMES - 2);
  assertEquals(await sumsOf(place.file("out")), one);
  const tries = await Deno.readTextFile(place.file(`out.job/parallel.log`));
  assertStringIncludes(tries, `--shard ${SHARDS}/${SHARDS}`);
});

Deno.test({
  name: "GNU parallel's shards on a full disk fail, and go on when there is room",
  ignore: !hasParallel || !await mayMount(),
}, async () => {
  await using place = await workplace();
  await drawLong(place);
  await place.succeed(["long.mp4", "bg.jpg", ...OPTIONS, "-o", "one/"]);
  await using _disk = await mountDisk(place, "size=512k");
  await planned(place, "parallel", ["--throttle", "2", "--retries", "0"], [
    ...[...OPTIONS, "-o", "disk/"],
  ]);
  const failed = await runProgram("sh", ["job.sh"], place.settings);
  assertNotEquals(failed.code, 0);
  assertStringIncludes(failed.stderr, "space");
  await runProgram("mount", ["-o", "remount,size=64m", place.file("disk")]);
  const again = await runProgram("sh", ["job.sh"], place.settings);
  assertEquals(again.code, 0, again.stderr);
  assertEquals(await sumsOf(place.file("disk")), await sumsOf(place.file("one")));
});

import { assertEquals, assertMatch } from "@std/assert";
import { workplace } from "../cli/helpers.ts";
import { hasFfprobe, streamsOf } from "../cli/ffprobe.ts";
import { namesIn } from "../helpers.ts";
import { startSlurm, until, whyNoSlurm } from "./one_node_slurm.ts";
import {
  assertSameTimes,
  drawLong,
  killOnce,
  planned,
  SHARDS,
  sumsOf,
  workingShards,
} from "./sharded_clip.ts";

const why = await whyNoSlurm();
if (why !== undefined) console.log(`The test with Slurm is left out: ${why}`);
if (why?.endsWith("is not installed") && Deno.env.get("CI") !== undefined) {
  Deno.test("Slurm is there under CI", () => {
    throw new Error(`Slurm is not there: ${why}`);
  });
}
const ignore = why !== undefined || !hasFfprobe;

Deno.test({
  name: "a Slurm job of 8 shards, three of them broken off, leaves what one run does",
  ignore,
}, async () => {
  await using place = await workplace();
  await drawLong(place);
  const options = ["-m", "tutorial", "--crf", "30"];
  await place.succeed([
    ...["long.mp4", "bg.jpg", ...options, "-o", "one.mp4", "--mattes", "one/"],
  ]);
  const run = [...options, "-o", "out.mp4", "--mattes", "mattes/"];
  await planned(place, "slurm", ["--cpus", "1", "--memory", "1"], run);

  await using slurm = await startSlurm();
  const submitted = await new Deno.Command("sh", {
    args: ["job.sh"],
    cwd: place.path,
    env: slurm.env,
    stderr: "inherit",
  }).output();
  assertEquals(submitted.code, 0);
  const said = new TextDecoder().decode(submitted.stdout);
  const [, array, join] = /shards:(\d+), and job (\d+)/.exec(said)!;

  // Two are killed without warning, and queued again by their own script; one by the cluster.
  let isOver = false;
  const killing = killOnce(place, "out.mp4", [2, 5], () => isOver);
  await until(async () => {
    if (!workingShards(place, "out.mp4").some(({ index }) => index === 3)) return false;
    return (await slurm.run("scontrol", "requeue", `${array}_3`)).code === 0;
  }, "shard 3");
  await until(async () => !(await slurm.queue()).some(({ id }) => id === join), "the job", 90);
  isOver = true;
  assertEquals(await killing, [2, 5]);

  const shown = (await slurm.run("scontrol", "show", "job", join)).stdout;
  const logs = namesIn(place.file("out.mp4.job"))
    .map((name) => Deno.readTextFileSync(place.file(`out.mp4.job/${name}`))).join("\n");
  assertMatch(shown, /JobState=COMPLETED/, logs);
  for (const task of [2, 3, 5]) {
    const job = (await slurm.run("scontrol", "show", "job", `${array}_${task}`)).stdout;
    assertMatch(job, /Restarts=1/, `shard ${task}: ${logs}`);
  }
  assertEquals(await sumsOf(place.file("mattes")), await sumsOf(place.file("one")));
  await assertSameTimes(place.file("out.mp4"), place.file("one.mp4"));
  const codecs = async (name: string) =>
    (await streamsOf(place.file(name))).map(({ codec_name }) => codec_name);
  assertEquals(await codecs("out.mp4"), await codecs("one.mp4"));
  // A shard of a job that is joined is done: the same again changes nothing.
  const before = await sumsOf(place.file("mattes"));
  const again = await place.run(["long.mp4", "bg.jpg", ...run, "--shard", `1/${SHARDS}`]);
  assertEquals(again.code, 0, again.stderr);
  assertEquals(await sumsOf(place.file("mattes")), before);
});

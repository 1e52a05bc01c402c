import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { kubernetesJob, manifestText } from "../../../lib/app/plan/engines/kubernetes_job.ts";
import { parallelJob } from "../../../lib/app/plan/engines/parallel_job.ts";
import { slurmJob } from "../../../lib/app/plan/engines/slurm_job.ts";
import type { ShardedJob } from "../../../lib/app/plan/job.ts";
import { runProgram, temporaryFolder } from "../../helpers.ts";

/** A name that a shell would take apart. */
const ODD = "it's a $HOME `talk`.mp4";

const JOB: ShardedJob = {
  name: "backdrop-out",
  program: "backdrop",
  first: {
    part: "survey",
    words: ["survey", ODD, "-o", "out.mp4.job/survey.bin"],
    file: "out.mp4.job/survey.bin",
  },
  run: [ODD, "color:#0f0", "-o", "out.mp4"],
  shards: 5,
  finish: ["join", "out.mp4"],
  status: ["status", "out.mp4"],
  logs: "out.mp4.logs/",
  retries: 2,
  throttle: undefined,
  cpus: 4,
  gigabytes: 4,
  minutes: 40,
  about: ["2 h of video"],
};

/**
 * Run a script with programs that write down how they are called, each argument in brackets, and
 * pass on what they read.
 */
async function played(script: string, programs: Record<string, string>) {
  await using folder = await temporaryFolder();
  await Deno.mkdir(`${folder.path}/bin`);
  for (const [name, body] of Object.entries(programs)) {
    const log = `{ printf '${name}'; printf ' [%s]' "$@"; echo; } >> "$PLAYED"`;
    await Deno.writeTextFile(`${folder.path}/bin/${name}`, `#!/bin/sh\n${log}\n${body}\n`, {
      mode: 0o755,
    });
  }
  await Deno.writeTextFile(`${folder.path}/job.sh`, script);
  const { code, stderr } = await runProgram("/bin/sh", ["job.sh"], {
    cwd: folder.path,
    env: {
      PATH: `${folder.path}/bin:${Deno.env.get("PATH")}`,
      PLAYED: `${folder.path}/played`,
      NUMBER: `${folder.path}/number`,
    },
  });
  assertEquals([code, stderr], [0, ""]);
  return (await Deno.readTextFile(`${folder.path}/played`)).trim().split("\n");
}

/** Gives each job the next number, and runs an array's first and last task, any other once. */
const SBATCH = `
number=$(( $(cat "$NUMBER" 2>/dev/null || echo 10) + 1 ))
echo $number > "$NUMBER"
echo "$number;test"
cat > "$NUMBER.script"
array= before=
for word in "$@"; do
  case $word in
    --array=*) array=\${word#--array=1-}; array=\${array%%%*} ;;
    --export=*) before=\${word##*=} ;;
  esac
done
export BACKDROP_BEFORE="$before"
for task in \${array:+1 "$array"}; do
  SLURM_ARRAY_TASK_ID=$task sh "$NUMBER.script"
done >/dev/null 2>&1
[ -n "$array" ] || sh "$NUMBER.script" >/dev/null 2>&1
exit 0`;

const words = (line: string) => [...line.matchAll(/\[([^\]]*)\]/g)].map(([, word]) => word);

Deno.test("slurmJob() submits survey, array and join, each after the one before", async () => {
  const lines = await played(slurmJob({ ...JOB, throttle: 3 }), { sbatch: SBATCH, backdrop: "" });
  const [survey, surveyed, array, first, last, join, joined] = lines;
  assertEquals(lines.length, 7);
  assertEquals(words(surveyed), [...JOB.first!.words]);
  for (const line of [first, last]) {
    assertEquals(words(line), [...JOB.run, "--shard", "auto", "--shards", "5"]);
  }
  assertEquals(words(joined), ["join", "out.mp4"]);
  assertMatch(survey, /\[--requeue\].*\[--mem=4G\] \[--time=40\]/);
  assertStringIncludes(array, "[--array=1-5%3] [--dependency=afterok:11]");
  assertStringIncludes(join, "[--dependency=afterok:12] [--kill-on-invalid-dep=yes]");
});

Deno.test("slurmJob() makes several arrays where one has too few tasks", async () => {
  const job = { ...JOB, first: undefined, shards: 2345 };
  const lines = await played(slurmJob(job), { sbatch: SBATCH, backdrop: "" });
  const tasks = lines.filter((line) => line.startsWith("backdrop") && !line.includes("[join]"));
  assertEquals(
    tasks.map((line) => words(line).at(-1)),
    ["1/2345", "1000/2345", "1001/2345", "2000/2345", "2001/2345", "2345/2345"],
  );
  assertStringIncludes(lines.at(-2)!, "[--dependency=afterok:11:12:13]");
});

Deno.test("slurmJob() has a job that fails queued again, but not for wrong usage", async () => {
  const scontrol = "kill $PPID";
  const job = { ...JOB, first: undefined, shards: 1 };
  const again = await played(slurmJob(job), { sbatch: SBATCH, scontrol, backdrop: "exit 1" });
  assertEquals(again.filter((line) => line.startsWith("scontrol")).length, 3);
  const wrong = await played(slurmJob(job), { sbatch: SBATCH, scontrol, backdrop: "exit 2" });
  assertEquals(wrong.filter((line) => line.startsWith("scontrol")), []);
});

Deno.test("parallelJob() surveys, runs all shards and joins", async () => {
  const parallel = `for last; do :; done
while read -r shard; do sh -c "$(echo "$last" | sed "s/{}/$shard/")"; done`;
  const lines = await played(parallelJob({ ...JOB, shards: 3 }), { parallel, backdrop: "" });
  assertEquals(words(lines[0]), [...JOB.first!.words]);
  assertMatch(lines[1], /^parallel \[--jobs\] \[1\] \[--retries\] \[3\] \[--joblog\]/);
  assertEquals(
    lines.slice(2, 5).map(words),
    [1, 2, 3].map((shard) => [...JOB.run, "--shard", `${shard}/3`]),
  );
  assertEquals(words(lines[5]), ["join", "out.mp4"]);
});

Deno.test("kubernetesJob() makes an indexed Job that waits for the survey, and one that joins", () => {
  const made = kubernetesJob(JOB, { image: "backdrop:1", claim: "videos" });
  assertEquals(made.map(({ metadata }) => (metadata as { name: string }).name), [
    "backdrop-out-survey",
    "backdrop-out-shards",
    "backdrop-out-join",
  ]);
  // deno-lint-ignore no-explicit-any -- as a reader of JSON sees it
  const spec = made[1].spec as any;
  assertEquals(
    [spec.completionMode, spec.completions, spec.parallelism, spec.backoffLimitPerIndex],
    [
      "Indexed",
      5,
      5,
      2,
    ],
  );
  const [container] = spec.template.spec.containers;
  assertEquals(container.args, [...JOB.run, "--shard", "auto", "--shards", "5"]);
  const [waiting] = spec.template.spec.initContainers;
  assertEquals(waiting.command[2], "until [ -s out.mp4.job/survey.bin ]; do sleep 10; done");
});

Deno.test("kubernetesJob() waits for no survey where there is none", () => {
  const job = { ...JOB, first: undefined };
  const made = kubernetesJob(job, { image: "backdrop:1", claim: "videos" });
  assertEquals(made.length, 2);
  // deno-lint-ignore no-explicit-any -- as a reader of JSON sees it
  const { spec } = (made[0].spec as any).template;
  assertEquals([spec.initContainers, spec.activeDeadlineSeconds], [undefined, 2400]);
});

Deno.test("manifestText() is what YAML's readers read back", async () => {
  const made = kubernetesJob(JOB, { image: "backdrop:1", claim: "videos" });
  const text = manifestText(made, JOB.about);
  assertStringIncludes(text, "# 2 h of video\napiVersion: batch/v1\n");
  // deno-lint-ignore no-import-prefix -- Deno std comes by its full name
  const { parseAll } = await import("npm:deno-std@1.4.0/yaml/mod.js");
  assertEquals(parseAll(text), made);
});

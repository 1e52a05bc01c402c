import { assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { kubernetesJob } from "../../../lib/app/plan/engines/kubernetes_job.ts";
import type { FirstStep } from "../../../lib/app/plan/job.ts";
import { type Outcome, runProgram, temporaryFolder } from "../../helpers.ts";

const made = (throttle?: number, first?: FirstStep) =>
  kubernetesJob({
    name: "backdrop-out",
    program: "backdrop",
    first,
    run: ["talk.mp4", "office.jpg", "-o", "out.mp4"],
    shards: 48,
    finish: ["join", "out.mp4"],
    status: ["status", "out.mp4"],
    logs: "out.mp4.job/",
    retries: 2,
    throttle,
    cpus: 4,
    gigabytes: 4,
    minutes: 40,
    about: [],
  }, { image: "backdrop:1", claim: "videos" });

/**
 * What Kubernetes' schema says of objects: its validators, and its types, which also know what it has
 * no name for. In a process of its own, since the package brings thirty others, which deno.lock
 * should not have.
 */
async function judge(objects: readonly unknown[]): Promise<Outcome> {
  await using folder = await temporaryFolder();
  const texts = objects.map((object) => `  ${JSON.stringify(object)},\n`).join("");
  await Deno.writeTextFile(
    `${folder.path}/jobs.ts`,
    'import { type IJob, Job } from "npm:kubernetes-models@4.5.1/batch/v1/Job";\n' +
      `const jobs: IJob[] = [\n${texts}];\n` +
      "for (const job of jobs) new Job(job).validate();\n" +
      "console.log(jobs.length);\n",
  );
  const args = ["run", "--check", "--no-lock", "--quiet", "-A", "jobs.ts"];
  return await runProgram(Deno.execPath(), args, { cwd: folder.path });
}

Deno.test("kubernetesJob() makes Jobs that fit Kubernetes' schema, and names nothing else", async () => {
  const cut: FirstStep = {
    part: "cut",
    words: ["clips/", "blur", "--shards", "48"],
    file: "out.shards/manifest.json",
  };
  const all = [...made(), ...made(4, cut)];
  const { code, stdout, stderr } = await judge(all);
  assertEquals([code, stdout], [0, "5\n"], stderr);
  // And it would be seen.
  const [{ spec, ...rest }] = all;
  const wrong = await judge([{ ...rest, spec: { ...spec as object, backoffLimitPerIndexes: 1 } }]);
  assertNotEquals(wrong.code, 0);
  assertStringIncludes(wrong.stderr, "backoffLimitPerIndexes");
});

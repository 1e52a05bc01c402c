import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
// deno-lint-ignore no-import-prefix -- Kubernetes' own schema, as npm has it
import { Job } from "npm:kubernetes-models@4.5.1/batch/v1/Job";
import { kubernetesJob, type KubernetesObject } from "../../../lib/app/plan/engines/kubernetes_job.ts";
import type { FirstStep } from "../../../lib/app/plan/job.ts";
import { runProgram, temporaryFolder } from "../../helpers.ts";

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

const all = [...made(), ...made(4, { part: "cut", words: ["clips/", "blur"], file: "out.shards/manifest.json" })];

/** What Kubernetes' schema says of an object. */
function validate(object: KubernetesObject): void {
  new Job(object as unknown as ConstructorParameters<typeof Job>[0]).validate();
}

Deno.test("kubernetesJob() makes Jobs that fit Kubernetes' schema", () => {
  assertEquals(all.length, 5);
  for (const object of all) validate(object);
  const [{ spec, ...rest }] = all;
  assertThrows(() => validate({ ...rest, spec: { ...spec as object, completionMode: "Index" } }));
});

Deno.test("kubernetesJob() names nothing that Kubernetes does not know", async () => {
  await using folder = await temporaryFolder();
  const check = async (objects: readonly unknown[]) => {
    const texts = objects.map((object) => `  ${JSON.stringify(object)},\n`).join("");
    await Deno.writeTextFile(
      `${folder.path}/jobs.ts`,
      'import type { IJob } from "npm:kubernetes-models@4.5.1/batch/v1/Job";\n' +
        `export const jobs: IJob[] = [\n${texts}];\n`,
    );
    return await runProgram(Deno.execPath(), ["check", "--no-lock", "--quiet", "jobs.ts"], {
      cwd: folder.path,
    });
  };
  const { code, stderr } = await check(all);
  assertEquals([code, stderr], [0, ""]);
  const [{ spec, ...rest }] = all;
  const wrong = await check([{ ...rest, spec: { ...spec as object, backoffLimitPerIndexes: 1 } }]);
  assertStringIncludes(wrong.stderr, "backoffLimitPerIndexes");
});

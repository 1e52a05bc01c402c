import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  ENGINE_VARIABLES,
  engineShard,
  type Variables,
} from "../../../lib/app/shards/engine_shard.ts";
import { parseShard, shardText } from "../../../lib/app/shards/shard.ts";

/** What each engine sets in its third task of four, and whether it tells how many there are. */
const THIRD: [engine: string, variables: Variables, tellsCount: boolean][] = [
  ["Slurm array from 0", slurm(2, 0, 3, 4), true],
  ["Slurm array from 1", slurm(3, 1, 4, 4), true],
  ["Slurm array by tens", { ...slurm(40, 20, 50, 4), SLURM_ARRAY_TASK_STEP: "10" }, true],
  [
    "srun in an array",
    { ...slurm(2, 0, 3, 4), SLURM_PROCID: "0", SLURM_STEP_ID: "0", SLURM_NTASKS: "1" },
    true,
  ],
  ["srun", { SLURM_PROCID: "2", SLURM_STEP_ID: "0", SLURM_NTASKS: "4" }, true],
  ["Kubernetes", { JOB_COMPLETION_INDEX: "2" }, false],
  ["AWS Batch", { AWS_BATCH_JOB_ARRAY_INDEX: "2", AWS_BATCH_JOB_ARRAY_SIZE: "4" }, true],
  ["GNU parallel", { PARALLEL_SEQ: "3", PARALLEL_JOBSLOT: "1" }, false],
  ["Cloud Run", { CLOUD_RUN_TASK_INDEX: "2", CLOUD_RUN_TASK_COUNT: "4" }, true],
  ["GitLab CI", { CI_NODE_INDEX: "3", CI_NODE_TOTAL: "4" }, true],
  ["PBS Pro", { PBS_ARRAY_INDEX: "3" }, false],
  ["Torque", { PBS_ARRAYID: "3" }, false],
  [
    "Grid Engine",
    { SGE_TASK_ID: "5", SGE_TASK_FIRST: "1", SGE_TASK_LAST: "7", SGE_TASK_STEPSIZE: "2" },
    true,
  ],
  ["LSF", { LSB_JOBINDEX: "3" }, false],
  ["Nomad", { NOMAD_ALLOC_INDEX: "2" }, false],
];

function slurm(id: number, min: number, max: number, count: number): Variables {
  return {
    SLURM_ARRAY_TASK_ID: String(id),
    SLURM_ARRAY_TASK_MIN: String(min),
    SLURM_ARRAY_TASK_MAX: String(max),
    SLURM_ARRAY_TASK_COUNT: String(count),
  };
}

for (const [engine, variables, tellsCount] of THIRD) {
  Deno.test(`engineShard() knows the third of four tasks of ${engine}`, () => {
    const third = { index: 3, count: 4 };
    const { shard, found } = engineShard(variables, { count: 4 });
    assertEquals(shard, third);
    assertMatch(found, /^shard 3\/4, by .* \([A-Z_]+=\d+/);
    assertEquals(Object.keys(variables).filter((name) => !ENGINE_VARIABLES.includes(name)), [
      ...engine === "GNU parallel" ? ["PARALLEL_JOBSLOT"] : [],
    ]);
    if (tellsCount) {
      assertEquals(engineShard(variables).shard, third);
      assertThrows(() => engineShard(variables, { count: 5 }), RangeError, "has 4 tasks");
    } else {
      assertThrows(() => engineShard(variables), RangeError, "add 'shards' N");
      assertThrows(() => engineShard(variables, { count: 2 }), RangeError, "none of 2 tasks");
    }
  });
}

Deno.test("engineShard() asks the array before what runs in it", () => {
  const others = THIRD.filter(([engine]) => !engine.includes("tens"));
  const all = Object.assign({}, ...others.map(([, variables]) => variables).toReversed());
  assertMatch(engineShard(all).found, /Slurm array/);
});

Deno.test("engineShard() refuses an array with holes, whichever task it is", () => {
  for (const id of [0, 3, 9]) {
    const error = assertThrows(() => engineShard(slurm(id, 0, 9, 3), { count: 3 }), RangeError);
    assertMatch(error.message, /has holes between 0 and 9: .*'shard' i\/N/);
  }
  const apart = { ...slurm(3, 0, 8, 5), SLURM_ARRAY_TASK_STEP: "2" };
  assertThrows(() => engineShard(apart), RangeError, "has holes");
});

Deno.test("engineShard() refuses a part of an array that is started again", () => {
  // sbatch --array=5, of an array of eight.
  assertThrows(() => engineShard(slurm(5, 5, 5, 1), { count: 8 }), RangeError, "has 1 task, and");
});

Deno.test("engineShard() takes nothing for a task that is none", () => {
  const none: Variables[] = [
    {},
    // A batch script with eight tasks, of which srun would start each.
    { SLURM_PROCID: "0", SLURM_NTASKS: "8", SLURM_JOB_ID: "7" },
    { SGE_TASK_ID: "undefined", SGE_TASK_FIRST: "undefined" },
    { LSB_JOBINDEX: "0" },
    { CI_NODE_TOTAL: "1" },
    { JOB_COMPLETION_INDEX: "" },
    { PARALLEL_SEQ: "-1" },
  ];
  for (const variables of none) {
    assertThrows(() => engineShard(variables, { count: 8 }), RangeError, "no variables of");
  }
});

Deno.test("parseShard() takes i/N from 1 to N, and auto", () => {
  for (const text of ["1/1", "3/8", "8/8", "1/1000000"]) {
    const shard = parseShard(text);
    assertEquals(typeof shard === "object" && shardText(shard), text);
  }
  const wrong = [
    "",
    "0/8",
    "9/8",
    "1/0",
    "3",
    "3/8/2",
    "-1/8",
    "1.5/8",
    " 3/8",
    "1/1000001",
    "AUTO",
  ];
  for (const text of wrong) assertEquals(parseShard(text), undefined, text);
});

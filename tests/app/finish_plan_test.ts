import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { parseBackground } from "../../mod.ts";
import { finishFacts, finishWork } from "../../lib/app/finish_facts.ts";
import {
  areTutorialsOwn,
  type FinishFacts,
  isTutorials,
  planFinish,
  planInWords,
} from "../../lib/app/finish_plan.ts";
import { chooseFits } from "../../lib/app/options/defaults.ts";
import { prepareMethod } from "../../lib/app/method/prepare_method.ts";
import { chooseTargets } from "../../lib/app/targets/choose_targets.ts";
import { parseArguments } from "../../lib/cli/arguments/arguments.ts";
import { BEACH, ROOT, runCliHere, temporaryFolder } from "../helpers.ts";

/** The tutorial's own run, on two cores. */
const TUTORIAL: FinishFacts = {
  method: "tutorial",
  isRefined: false,
  edges: { feather: 0, lightWrap: 0, despill: false },
  output: { kind: "jpeg", isNumbered: true },
  mattes: undefined,
  background: { kind: "picture", fit: "stretch" },
  memory: "shared",
  canNamePipes: true,
  jobs: 2,
};

/** Another method, over a picture that is cut to the frame's shape. */
const OTHER: FinishFacts = {
  ...TUTORIAL,
  method: "segment",
  background: { kind: "picture", fit: "cover" },
};

const { edges } = TUTORIAL;
const video = { kind: "yuv420p" } as const;
const still = ["picture", "color", "transparent"] as const;

type Row = [what: string, facts: FinishFacts, plan: string];

/** What the run is, and the kernel, the threads and what is handed over. */
const rows: Row[] = [
  ["the tutorial's run", TUTORIAL, "tutorial 2 video"],
  ["it with more cores", { ...TUTORIAL, jobs: 8 }, "tutorial 8 video"],
  ["it with masks as PNG", { ...TUTORIAL, mattes: "png" }, "tutorial 2 video"],
  [
    "it to one file",
    { ...TUTORIAL, output: { kind: "jpeg", isNumbered: false } },
    "tutorial 2 video",
  ],
  ["it with masks as video", { ...TUTORIAL, mattes: "other" }, "compositeJpeg 1 layers"],
  ["it with a refinement", { ...TUTORIAL, isRefined: true }, "compositeJpeg 1 layers"],
  [
    "it with soft edges",
    { ...TUTORIAL, edges: { ...edges, feather: 2 } },
    "compositeJpeg 1 layers",
  ],
  [
    "it with a fit of its own",
    { ...TUTORIAL, background: OTHER.background },
    "compositeJpeg 1 layers",
  ],
  [
    "it over a colour",
    { ...TUTORIAL, background: { kind: "color", fit: "cover" } },
    "compositeJpeg 1 layers",
  ],
  [
    "it over a video",
    { ...TUTORIAL, background: { kind: "video", fit: "stretch" } },
    "composite 0 composites",
  ],
  ["it in unshared memory", { ...TUTORIAL, memory: "unshared" }, "composite 0 composites"],
  ["it as PNG", { ...TUTORIAL, output: { kind: "png" } }, "composite 0 composites"],
  ["it as a video", { ...TUTORIAL, output: video }, "compositeYuv 1 layers"],
  ["another method", OTHER, "compositeJpeg 1 layers"],
  ["another method with more cores", { ...OTHER, jobs: 8 }, "compositeJpeg 7 layers"],
  ["another method with one core", { ...OTHER, jobs: 1 }, "compositeJpeg 1 layers"],
  [
    "another method to one file",
    { ...OTHER, output: { kind: "jpeg", isNumbered: false } },
    "composite 0 composites",
  ],
  ["light wrap", { ...OTHER, edges: { ...edges, lightWrap: 0.5 } }, "composite 0 composites"],
  ["despill", { ...OTHER, edges: { ...edges, despill: true } }, "composite 0 composites"],
  ["feather", { ...OTHER, edges: { ...edges, feather: 9 } }, "compositeJpeg 1 layers"],
  ["no kernels", { ...OTHER, memory: "none" }, "composite 0 composites"],
  ...(["blur", "video"] as const).map((kind): Row => {
    const facts: FinishFacts = { ...OTHER, background: { kind, fit: "cover" } };
    return [`JPEGs over a moving background: ${kind}`, facts, "composite 0 composites"];
  }),
  ...still.map((kind): Row => {
    const facts: FinishFacts = { ...OTHER, background: { kind, fit: "cover" } };
    return [`JPEGs over a background that stays: ${kind}`, facts, "compositeJpeg 1 layers"];
  }),
  ["a video", { ...OTHER, output: video }, "compositeYuv 1 layers"],
  [
    "a video over a video",
    { ...OTHER, output: video, background: { kind: "video", fit: "cover" } },
    "compositeYuv 1 layers",
  ],
  [
    "a video in unshared memory",
    { ...OTHER, output: video, memory: "unshared" },
    "compositeYuv 0 layers",
  ],
  ["a video without kernels", { ...OTHER, output: video, memory: "none" }, "compositeYuv 0 layers"],
  [
    "a video with light wrap",
    { ...OTHER, output: video, edges: { ...edges, lightWrap: 1 } },
    "composite 0 composites",
  ],
  ["a video as RGBA", { ...OTHER, output: { kind: "rgba" } }, "composite 0 layers"],
  ["a video as RGBA with despill", {
    ...OTHER,
    output: { kind: "rgba" },
    edges: { ...edges, despill: true },
  }, "composite 0 composites"],
  [
    "the tutorial's run without named pipes",
    { ...TUTORIAL, canNamePipes: false },
    "tutorial 2 video",
  ],
  [
    "a video without named pipes",
    { ...OTHER, output: video, canNamePipes: false },
    "compositeYuv 0 layers",
  ],
  ["raw frames", { ...OTHER, output: { kind: "raw" } }, "composite 0 composites"],
];

for (const [what, facts, wanted] of rows) {
  Deno.test(`planFinish() of ${what}: ${wanted}`, () => {
    const { kernel, threads, takes } = planFinish(facts);
    assertEquals(`${kernel} ${threads} ${takes}`, wanted);
  });
}

Deno.test("planInWords() says which kernel composes, and where", () => {
  const words = (facts: FinishFacts) => planInWords(planFinish(facts), facts, "libturbojpeg");
  assertEquals(words(TUTORIAL), "JPEGs: compared, composed, encoded by one kernel in 2 threads");
  assertMatch(words(OTHER), /^JPEGs: .* by compositeJpeg in 1 thread beside/);
  assertMatch(words({ ...OTHER, memory: "none" }), /^JPEG by libturbojpeg: .* in the main thread$/);
  assertMatch(words({ ...OTHER, output: video }), /^video as YUV 4:2:0: .* by compositeYuv in its/);
  assertMatch(words({ ...OTHER, output: { kind: "png" } }), /^PNG: composed by composite/);
});

/** What the command line says, as a plan has it. */
async function factsOf(...args: string[]): Promise<FinishFacts> {
  const request = parseArguments(["no.mp4", ...args], "");
  if (request.kind !== "run") throw new Error("no run");
  const { options } = request;
  const background = parseBackground(options.background);
  const prepared = await prepareMethod(options.method, options);
  const work = finishWork(options, prepared, background, chooseTargets(options));
  return finishFacts(work, background, chooseFits(options, isTutorials(work)), options);
}

Deno.test("finishFacts() are the tutorial's own, also where --fit stretch is said", async () => {
  const own = async (...args: string[]) => areTutorialsOwn(await factsOf(...args));
  assertEquals(await own(BEACH), true);
  assertEquals(await own(BEACH, "--mattes", "m"), true);
  assertEquals(await own(BEACH, "--fit", "stretch"), true);
  assertEquals(await own(BEACH, "--fit", "cover"), false);
  assertEquals(await own(BEACH, "--mattes", "m.mkv"), false);
  assertEquals(await own(BEACH, "-m", "difference"), false);
  assertEquals(await own("color:blue"), false);
  assertEquals(await own("no.jpg"), false);
});

Deno.test("run() tells its plan to who wants to know all", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const chroma = ["-m", "chroma", "--set", "key=#6080a0", "--duration", "0.1", "-v"];
  const told = async (...args: string[]) => {
    const video = fileURLToPath(new URL("examples/media/labelled/walk/input.mp4", ROOT));
    const { code, stderr } = await runCliHere([video, ...args, ...chroma]);
    assertEquals(code, 0, stderr);
    return stderr;
  };
  const jpegs = await told(BEACH, "-o", `${path}/%d.jpg`, "-j", "2");
  assertMatch(jpegs, /^decoder \S+, JPEG by kernels$/m);
  assertMatch(jpegs, /^plan JPEGs: composed and encoded by compositeJpeg in 1 thread/m);
  const pngs = await told("blur", "-o", `${path}/%d.png`);
  assertMatch(pngs, /^plan PNG: composed by composite in the main thread$/m);
});

Deno.test("finishFacts() tell what an output takes", async () => {
  const output = async (...args: string[]) => (await factsOf(...args)).output;
  assertEquals(await output(BEACH), { kind: "jpeg", isNumbered: true });
  assertEquals(await output(BEACH, "-o", "one.jpg", "--frames", "3"), {
    kind: "jpeg",
    isNumbered: false,
  });
  assertEquals(await output(BEACH, "-o", "f%d.png"), { kind: "png" });
  assertEquals(await output(BEACH, "-o", "o.mp4"), { kind: "yuv420p" });
  assertEquals(await output(BEACH, "-o", "o.gif"), { kind: "rgba" });
  assertEquals(await output(BEACH, "-o", "o.mov", "--codec", "prores"), { kind: "rgba" });
  assertEquals(await output(BEACH, "-o", "-"), { kind: "raw" });
  const { background, jobs, mattes } = await factsOf("blur:9", "-j", "3", "--mattes", "m.mkv");
  assertEquals([background.kind, jobs, mattes], ["blur", 3, "other"]);
});

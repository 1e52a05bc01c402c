import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseArguments, type RunOptions } from "../../../lib/cli/arguments/arguments.ts";
import { commandLineNames } from "../../../lib/cli/command_line_names.ts";
import { UsageError } from "../../../lib/app/usage_error.ts";

/** The options of a command line that asks for a run. */
function optionsOf(...args: string[]): RunOptions {
  const request = parseArguments(args, "1.2.3");
  if (request.kind !== "run") throw new Error(`no run: ${request.kind}`);
  return request.options;
}

Deno.test("parseArguments() fills in the tutorial's own values", () => {
  assertEquals(optionsOf("a.mp4", "b.jpg"), {
    given: new Set<string>(),
    names: commandLineNames,
    words: { files: ["a.mp4", "b.jpg"], options: [] },
    video: "a.mp4",
    videos: ["a.mp4"],
    background: "b.jpg",
    backgrounds: ["b.jpg"],
    output: "output%d.jpg",
    format: undefined,
    codec: undefined,
    crf: undefined,
    preset: undefined,
    overwrite: false,
    skipExisting: false,
    resume: false,
    fit: "stretch",
    backgroundStart: undefined,
    feather: 0,
    lightWrap: 0,
    despill: false,
    start: undefined,
    duration: undefined,
    size: undefined,
    fps: undefined,
    cameraSize: undefined,
    cameraFps: undefined,
    mirror: false,
    lowLatency: false,
    allowNetwork: false,
    offline: false,
    threshold: undefined,
    method: "tutorial",
    set: [],
    refine: "auto",
    model: "fast",
    modelOptions: {
      size: undefined,
      mean: undefined,
      std: undefined,
      layout: undefined,
      channels: undefined,
      output: undefined,
    },
    every: undefined,
    device: undefined,
    cleanPlate: undefined,
    cleanPlateAt: undefined,
    stereo: undefined,
    swapEyes: false,
    keepStereo: false,
    right: undefined,
    depth: undefined,
    near: undefined,
    calibration: undefined,
    nearerThan: undefined,
    warmUp: 0,
    survey: undefined,
    resetEvery: undefined,
    quality: 95,
    mattes: undefined,
    frames: undefined,
    shard: undefined,
    shards: undefined,
    ffmpeg: undefined,
    jobs: Math.min(64, navigator.hardwareConcurrency),
    json: false,
    jsonLines: false,
    quiet: false,
    verbose: false,
  });
});

Deno.test("parseArguments() reads short and long options, before and behind the files", () => {
  const short = optionsOf("-o", "x", "-t", "9", "-m", "tutorial", "-q", "-v", "a.mp4", "b.jpg");
  const long = optionsOf(
    "a.mp4",
    "--output=x",
    "--threshold",
    "9",
    "b.jpg",
    "--method=tutorial",
    "--quiet",
    "--verbose",
  );
  assertEquals({ ...short, words: long.words }, long);
  assertEquals([long.output, long.threshold, long.quiet], ["x", 9, true]);
});

Deno.test("parseArguments() reads --json=lines, and behind -- a file of that name", () => {
  const read = (...args: string[]) => {
    const request = parseArguments(args, "1");
    assert(request.kind === "run");
    const { json, jsonLines, background } = request.options;
    return [json, jsonLines, background];
  };
  assertEquals(read("--json=lines", "a.mp4", "b.jpg"), [true, true, "b.jpg"]);
  assertEquals(read("--json", "a.mp4", "b.jpg"), [true, false, "b.jpg"]);
  assertEquals(read("--", "a.mp4", "--json=lines"), [false, false, "--json=lines"]);
});

Deno.test("parseArguments() takes what follows -- as files", () => {
  const { video, background } = optionsOf("-q", "--", "-x.mp4", "--help");
  assertEquals([video, background], ["-x.mp4", "--help"]);
});

const ranges: [text: string, first: number, last: number][] = [
  ["100-200", 100, 200],
  ["100-", 100, Infinity],
  ["-200", 1, 200],
  ["7", 7, 7],
  ["7-7", 7, 7],
];

for (const [text, first, last] of ranges) {
  Deno.test(`parseArguments() reads --frames ${text}`, () => {
    assertEquals(optionsOf("a", "b", "--frames", text).frames, { first, last });
  });
}

const extremes: [option: string, value: string, key: keyof RunOptions, expected: number][] = [
  ["--threshold", "0", "threshold", 0],
  ["--threshold", "255", "threshold", 255],
  ["--jpeg-quality", "1", "quality", 1],
  ["--jpeg-quality", "100", "quality", 100],
];

for (const [option, value, key, expected] of extremes) {
  Deno.test(`parseArguments() takes ${option} ${value}`, () => {
    assertEquals(optionsOf("a", "b", option, value)[key], expected);
  });
}

Deno.test("parseArguments() collects settings, short-hands behind the others", () => {
  const args = ["--learning-rate", "-1", "--set", "a=1,b=2", "--frames-apart=3", "--set", "c=x"];
  const { set } = optionsOf("a", "b", ...args);
  assertEquals(set, ["a=1,b=2", "c=x", "learningRate=-1", "framesApart=3"]);
});

Deno.test("parseArguments() reads where the clean plate is", () => {
  assertEquals(optionsOf("a", "b", "--clean-plate", "room.jpg").cleanPlate, "room.jpg");
  assertEquals(optionsOf("a", "b", "--clean-plate-at", "1:30").cleanPlateAt, 90);
});

Deno.test("parseArguments() reads which network, and what is said of it as written", () => {
  const { model, every, modelOptions } = optionsOf(
    "a",
    "b",
    "--model",
    "mine.onnx",
    "--every",
    "3",
    "--model-size",
    "320",
    "--model-mean",
    "0.5",
    "--model-std",
    "1,2,3",
    "--model-layout",
    "nhwc",
    "--model-channels",
    "bgr",
    "--model-output",
    "pha:1",
  );
  assertEquals([model, every], ["mine.onnx", 3]);
  assertEquals(modelOptions, {
    size: "320",
    mean: "0.5",
    std: "1,2,3",
    layout: "nhwc",
    channels: "bgr",
    output: "pha:1",
  });
});

Deno.test("parseArguments() reads the order of colours, and what runs the network", () => {
  const options = optionsOf("a", "b", "--model-channels", "bgr", "--device", "gpu");
  assertEquals([options.modelOptions.channels, options.device], ["bgr", "gpu"]);
  const words = ["evaluate", "clips", "--model-channels", "rgb", "--device", "auto"];
  const request = parseArguments(words, "");
  if (request.kind !== "command" || request.name !== "evaluate") throw new Error(request.kind);
  assertEquals([request.options.modelOptions.channels, request.options.device], ["rgb", "auto"]);
});

Deno.test("parseArguments() reads the network's options for an evaluation, too", () => {
  const request = parseArguments(
    ["evaluate", "clips", "--model", "m.tflite", "--every", "2", "--model-size", "9x7"],
    "",
  );
  if (request.kind !== "command" || request.name !== "evaluate") throw new Error(request.kind);
  const { model, every, modelOptions, methods } = request.options;
  assertEquals([model, every, modelOptions.size], ["m.tflite", 2, "9x7"]);
  assertEquals([methods.includes("segment"), methods.includes("chroma")], [true, false]);
});

Deno.test("parseArguments() takes --help-method before all else", () => {
  assertEquals(parseArguments(["--help-method", "mog2"], ""), { kind: "method", name: "mog2" });
});

Deno.test("parseArguments() gives help and version as text, and prints nothing itself", () => {
  assertEquals(parseArguments(["--version"], "1.2.3"), { kind: "text", text: "1.2.3\n" });
  const help = parseArguments(["a", "--help", "--nonsense"], "1.2.3");
  assertEquals(help.kind === "text" && help.text.startsWith("Usage: backdrop"), true);
  const answer = parseArguments(["complete", "--", "--jpeg"], "1.2.3");
  assertEquals(answer, { kind: "text", text: "--jpeg-quality\tquality of JPEGs, 1–100\n:4\n" });
});

Deno.test("parseArguments() puts what is wrong in one line with a hint", () => {
  const wrong: [args: string[], message: string][] = [
    [["-q"], "missing required argument 'video' (see --help)"],
    [["a", "b", "--nonsense"], "there is no option --nonsense (see --help)"],
    [["a", "b", "--crf", "70"], "--crf must be a whole number from 0 to 63, got '70' (see --help)"],
    [["a", "b", "-o"], "--output needs a value: --output <target> (see --help)"],
    [
      ["a", "b", "--fit", "x"],
      "--fit must be stretch, cover, contain or tile, got 'x' (see --help)",
    ],
    [["a", "b", "--set", ""], "--set must not be empty, got '' (see --help)"],
    [
      ["a", "b", "--model", "quic"],
      "--model must be fast, quality, rvm, or a file ending in .onnx or .tflite, got 'quic' (see --help)",
    ],
    [
      ["evaluate", "a", "--methods", "mediam"],
      "--methods must be tutorial, difference, clean-plate, median, average, mog2, knn, chroma, depth, segment, or a module of yours such as ./my_method.ts, got 'mediam' (Did you mean median?)",
    ],
    [["evaluate"], "name folders with labelled clips (see evaluate --help)"],
    [
      ["completions", "tcsh"],
      "<shell> must be zsh, bash, fish or powershell, got 'tcsh' (see completions --help)",
    ],
    [["a", "b", "--verbos"], "there is no option --verbos (Did you mean --verbose?)"],
  ];
  for (const [args, message] of wrong) {
    const error = assertThrows(() => parseArguments(args, "1.2.3"), UsageError);
    assertEquals(error.message, message);
  }
});

const times: [text: string, seconds: number][] = [
  ["90", 90],
  ["1.5", 1.5],
  ["1:30", 90],
  ["1:02:03.5", 3723.5],
];

for (const [text, seconds] of times) {
  Deno.test(`parseArguments() reads --start ${text}`, () => {
    assertEquals(optionsOf("a", "b", "--start", text).start, seconds);
  });
}

Deno.test("parseArguments() reads sizes and fractions", () => {
  const { size, fps, lightWrap } = optionsOf(
    "a",
    "b",
    "--size",
    "1280x720",
    "--fps",
    "12.5",
    "--light-wrap",
    ".5",
  );
  assertEquals([size, fps, lightWrap], [{ width: 1280, height: 720 }, 12.5, 0.5]);
});

Deno.test("parseArguments() takes segment for optional in an evaluation, unless it is asked for", () => {
  const parsed = (...args: string[]) => {
    const request = parseArguments(["evaluate", "clips", ...args], "");
    if (request.kind !== "command" || request.name !== "evaluate") throw new Error(request.kind);
    const { methods, unlessFetched } = request.options;
    return [methods.includes("segment"), unlessFetched];
  };
  assertEquals(parsed(), [true, ["segment"]]);
  assertEquals(parsed("-m", "./m.ts"), [true, ["segment"]]);
  assertEquals(parsed("-m", "segment"), [true, []]);
  assertEquals(parsed("--model", "quality"), [true, []]);
  assertEquals(parsed("--methods", "median,segment"), [true, []]);
  assertEquals(parsed("--methods", "median"), [false, []]);
});

Deno.test("parseArguments() knows what is given, even where it is what the default is", () => {
  const given = (...args: string[]) => [...optionsOf("a", "b", ...args).given].sort();
  assertEquals(given(), []);
  assertEquals(given("--fit", "stretch", "-m", "tutorial"), ["fit", "method"]);
  assertEquals(given("--jpeg-quality=95", "--model", "fast", "-q"), [
    "jpegQuality",
    "model",
    "quiet",
  ]);
});

Deno.test("parseArguments() takes a network for asked for in an evaluation, even the default's", () => {
  const request = parseArguments(["evaluate", "clips", "--model", "fast"], "");
  if (request.kind !== "command" || request.name !== "evaluate") throw new Error(request.kind);
  assertEquals(request.options.unlessFetched, []);
});

Deno.test("parseArguments() reads survey, with the run that it is for", () => {
  const request = parseArguments(
    [
      "survey",
      "a.mp4",
      "-o",
      "room.bin",
      "--pictures",
      "--set",
      "plate=no",
      "--start",
      "2",
      "--json",
    ],
    "1",
  );
  assert(request.kind === "command" && request.name === "survey");
  const { run, isForPictures, json, quiet } = request.options;
  assertEquals([isForPictures, json, quiet], [true, true, false]);
  const { video, output, method, model, set, start, overwrite } = run;
  assertEquals(
    { video, output, method, model, set, start, overwrite },
    {
      video: "a.mp4",
      output: "room.bin",
      method: "segment",
      model: "fast",
      set: ["plate=no"],
      start: 2,
      overwrite: false,
    },
  );
  assertThrows(() => parseArguments(["survey", "a.mp4"], "1"), UsageError, "--output");
});

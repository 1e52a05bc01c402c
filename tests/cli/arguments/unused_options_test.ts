import { assertEquals } from "@std/assert";
import { parseArguments, type RunOptions } from "../../../lib/cli/arguments/arguments.ts";
import { chooseTargets } from "../../../lib/app/targets/choose_targets.ts";
import { unusedMethodOptions, unusedOptions } from "../../../lib/app/options/unused_options.ts";
import { type MethodName, methods, parseBackground } from "../../../mod.ts";

/** What has no effect on a command line. */
function unused(background: string, ...args: string[]): string[] {
  const request = parseArguments(["no.mp4", background, ...args], "");
  if (request.kind !== "run") throw new Error("no run");
  const options: RunOptions = request.options;
  const method = methods[options.method as MethodName];
  return unusedOptions(options, chooseTargets(options), parseBackground(background), method);
}

Deno.test("unusedOptions() names what has no effect", () => {
  assertEquals(unused("b.jpg", "-o", "o", "--crf", "20", "--codec", "h264"), ["--codec", "--crf"]);
  assertEquals(unused("b.jpg", "-o", "o.mp4", "--jpeg-quality", "50"), ["--jpeg-quality"]);
  assertEquals(unused("b.jpg", "-o", "o.gif", "--crf", "3"), ["--crf"]);
  assertEquals(unused("blur", "-o", "o.mp4", "--fit", "cover"), ["--fit"]);
  assertEquals(unused("b.jpg", "-o", "o%d.jpg", "--format", "png"), ["--format"]);
  assertEquals(unused("b.jpg", "--clean-plate", "p.png"), ["--clean-plate"]);
  assertEquals(unused("b.jpg", "-m", "median", "--clean-plate-at", "0"), ["--clean-plate-at"]);
  assertEquals(unused("b.jpg", "-m", "mog2", "-t", "9"), ["--threshold"]);
  assertEquals(unused("b.jpg", "-m", "segment", "-t", "9"), ["--threshold"]);
  assertEquals(unused("b.jpg", "-m", "segment", "--clean-plate", "p.png"), ["--clean-plate"]);
  assertEquals(unused("b.jpg", "-m", "median", "--model", "m.onnx"), ["--model"]);
  const ofTheModel = ["--model-mean", "0.5", "--model-size", "320", "--model-layout", "nhwc"];
  const told = ["--model-size", "--model-mean", "--model-layout"];
  assertEquals(unused("b.jpg", "-m", "segment", ...ofTheModel), told);
  assertEquals(unused("b.jpg", "-m", "segment", "--model", "quality", ...ofTheModel), told);
  assertEquals(unused("b.jpg", "-m", "segment", "--model", "m.onnx", ...ofTheModel), []);
  assertEquals(unused("b.jpg", "--model-output", "0"), ["--model-output"]);
  assertEquals(unused("b.jpg", "-m", "segment", "--model-channels", "bgr"), ["--model-channels"]);
  assertEquals(unused("b.jpg", "-m", "median", "--device", "gpu"), ["--device"]);
  assertEquals(unused("b.jpg", "--model", "quality", "--every", "2"), ["--model", "--every"]);
});

Deno.test("unusedMethodOptions() names what has no effect on any of the methods", () => {
  const noted = (names: (MethodName | "mine")[], ...args: string[]) => {
    const request = parseArguments(["evaluate", "clips", ...args], "");
    if (request.kind !== "command" || request.name !== "evaluate") throw new Error(request.kind);
    const chosen = names.map((name) => name === "mine" ? undefined : methods[name]);
    return unusedMethodOptions(request.options, chosen);
  };
  const all = ["--model", "m.onnx", "--model-size", "9", "--every", "2"];
  assertEquals(noted(["median", "knn"], ...all), ["--model", "--model-size", "--every"]);
  assertEquals(noted(["median", "segment"], ...all), []);
  assertEquals(noted(["median", "mine"], ...all), []);
  assertEquals(noted(["segment"], "--model-size", "9", "--every", "2"), ["--model-size"]);
  assertEquals(noted(["mog2", "segment"], "-t", "9"), ["--threshold"]);
  assertEquals(noted(["mog2", "median"], "-t", "9"), []);
});

Deno.test("unusedOptions() names nothing that is of use", () => {
  assertEquals(unused("b.jpg", "-o", "o.mp4", "--crf", "20", "--preset", "fast"), []);
  assertEquals(unused("b.mp4", "-o", "o", "--jpeg-quality", "50", "--fit", "cover"), []);
  assertEquals(unused("b.jpg", "-o", "o", "--format", "png"), []);
  assertEquals(unused("b.jpg", "-m", "clean-plate", "--clean-plate", "p.png", "-t", "9"), []);
  assertEquals(unused("b.jpg", "-m", "./m.ts", "--clean-plate", "p.png", "-t", "9"), []);
  assertEquals(unused("b.jpg", "-m", "segment", "--model", "quality", "--every", "2"), []);
  assertEquals(unused("b.jpg", "-m", "segment", "--model", "fast"), []);
  assertEquals(unused("b.jpg", "-m", "./m.ts", "--model", "m.onnx", "--every", "2"), []);
});

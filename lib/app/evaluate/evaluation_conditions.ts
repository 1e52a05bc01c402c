import config from "../../../deno.json" with { type: "json" };
import { cpus } from "node:os";
import type { Ffmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { ffmpegVersion } from "../../files/ffmpeg/ffmpeg_version.ts";
import { isMethodPath } from "../../files/find_method.ts";
import { isModelPath } from "../../files/onnx/model_names.ts";
import { fingerprint } from "../../files/system/fingerprint.ts";
import { isGranted } from "../../files/system/permission.ts";
import type { SettingValue } from "../../methods/settings/setting.ts";
import type {
  EvaluationConditions,
  EvaluationMachine,
  MethodConditions,
} from "../../report/results/evaluation_results.ts";
import { formatRefinement } from "../../refine/refinement.ts";
import type { ModelOverrideTexts } from "../../networks/model/model_overrides.ts";
import type { PreparedMethod } from "../method/prepare_method.ts";

/** What an evaluation was done with. */
export interface EvaluationFacts {
  /** The methods, in order. */
  readonly methods: readonly PreparedMethod[];
  /** Frame step of Grad and Conn. */
  readonly edgesEvery: number;
  /** What was said of a network, as written. */
  readonly modelOptions: ModelOverrideTexts;
  /** The ffmpeg that decoded. */
  readonly ffmpeg: Ffmpeg;
  /** Ends the asking. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Under which conditions an evaluation ran: version, machine, settings. What Deno may not look at is
 * left out.
 *
 * @param facts What it was done with.
 */
export async function evaluationConditions(
  { methods, edgesEvery, modelOptions, ffmpeg, signal }: EvaluationFacts,
): Promise<EvaluationConditions> {
  const described: [string, MethodConditions][] = [];
  for (const prepared of methods) {
    described.push([prepared.name, await conditionsOf(prepared, modelOptions)]);
  }
  return {
    version: config.version,
    date: new Date().toISOString(),
    machine: await machineOf(ffmpeg, signal),
    settings: { edgesEvery, methods: Object.fromEntries(described) },
  };
}

async function machineOf(
  ffmpeg: Ffmpeg,
  signal: AbortSignal | undefined,
): Promise<EvaluationMachine> {
  const cpu = isGranted({ name: "sys", kind: "cpus" }) ? cpus()[0]?.model.trim() : undefined;
  return {
    ...(cpu && { cpu }),
    cores: navigator.hardwareConcurrency,
    os: Deno.build.os,
    arch: Deno.build.arch,
    deno: Deno.version.deno,
    ffmpeg: await ffmpegVersion(ffmpeg, signal),
  };
}

async function conditionsOf(
  prepared: PreparedMethod,
  modelOptions: ModelOverrideTexts,
): Promise<MethodConditions> {
  const { name, method, settings, threshold, steps, isAuto, model, device } = prepared;
  const told: Readonly<Record<string, SettingValue>> = {
    ...settings,
    ...(threshold !== undefined && { threshold }),
  };
  const known = Object.entries(method.settings ?? {});
  const hasNetwork = method.needsNetwork || method.takesDistance && isModelPath(model);
  return {
    settings: Object.fromEntries(
      known.map(([setting, { default: value }]) => [setting, told[setting] ?? value]),
    ),
    refine: formatRefinement(steps),
    refineScales: isAuto,
    ...(hasNetwork && { model: { model, device: device ?? "cpu", ...saidOf(modelOptions) } }),
    ...(isMethodPath(name) && { moduleSha256: (await fingerprint([name])).sha256 }),
  };
}

function saidOf(options: ModelOverrideTexts): Record<string, string> {
  const said = Object.entries(options).filter(([, text]) => text !== undefined);
  return Object.fromEntries(said.map(([name, text]) => [name, String(text)]));
}

import type {
  ClipResults,
  EvaluationResults,
  MethodConditions,
  MethodResults,
} from "./evaluation_results.ts";

/** The name that a method goes by among others. */
type Counterpart = (method: string, others: readonly string[]) => string | undefined;

/**
 * What was not the same in two evaluations besides the values: version, machine, settings, clips.
 *
 * @param now The later results.
 * @param before The earlier ones.
 * @param counterpart What a method was called before.
 * @returns A line each.
 */
export function differencesOf(
  now: EvaluationResults,
  before: EvaluationResults,
  counterpart: Counterpart,
): string[] {
  if (before.settings === undefined || now.settings === undefined) {
    return [
      "the baseline says nothing of version, machine and settings",
      ...clipLines(now, before),
    ];
  }
  const earlier = before.settings;
  const names = Object.keys(earlier.methods);
  const edges = line("--edges-every", earlier.edgesEvery, now.settings.edgesEvery);
  const methods = Object.entries(now.settings.methods).flatMap(([name, conditions]) => {
    const other = counterpart(name, names);
    return other === undefined ? [] : methodLines(name, earlier.methods[other], conditions);
  });
  return [
    ...line("version", before.version, now.version),
    ...machineLine(now, before),
    ...edges,
    ...methods,
    ...clipLines(now, before),
  ];
}

function line(what: string, before: unknown, now: unknown): string[] {
  return before === now ? [] : [`${what}: ${shown(before)}, now ${shown(now)}`];
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : `${value}`;
}

/** One line for all of the machine that is known of both. */
function machineLine(now: EvaluationResults, before: EvaluationResults): string[] {
  const [there, here] = [before.machine ?? {}, now.machine ?? {}].map((machine) =>
    machine as Readonly<Record<string, unknown>>
  );
  const names = Object.keys(there).filter((name) => name in here);
  const parts = names.flatMap((name) => line(name, there[name], here[name]));
  return parts.length === 0 ? [] : [`another machine: ${parts.join("; ")}`];
}

function methodLines(name: string, before: MethodConditions, now: MethodConditions): string[] {
  const [there, here] = [flat(before), flat(now)];
  const keys = [...new Set([...Object.keys(there), ...Object.keys(here)])];
  const parts = keys.flatMap((key) => line(key, there[key], here[key]));
  return parts.length === 0 ? [] : [`${name}: ${parts.join("; ")}`];
}

/** All that a method was told, by one name each. Its module may change: that is what is measured. */
function flat(conditions: MethodConditions): Record<string, unknown> {
  const { settings, refine, refineScales, model } = conditions;
  const scaled = refine !== "none" && refineScales ? " (scaled)" : "";
  return { ...settings, refine: refine + scaled, ...model };
}

/** Clips that one of both lacks, or that have other frames. */
function clipLines(now: EvaluationResults, before: EvaluationResults): string[] {
  const earlier = new Map(before.clips.map((clip) => [clip.name, clip]));
  const later = new Set(now.clips.map(({ name }) => name));
  const added = now.clips.filter(({ name }) => !earlier.has(name)).map(({ name }) => name);
  const missing = [...earlier.keys()].filter((name) => !later.has(name));
  const other = now.clips.flatMap((clip) => {
    const [here, there] = [framesOf(clip), framesOf(earlier.get(clip.name))];
    const isOther = here !== undefined && there !== undefined && here !== there;
    return isOther ? [`the clip ${clip.name} had ${there} frames, now ${here}`] : [];
  });
  return [
    ...(added.length > 0 ? [`not in the baseline: ${listed(added)}`] : []),
    ...(missing.length > 0 ? [`only in the baseline: ${listed(missing)}`] : []),
    ...other,
  ];
}

function framesOf(clip: ClipResults | undefined): number | undefined {
  const measured = (values: MethodResults) => "error" in values ? [] : [values.framesRead];
  return Object.values(clip?.methods ?? {}).flatMap(measured)[0];
}

/** How many names stand in a line. */
const MOST = 4;

function listed(names: readonly string[]): string {
  const rest = names.length > MOST ? `, and ${names.length - MOST} more` : "";
  return `${names.slice(0, MOST).join(", ")}${rest}`;
}

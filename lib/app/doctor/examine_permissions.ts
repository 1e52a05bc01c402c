import type { Finding } from "./finding.ts";

/** What Deno may be given, what for, and whether the default runs need it. */
const PERMISSIONS: readonly (readonly [Given, use: string, isNeeded: boolean])[] = [
  ["read", "to read videos", true],
  ["write", "to write outputs", true],
  ["run", "to run ffmpeg", true],
  ["ffi", "for the fast JPEG codec and networks four times as fast", false],
  ["env", "to see FFMPEG_PATH, DENO_DIR and PATH", false],
  ["net", "for the studio", false],
];

type Given = "read" | "write" | "run" | "ffi" | "env" | "net";

/** What Deno was allowed; of what it was allowed in part, that. */
export function examinePermissions(): Finding[] {
  const states = PERMISSIONS.map(([name, use, isNeeded]) => {
    const { state, partial } = Deno.permissions.querySync({ name });
    return { name, use, isNeeded, isAll: state === "granted", isPart: partial };
  });
  const data = Object.fromEntries(states.map(({ name, isAll, isPart }) => {
    return [name, isAll ? "all" : isPart ? "part" : "none"];
  }));
  const lacking = states.filter(({ isAll, isPart }) => !isAll && !isPart);
  const given = states.filter(({ isAll, isPart }) => isAll || isPart)
    .map(({ name, isAll }) => isAll ? name : `${name} in part`);
  const common = { id: "permissions", topic: "permissions", data } as const;
  if (lacking.length === 0) {
    return [{ ...common, state: "ok", text: `Deno may ${given.join(", ")}` }];
  }
  const isMissing = lacking.some(({ isNeeded }) => isNeeded);
  return [{
    ...common,
    state: isMissing ? "missing" : "note",
    text: `Deno may ${given.join(", ") || "nothing"}; not ` +
      lacking.map(({ name, use }) => `${name} (${use})`).join(", "),
    advice: `add -A, or ${lacking.map(({ name }) => `--allow-${name}`).join(" ")}`,
  }];
}

import { type Examination, examine } from "../../app/doctor/examine.ts";
import { type Finding, topics } from "../../app/doctor/finding.ts";
import { printable } from "../../printable.ts";
import type { DoctorOptions } from "../arguments/commands/doctor_arguments.ts";
import { pageWidth, wrapped } from "../help/help_layout.ts";
import type { Terminal } from "../terminal.ts";

/**
 * The command `doctor`: print what there is of all that runs need.
 *
 * @param options The command line.
 * @param terminal Where words go.
 * @param signal Ends the looking.
 * @returns Whether the default runs can work.
 */
export async function doctor(
  { ffmpeg, offline, json, quiet }: DoctorOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await examine({ ffmpeg, offline, signal });
  const width = pageWidth(terminal.pageColumns?.());
  if (json) terminal.out(`${JSON.stringify(found)}\n`);
  else terminal.out(quiet ? missingAlone(found, width) : pageOf(found, offline, width));
  return found.isReady;
}

/** Before each line: its state. */
const COLUMN = "missing".length + 2;

function pageOf(
  { version, isReady, findings }: Examination,
  isOffline: boolean,
  width: number,
): string {
  const parts = topics.map((topic) => {
    const lines = findings.filter((one) => one.topic === topic).map((one) => textOf(one, width));
    return `${topic[0].toUpperCase()}${topic.slice(1)}\n${lines.join("")}`;
  });
  const isFirst = findings.some(({ isFetchedFirst }) => isFetchedFirst);
  const end = !isReady
    ? "The default runs cannot work here: see what is missing."
    : isOffline
    ? "The default runs can work here, without a network."
    : isFirst
    ? "The default runs can work here; the first fetches what it needs, or before: cli.ts fetch"
    : "The default runs can work here.";
  return `Backdrop ${version}\n\n${parts.join("\n")}\n${wrapped(end, width)}\n`;
}

function missingAlone({ findings }: Examination, width: number): string {
  return findings.filter(({ state }) => state === "missing")
    .map((one) => textOf(one, width)).join("");
}

function textOf({ state, text, advice }: Finding, width: number): string {
  const indent = " ".repeat(COLUMN + 2);
  const lines = wrapped(printable(text), width, indent);
  const more = advice === undefined ? "" : `${wrapped(`→ ${printable(advice)}`, width, indent)}\n`;
  return `  ${state.padEnd(COLUMN)}${lines.slice(indent.length)}\n${more}`;
}

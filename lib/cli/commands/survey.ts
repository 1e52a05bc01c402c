import { makeSurvey } from "../../app/survey/make_survey.ts";
import { counted } from "../../counted.ts";
import type { Fetching } from "../../files/packages/lone_package.ts";
import type { SurveyCommandOptions } from "../arguments/commands/survey_arguments.ts";
import { type Console, ProgressDisplay } from "../reporting/progress_display.ts";

/**
 * The command `survey`: look at a video, and write what a method has learned of it.
 *
 * @param options The command line.
 * @param terminal Where words go.
 * @param signal Ends it by throwing its reason.
 * @throws What `makeSurvey` throws.
 */
export async function survey(
  options: SurveyCommandOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<void> {
  const { run: { video }, quiet, json } = options;
  const display = new ProgressDisplay(terminal, quiet);
  const reporter = {
    notice(text: string) {
      if (!quiet) display.say(`note: ${text}`);
    },
    survey(frame: number, total: number | undefined) {
      const text = `surveying '${video}': frame ${frame}${
        total === undefined ? "" : ` of ${total}`
      }`;
      display.show({ line: (columns) => text.slice(0, columns - 1), plain: () => text });
    },
    fetch(fetching: Fetching) {
      display.wipe();
      if (display.isOnTerminal) fetching.letDenoDraw();
    },
  };
  const made = await makeSurvey(options, { reporter, signal });
  display.wipe();
  if (json) return terminal.out(`${JSON.stringify({ video, ...made })}\n`);
  if (quiet) return;
  const { output, method, framesRead, bytes, wasThere } = made;
  const what = wasThere
    ? "is there already, and fits"
    : `has what ${method} has learned of ${counted(framesRead, "frame")}, ${kilobytes(bytes)}`;
  display.say(`'${output}' ${what}`);
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}

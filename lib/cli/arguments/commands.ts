import type { CommandReader } from "./command_reader.ts";
import { type EvaluateOptions, evaluateReader } from "./evaluate_arguments.ts";
import { type JoinOptions, joinReader } from "./commands/join_arguments.ts";
import { type StatusOptions, statusReader } from "./commands/status_arguments.ts";
import { type StudioOptions, studioReader } from "./studio_arguments.ts";
import { type SurveyCommandOptions, surveyReader } from "./commands/survey_arguments.ts";
import type { CommandName } from "../commands/command_names.ts";

/** What each command takes. */
export interface CommandOptions extends Record<CommandName, unknown> {
  evaluate: EvaluateOptions;
  studio: StudioOptions;
  join: JoinOptions;
  status: StatusOptions;
  survey: SurveyCommandOptions;
}

/** What one of the commands is asked for. */
export type CommandRequest = {
  [Name in CommandName]: {
    readonly kind: "command";
    readonly name: Name;
    readonly options: CommandOptions[Name];
  };
}[CommandName];

/** How each command is read. */
export const commands: { readonly [Name in CommandName]: CommandReader<CommandOptions[Name]> } = {
  evaluate: evaluateReader,
  studio: studioReader,
  join: joinReader,
  status: statusReader,
  survey: surveyReader,
};

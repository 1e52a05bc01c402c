import type { CommandReader } from "./command_reader.ts";
import { type DoctorOptions, doctorReader } from "./commands/doctor_arguments.ts";
import { type EvaluateOptions, evaluateReader } from "./commands/evaluate_arguments.ts";
import { type JoinOptions, joinReader } from "./commands/join_arguments.ts";
import { type NewOptions, newReader } from "./commands/new_arguments.ts";
import { type StatusOptions, statusReader } from "./commands/status_arguments.ts";
import { type PlanCommandOptions, planReader } from "./commands/plan_arguments.ts";
import { type ExplainCommandOptions, explainReader } from "./commands/explain_arguments.ts";
import { type FetchOptions, fetchReader } from "./commands/fetch_arguments.ts";
import { type StudioOptions, studioReader } from "./commands/studio_arguments.ts";
import { type SurveyCommandOptions, surveyReader } from "./commands/survey_arguments.ts";
import { type TryOptions, tryReader } from "./commands/try_arguments.ts";
import type { CommandName } from "../commands/command_names.ts";

/** What each command takes. */
export interface CommandOptions extends Record<CommandName, unknown> {
  explain: ExplainCommandOptions;
  new: NewOptions;
  try: TryOptions;
  evaluate: EvaluateOptions;
  studio: StudioOptions;
  join: JoinOptions;
  status: StatusOptions;
  plan: PlanCommandOptions;
  survey: SurveyCommandOptions;
  fetch: FetchOptions;
  doctor: DoctorOptions;
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
  explain: explainReader,
  new: newReader,
  try: tryReader,
  evaluate: evaluateReader,
  studio: studioReader,
  join: joinReader,
  status: statusReader,
  survey: surveyReader,
  plan: planReader,
  fetch: fetchReader,
  doctor: doctorReader,
};

/**
 * What an evaluation found, as a page with plots and pictures, as JSON, and against an earlier one.
 *
 * @module
 */

export { evaluationReport, type EvaluationReportOptions } from "./evaluation_report.ts";
export type { EvaluatedClip, Evaluation, MethodOutcome, Strip } from "./evaluation.ts";
export { cdnetScores, cdnetTables } from "./cdnet/cdnet_table.ts";
export type { CdnetRow, CdnetScores, CdnetTable } from "./cdnet/cdnet_table.ts";
export type { Measure } from "./columns.ts";
export { compareResults } from "./results/compare_results.ts";
export type {
  Change,
  ChangeVerdict,
  CompareResultsOptions,
  MethodComparison,
  ResultsComparison,
} from "./results/compare_results.ts";
export { comparisonText } from "./results/comparison_text.ts";
export { evaluationResults } from "./results/evaluation_results.ts";
export type {
  ClipResults,
  EvaluationConditions,
  EvaluationMachine,
  EvaluationResults,
  MeanResults,
  MeasuredValues,
  MethodConditions,
  MethodResults,
} from "./results/evaluation_results.ts";
export { parseResults } from "./results/read_results.ts";

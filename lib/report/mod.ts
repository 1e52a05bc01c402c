/**
 * What an evaluation found, as a page with plots and pictures.
 *
 * @module
 */

export { evaluationReport } from "./evaluation_report.ts";
export type { EvaluatedClip, Evaluation, MethodOutcome, Strip } from "./evaluation.ts";

/** Whether a baseline is a file of results; otherwise it is a method. */
export function isResultsFile(baseline: string): boolean {
  return /\.json$/i.test(baseline);
}

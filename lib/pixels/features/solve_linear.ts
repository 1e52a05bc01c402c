/**
 * Solve a system of linear equations by Gaussian elimination with partial pivoting.
 *
 * @param matrix Row by row; is changed.
 * @param right The right side; is changed, and becomes the solution.
 * @returns `right`, or `undefined` for a singular matrix.
 */
export function solveLinear(matrix: Float64Array[], right: Float64Array): Float64Array | undefined {
  const n = right.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(matrix[i][k]) > Math.abs(matrix[pivot][k])) pivot = i;
    }
    [matrix[k], matrix[pivot]] = [matrix[pivot], matrix[k]];
    [right[k], right[pivot]] = [right[pivot], right[k]];
    if (!(Math.abs(matrix[k][k]) > 1e-12)) return undefined;
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i][k] / matrix[k][k];
      for (let j = k; j < n; j++) matrix[i][j] -= factor * matrix[k][j];
      right[i] -= factor * right[k];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) right[k] -= matrix[k][j] * right[j];
    right[k] /= matrix[k][k];
  }
  return right;
}

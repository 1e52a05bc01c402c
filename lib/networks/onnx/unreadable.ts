import { ModelError } from "../../errors.ts";

/**
 * Why a model cannot be translated, as the end of a sentence: "it has …". {@linkcode withModelName},
 * which knows the model's name, makes a ModelError of it.
 */
export class Unreadable extends Error {}

/**
 * Check that every operator can be translated.
 *
 * @param names The operators of a model.
 * @param isKnown Whether an operator of that name is handled.
 * @throws {Unreadable} If not; all others are named.
 */
export function assertKnownOperators(
  names: readonly string[],
  isKnown: (name: string) => boolean,
): void {
  const unknown = [...new Set(names.filter((name) => !isKnown(name)))].sort();
  if (unknown.length === 0) return;
  throw new Unreadable(
    unknown.length === 1
      ? `it has the operator ${unknown[0]}, which is not handled`
      : `it has the operators ${unknown.join(", ")}, which are not handled`,
  );
}

/**
 * Translate a model; what is wrong with it is told with its name.
 *
 * @param name What errors shall call it.
 * @param translate Reads and translates it.
 * @returns What that gives.
 * @throws {ModelError} If it cannot be read or translated.
 */
export function withModelName<Result>(name: string, translate: () => Result): Result {
  try {
    return translate();
  } catch (error) {
    const problem = `Cannot read the model '${name}': `;
    if (error instanceof Unreadable) throw new ModelError(problem + error.message);
    // Whatever a damaged file leads to: places beyond its end, dimensions or inputs that it does not have.
    if (error instanceof RangeError || error instanceof TypeError) {
      throw new ModelError(`${problem}it is damaged or incomplete`, { cause: error });
    }
    throw error;
  }
}

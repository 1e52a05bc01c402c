import { methodTraits } from "../../methods/method_traits.ts";
import type { MethodOutcome } from "../../report/evaluation.ts";

/**
 * Whether a method of the user's looks at the picture of the empty room, which lies beside most labelled
 * clips: with it a method is better than without, and its number must say so.
 */
export class PlateWatch {
  readonly #isOurs: boolean;
  #isUsed = false;

  /** @param name The method's name. */
  constructor(name: string) {
    this.#isOurs = Object.hasOwn(methodTraits, name);
  }

  /** The method has looked. */
  readonly onPlate = (): void => {
    this.#isUsed = !this.#isOurs;
  };

  /** What the method's outcome has of it. */
  get outcome(): Pick<MethodOutcome, "usesPlate"> {
    return this.#isUsed ? { usesPlate: true } : {};
  }
}

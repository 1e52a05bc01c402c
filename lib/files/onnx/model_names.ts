/** The networks that have a name, as `--model` takes them: they come from npm. */
export const MODEL_NAMES = ["fast", "quality", "rvm"] as const;

/** Whether a choice is one of them, of which all is known, and not a file of the user's. */
export function isNamedModel(choice: string): choice is (typeof MODEL_NAMES)[number] {
  return (MODEL_NAMES as readonly string[]).includes(choice);
}

/** The commands beside the run, in the order in which help and completions tell them. */
export const commandNames = [
  "explain",
  "try",
  "new",
  "evaluate",
  "studio",
  "survey",
  "plan",
  "join",
  "status",
  "fetch",
  "doctor",
] as const;

/** The name of one of them. */
export type CommandName = typeof commandNames[number];

/** Whether a word is one of them. */
export function isCommand(word: string | undefined): word is CommandName {
  return (commandNames as readonly (string | undefined)[]).includes(word);
}

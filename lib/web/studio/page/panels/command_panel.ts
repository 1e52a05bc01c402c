/**
 * The panel with the command line and the program that do the same.
 *
 * @module
 */

import type { Choices } from "../choices.ts";
import { type SourceName, studioCommand, studioProgram } from "../commands.ts";
import { byId, type Followed, icon, make } from "../elements.ts";
import type { Sources } from "../sources/sources.ts";

/** How long a button says that it has copied. */
const COPIED_FOR = 1600;

/** Make the panel; it follows what is chosen. */
export function addCommandPanel(
  choices: Followed<Choices>,
  sources: Sources,
  say: (text: string) => void,
): void {
  const command = copiedText("Command line", "command", say);
  const program = copiedText("TypeScript, with mod.ts", "program", say);
  byId("command-panel").append(command.element, program.element);
  const update = () => {
    const source = sourceName(sources);
    command.text.textContent = studioCommand(choices.value, source);
    program.text.textContent = studioProgram(choices.value, source).trimEnd();
  };
  choices.follow(update);
  sources.state.follow(update);
  sources.wish.follow(update);
}

/** What the source is called on the command line. */
function sourceName({ state, wish }: Sources): SourceName {
  const { value } = state;
  if (value.kind === "file") {
    const { kind, name } = value.source.opened;
    return { kind, name };
  }
  return { kind: "camera", size: wish.value.size || undefined };
}

function copiedText(title: string, id: string, say: (text: string) => void) {
  const text = make("pre", { id, tabindex: 0, "aria-label": title });
  const button = make("button.button.plain.small", {
    type: "button",
    "aria-label": `Copy: ${title}`,
  });
  const word = (name: string, shown: string) =>
    button.replaceChildren(icon(name), make("span", { text: shown }));
  word("copy", "Copy");
  button.addEventListener("click", async () => {
    if (!await copyText(text.textContent ?? "")) return say("Copying is not allowed here.");
    word("check", "Copied");
    say("Copied.");
    setTimeout(word, COPIED_FOR, "copy", "Copy");
  });
  const top = make("div.copied-top", {}, make("h3", { text: title }), button);
  return { element: make("div.copied", {}, top, text), text };
}

/** Copy a text; whether that was allowed. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

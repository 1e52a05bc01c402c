/**
 * The panel with the command line and the program that do the same.
 *
 * @module
 */

import type { Choices } from "../choices.ts";
import { type SourceName, studioCommand, studioProgram } from "../commands.ts";
import { byId, type Followed, icon, make, setShown } from "../elements.ts";
import { defaultCameraSize } from "../sources/camera_source.ts";
import type { Sources } from "../sources/sources.ts";

/** How long a button says that it has copied. */
const COPIED_FOR = 1600;

/** The two texts, and the tab that is open. */
const TEXTS = [["command", "Command line"], ["program", "TypeScript"]] as const;

/** Make the panel; it follows what is chosen. */
export function addCommandPanel(
  choices: Followed<Choices>,
  sources: Sources,
  say: (text: string) => void,
): void {
  const [command, program] = addTexts(say);
  const update = () => {
    const source = sourceName(sources);
    command.textContent = studioCommand(choices.value, source);
    program.textContent = studioProgram(choices.value, source).trimEnd();
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
  const { size } = wish.value;
  return { kind: "camera", size: size === defaultCameraSize ? undefined : size };
}

/** Two tabs, a text for each, and a button that copies the one that is shown. */
function addTexts(say: (text: string) => void): HTMLElement[] {
  const tabs = make("div.views.small", {
    role: "tablist",
    "aria-label": "The same without the studio",
  });
  const texts = TEXTS.map(([id]) =>
    make("pre", { id, tabindex: 0, role: "tabpanel", "aria-labelledby": `tab-${id}` })
  );
  const buttons = TEXTS.map(([id, text], i) =>
    make("button", {
      type: "button",
      role: "tab",
      id: `tab-${id}`,
      "aria-controls": id,
      text,
      onclick: () => open(i),
    })
  );
  const open = (at: number) => {
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === at));
      button.tabIndex = i === at ? 0 : -1;
      setShown(texts[i], i === at);
    });
  };
  tabs.append(...buttons);
  tabs.addEventListener("keydown", ({ key }) => {
    if (key !== "ArrowLeft" && key !== "ArrowRight") return;
    const next = texts[0].hidden ? 0 : 1;
    open(next);
    buttons[next].focus();
  });
  open(0);
  const copied = () => texts.find(({ hidden }) => !hidden)?.textContent ?? "";
  const top = make("div.copied-top", {}, tabs, copyButton(copied, say));
  byId("command-panel").append(top, ...texts);
  return texts;
}

function copyButton(text: () => string, say: (text: string) => void): HTMLElement {
  const button = make("button.button.plain.small", { type: "button", id: "copy" });
  const word = (name: string, shown: string) =>
    button.replaceChildren(icon(name), make("span", { text: shown }));
  word("copy", "Copy");
  button.addEventListener("click", async () => {
    if (!await copyText(text())) return say("Copying is not allowed here.");
    word("check", "Copied");
    say("Copied.");
    setTimeout(word, COPIED_FOR, "copy", "Copy");
  });
  return button;
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

/**
 * Light or dark: as the system has it, until the user says otherwise.
 *
 * @module
 */

import { recall, remember } from "./remembered.ts";

/** Where that is remembered. */
const THEME = "backdrop-studio-theme";

/** Use what was chosen before. */
export function applyTheme(): void {
  const theme = recall(THEME);
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}

/** The other one; what the system has is not remembered. */
export function toggleTheme(): void {
  const { dataset } = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const next = (dataset.theme ?? system) === "dark" ? "light" : "dark";
  if (next === system) {
    delete dataset.theme;
    remember(THEME, null);
  } else {
    dataset.theme = next;
    remember(THEME, next);
  }
}

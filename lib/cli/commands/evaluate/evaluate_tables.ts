import { clipRows, groupRows, groupsOf, isGrouped, meanRows } from "../../../report/columns.ts";
import type { Evaluation } from "../../../report/evaluation.ts";
import { plateNotes, tableLegend, textTable } from "../../../report/text_table.ts";

/**
 * A table for each clip, one of each group's means if it has several, and one of all means.
 *
 * @param evaluation What was found.
 */
export function asTables(evaluation: Evaluation): string {
  const { clips, methods } = evaluation;
  const isByGroup = isGrouped(evaluation);
  const groups = groupsOf(evaluation);
  const tables: string[] = [];
  for (const group of groups) {
    for (const clip of group.clips) tables.push(textTable(clipRows(clip), clip.name));
    if (!isByGroup || group.clips.length === 1) continue;
    const count = group.clips.length;
    tables.push(textTable(groupRows(group, methods), `${group.name}: mean of ${count}`, count));
  }
  const title = isByGroup ? `mean of ${groups.length} groups` : `mean of ${clips.length}`;
  if (clips.length > 1) tables.push(textTable(meanRows(evaluation), title, clips.length));
  const notes = plateNotes(evaluation).map((note) => `${note}\n`).join("");
  return `${tables.join("\n")}${notes}\n${tableLegend}More values: --json, --report.\n`;
}

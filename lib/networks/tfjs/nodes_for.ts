import { Unreadable } from "../onnx/unreadable.ts";
import type { GraphNode } from "./graph_model.ts";

/** A reference to what a node makes: its name, which of its outputs, and whether it only has to come before. */
export interface Reference {
  readonly name: string;
  readonly output: number;
  readonly isControl: boolean;
}

/**
 * Read what a node's inputs are called.
 *
 * @param text "name", "name:1" or "^name".
 * @returns What that refers to.
 */
export function referenceOf(text: string): Reference {
  const [, control, name, output = "0"] = /^(\^?)(.*?)(?::(\d+))?$/s.exec(text)!;
  return { name, output: Number(output), isControl: control !== "" };
}

/**
 * The nodes that some outputs need, each after those that it takes.
 *
 * @param nodes All nodes, by name.
 * @param wanted The names of those that give the outputs.
 * @returns The nodes.
 * @throws {Unreadable} If they go in a circle, or one is not there.
 */
export function nodesFor(
  nodes: ReadonlyMap<string, GraphNode>,
  wanted: readonly string[],
): GraphNode[] {
  const ordered: GraphNode[] = [];
  const state = new Map<string, "open" | "done">();
  // No recursion: a chain may be longer than the stack is deep.
  const stack = [...wanted];
  while (stack.length > 0) {
    const name = stack.at(-1)!;
    const node = nodes.get(name);
    if (node === undefined) throw new Unreadable(`its operator '${name}' is missing`);
    const missing = state.get(name) === "done" ? [] : node.inputs
      .map((input) => referenceOf(input).name)
      .filter((input) => state.get(input) !== "done");
    if (missing.length === 0) {
      stack.pop();
      if (state.get(name) !== "done") ordered.push(node);
      state.set(name, "done");
      continue;
    }
    if (missing.some((input) => state.get(input) === "open") || missing.includes(name)) {
      throw new Unreadable(`its operators go in a circle at '${name}'`);
    }
    state.set(name, "open");
    stack.push(...missing);
  }
  return ordered;
}

import { isGranted } from "./permission.ts";

/**
 * A variable of the environment, or `undefined` where there is none, or Deno may not look.
 *
 * @param name The variable's name.
 */
export function readEnvironment(name: string): string | undefined {
  return isGranted({ name: "env", variable: name }) ? Deno.env.get(name) : undefined;
}

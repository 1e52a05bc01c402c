/**
 * A variable of the environment, or `undefined` where there is none, or Deno may not look.
 *
 * @param name The variable's name.
 */
export function readEnvironment(name: string): string | undefined {
  const permission = Deno.permissions.querySync({ name: "env", variable: name });
  return permission.state === "granted" ? Deno.env.get(name) : undefined;
}

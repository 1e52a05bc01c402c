import { messageOf } from "../errors.ts";
import { pathToFileURL } from "node:url";
import { customMethod } from "../methods/custom_method.ts";
import type { Method } from "../methods/method.ts";
import { methodTraits, noSuchMethod } from "../methods/method_traits.ts";
import { fileInfo } from "./system/file_info.ts";
import { didYouMeanFile } from "./system/did_you_mean_file.ts";
import { wholePath } from "./system/working_folder.ts";
import { readDenial } from "./system/permission.ts";

/** Whether a method's name is the path of a module. */
export function isMethodPath(name: string): boolean {
  return !Object.hasOwn(methodTraits, name) && (/[/\\]/.test(name) || /\.[cm]?[jt]sx?$/.test(name));
}

/** The endings of modules. */
const ENDINGS: readonly string[] = ["ts", "js", "mts", "mjs", "tsx", "jsx", "cts", "cjs"];

/**
 * The module that may be meant by what is neither a method's name nor a module's path: `./own.ts` by `own`,
 * `own.tss` or `own.t`.
 *
 * @param name What was written.
 * @returns Its path; `undefined` if there is none.
 */
export function moduleMeantBy(name: string): string | undefined {
  const stems = [name, name.replace(/\.[^./\\]*$/, "")];
  const meant = stems.flatMap((stem) => ENDINGS.map((ending) => `${stem}.${ending}`))
    .find((path) => readDenial(path) === undefined && fileInfo(path) !== undefined);
  return meant === undefined || /[/\\]/.test(meant) ? meant : `./${meant}`;
}

/**
 * Find a method: a built-in one by its name, or a module of the user's by its
 * path, whose default export {@linkcode customMethod} takes.
 *
 * @param name The name, or the path.
 * @returns The method.
 * @throws {RangeError} If it is neither a method's name nor a path.
 * @throws {Deno.errors.NotFound} If there is no such module.
 * @throws {TypeError} If the module exports no method.
 * @throws {Error} If it cannot be loaded; the message is the module's own.
 * @category Methods
 */
export async function findMethod(name: string): Promise<Method> {
  if (Object.hasOwn(methodTraits, name)) {
    const { methods } = await import("../methods/methods.ts");
    return (methods as Record<string, Method>)[name];
  }
  if (fileInfo(name) === undefined) {
    if (!isMethodPath(name)) {
      throw noSuchMethod("replace backgrounds", name, ", and paths of modules");
    }
    const why = readDenial(name) ?? `there is no such file${didYouMeanFile(name)}`;
    throw new Deno.errors.NotFound(`Cannot load the method '${name}': ${why}`);
  }
  let module: { default?: unknown; method?: unknown };
  try {
    module = await import(pathToFileURL(wholePath(name)).href);
  } catch (cause) {
    const message = messageOf(cause);
    throw new Error(`Cannot load the method '${name}': ${message}`, { cause });
  }
  const value = module.default ?? module.method;
  if (value === undefined || value === null) {
    throw new TypeError(`Cannot use '${name}' as a method: it has no default export`);
  }
  return customMethod(value as Parameters<typeof customMethod>[0], name);
}

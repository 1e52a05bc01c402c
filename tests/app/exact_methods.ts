import { type MethodName, type MethodOptions, methods } from "../../mod.ts";

/**
 * The methods whose mattes are the same on every processor, with what each must be told. A network's
 * differ in the last bit, and distance needs another eye.
 */
export const exactMethods: readonly [
  name: MethodName,
  options: Required<Pick<MethodOptions, "settings">>,
][] = (Object.keys(methods) as MethodName[])
  .filter((name) => !methods[name].needsNetwork && !methods[name].takesDistance)
  .map((name) => [name, { settings: methods[name].needsScreen ? { key: "#6080a0" } : {} }]);

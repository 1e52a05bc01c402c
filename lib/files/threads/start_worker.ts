import { fileURLToPath } from "node:url";
import { isGranted, permissionReason } from "../system/permission.ts";

/**
 * Start a thread. Deno must be allowed to read its module, and prints an error of its own where it is not.
 *
 * @param module The thread's module.
 * @throws {Deno.errors.NotCapable} If Deno would have to ask.
 */
export function startWorker(module: URL): Worker {
  if (module.protocol === "file:" && !isGranted({ name: "read", path: fileURLToPath(module) })) {
    // The thread reads packages in Deno's cache, too.
    throw new Deno.errors.NotCapable(`Cannot start a thread: ${permissionReason("--allow-read")}`);
  }
  return new Worker(module, { type: "module" });
}

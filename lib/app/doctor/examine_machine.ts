import { messageOf } from "../../errors.ts";
import { linuxCameras, systemCameras } from "../../files/camera/system_cameras.ts";
import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { mayLookIntoCache } from "../../files/packages/deno_cache.ts";
import { findAccelerator, isRuntimeCached, openSession } from "../../files/onnx/open_session.ts";
import { isGranted } from "../../files/system/permission.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import { canRunKernels, canShareMemory } from "../../memory/loader.ts";
import { KernelMemory } from "../../memory/kernel_memory.ts";
import { OnnxGraph } from "../../networks/onnx/onnx_graph.ts";
import type { Finding } from "./finding.ts";

/** The processor's cores and the memory. */
export function examineCores(): Finding {
  const cores = navigator.hardwareConcurrency;
  const memory = memoryBytes();
  const words = memory === undefined
    ? ""
    : `, ${gigabytes(memory.total)} of memory, ${gigabytes(memory.available)} of it free`;
  return {
    id: "cores",
    topic: "machine",
    state: "ok",
    text: `${cores} ${cores === 1 ? "core" : "cores"} for threads${words}`,
    data: { cores, memoryBytes: memory?.total ?? null, freeMemoryBytes: memory?.available ?? null },
  };
}

/** The memory that this process may have, as far as Deno may know. */
function memoryBytes(): { readonly total: number; readonly available: number } | undefined {
  if (!isGranted({ name: "sys", kind: "systemMemoryInfo" })) return undefined;
  const { total, available } = Deno.systemMemoryInfo();
  // A container may have less than its machine.
  const limit = Math.min(total, numberIn("/sys/fs/cgroup/memory.max") ?? Infinity);
  const used = limit < total ? numberIn("/sys/fs/cgroup/memory.current") ?? 0 : total - available;
  return { total: limit, available: Math.min(available, Math.max(0, limit - used)) };
}

function numberIn(path: string): number | undefined {
  if (Deno.build.os !== "linux" || !isGranted({ name: "read", path })) return undefined;
  try {
    const text = Deno.readTextFileSync(onDisk(path)).trim();
    return /^\d+$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** The kernels, started once. */
export async function examineKernels(): Promise<Finding> {
  const hasSimd = canRunKernels();
  const isShared = canShareMemory();
  let reason: string | undefined;
  try {
    if (await KernelMemory.load() === undefined) reason = "there is no SIMD in this processor";
  } catch (error) {
    reason = messageOf(error);
  }
  const common = { id: "kernels", topic: "machine", data: { hasSimd, isShared } } as const;
  if (reason !== undefined) {
    return { ...common, state: "note", text: `no SIMD kernels: ${reason}`, advice: SLOWER };
  }
  if (!isShared) return { ...common, state: "note", text: "SIMD kernels, in one thread's memory" };
  return { ...common, state: "ok", text: "SIMD kernels, in memory that threads share" };
}

const SLOWER = "plain loops do the same, several times slower";

/** A network that adds one. */
function tinyNetwork(): Uint8Array {
  const graph = new OnnxGraph("one more");
  const x = graph.input("x", [1, 4]);
  const y = graph.node("Add", [x, graph.constant(Float32Array.of(1), [])]);
  graph.output(y, [1, 4], { name: "y" });
  return graph.toBytes();
}

/** What runs networks, by running one; not at all where it would have to be fetched. */
export async function examineRuntime(isOffline: boolean): Promise<Finding> {
  const common = { id: "onnx-runtime", topic: "machine" } as const;
  if (!await isRuntimeCached()) {
    return {
      ...common,
      state: isOffline ? "missing" : "note",
      text: mayLookIntoCache()
        ? "what runs networks is not fetched"
        : "Deno may not look whether what runs networks is fetched",
      advice: "cli.ts fetch fast",
      data: { runtime: null },
    };
  }
  const notices: string[] = [];
  try {
    const onNotice = (notice: string) => void notices.push(notice);
    await using session = await openSession(tinyNetwork(), { name: "a try", onNotice });
    const x = { dims: [1, 4], data: Float32Array.of(1, 2, 3, 4) };
    const { y } = await session.run({ x });
    if (y.data.join() !== "2,3,4,5") throw new Error("it computes something else");
    const { runtime } = session;
    return {
      ...common,
      state: notices.length > 0 ? "note" : "ok",
      text: notices[0] ?? `${runtime} runs networks on the processor`,
      data: { runtime },
    };
  } catch (error) {
    const text = `networks cannot be run: ${messageOf(error)}`;
    return { ...common, state: "missing", text, data: { runtime: null } };
  }
}

/** A graphics processor for networks, which none of the default runs asks for. */
export async function examineGpu(): Promise<Finding> {
  const common = { id: "gpu", topic: "machine" } as const;
  const found = await findAccelerator(tinyNetwork()).catch((error) => ({
    reason: messageOf(error),
  }));
  if ("reason" in found) {
    const text = `no graphics processor for networks: ${found.reason}`;
    return { ...common, state: "note", text, data: { provider: null, reason: found.reason } };
  }
  const { provider } = found;
  return {
    ...common,
    state: "ok",
    text: `${provider} runs networks with --device gpu`,
    data: found,
  };
}

/**
 * Cameras that the system knows.
 *
 * @param command The ffmpeg that knows them on macOS and Windows; the usual one if left out.
 * @param signal Ends the asking.
 */
export async function examineCameras(
  command: string | undefined,
  signal?: AbortSignal,
): Promise<Finding> {
  const common = { id: "cameras", topic: "machine" } as const;
  try {
    const cameras = await camerasFound(command, signal);
    const devices = cameras.map(({ device, name, isVirtual }) => ({ device, name, isVirtual }));
    const data = { cameras: devices };
    if (cameras.length === 0) return { ...common, state: "note", text: "no camera", data };
    const words = cameras.map(({ name, device }) => `camera:${device} (${name})`);
    return { ...common, state: "ok", text: words.join(", "), data };
  } catch (error) {
    signal?.throwIfAborted();
    const text = `cameras are not known: ${messageOf(error)}`;
    return { ...common, state: "note", text, data: { cameras: null } };
  }
}

async function camerasFound(command: string | undefined, signal?: AbortSignal) {
  // Linux tells of them itself.
  if (Deno.build.os === "linux") {
    return isGranted({ name: "read", path: "/sys" }) ? linuxCameras() : [];
  }
  const ffmpeg = await findFfmpeg({ command });
  if (!isGranted({ name: "run", command: ffmpeg.command })) return [];
  return await systemCameras(ffmpeg, signal);
}

import { messageOf } from "../../errors.ts";

/** Where files are kept that a page needs without a connection. */
const CACHE = "backdrop";

/** How {@linkcode fetchFile} goes about it. */
export interface FetchFileOptions {
  /** Told how much has come, 0–1, as it comes. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fetch a file, or take it from where it was kept the last time if there is no connection.
 *
 * @param address Its address.
 * @param options Whom to tell.
 * @returns Its bytes.
 * @throws {Error} If it cannot be had.
 */
export async function fetchFile(
  address: string,
  { onProgress, signal }: FetchFileOptions = {},
): Promise<ArrayBuffer> {
  // Only where the connection is safe there is a cache.
  const cache = await globalThis.caches?.open(CACHE).catch(() => undefined);
  let response: Response;
  try {
    response = await fetch(address, { signal: signal ?? null });
    if (!response.ok) throw new Error(`the server said ${response.status}`);
  } catch (error) {
    signal?.throwIfAborted();
    const kept = await cache?.match(address);
    if (kept !== undefined) return await kept.arrayBuffer();
    const reason = messageOf(error);
    throw new Error(`Cannot fetch ${address}: ${reason}`, { cause: error });
  }
  const bytes = await readAll(response, onProgress);
  // It may be full: the next time it is fetched again.
  cache?.put(address, new Response(bytes)).catch(() => {});
  return bytes;
}

async function readAll(
  response: Response,
  onProgress: FetchFileOptions["onProgress"],
): Promise<ArrayBuffer> {
  // What is compressed on its way has another length.
  const isPlain = response.headers.get("content-encoding") === null;
  const length = isPlain ? Number(response.headers.get("content-length") ?? 0) : 0;
  if (onProgress === undefined || length === 0 || response.body === null) {
    return await response.arrayBuffer();
  }
  const bytes = new Uint8Array(length);
  let read = 0;
  for await (const part of response.body) {
    bytes.set(part, read);
    read += part.length;
    onProgress(read / length);
  }
  return bytes.buffer;
}

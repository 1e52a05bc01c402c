import { messageOf } from "../../errors.ts";
import { keepOffline } from "../../files/packages/offline.ts";
import { isGranted, permissionReason } from "../../files/system/permission.ts";
import {
  ISOLATION,
  type StudioFile,
  studioFiles,
  type StudioFilesOptions,
} from "./studio_files.ts";
import { STUDIO_PORT } from "./studio_port.ts";

/**
 * How {@linkcode serveStudio} serves.
 *
 * @category Studio
 */
export interface ServeStudioOptions extends StudioFilesOptions {
  /**
   * The port, 1–65535. A browser remembers by the address that a page may use the camera.
   *
   * @default {8910, or a free one if that is taken}
   */
  readonly port?: number | undefined;
}

/**
 * A studio that is served.
 *
 * @category Studio
 */
export interface ServedStudio extends AsyncDisposable {
  /** The page's address: "http://127.0.0.1:8910/". */
  readonly address: string;
  /** Settled when it is no longer served. */
  readonly finished: Promise<void>;
}

const HOST = "127.0.0.1";

/** From elsewhere nothing is loaded or asked; scripts that are text are not run. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "img-src 'self' blob: data:",
  "media-src 'self' blob: data:",
  "connect-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS: Readonly<Record<string, string>> = {
  ...ISOLATION,
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/**
 * Serve the studio, a page that replaces a camera's background in the browser, on this computer only.
 *
 * The page is bundled first. Networks, and what runs them, are fetched when the page asks for them.
 *
 * @example On a free port
 * ```ts ignore
 * await using studio = await serveStudio();
 * console.log(studio.address);
 * await studio.finished;
 * ```
 *
 * @param options The port, whom to tell, and what ends it.
 * @returns The address. Disposing ends it, as `signal` does.
 * @throws {Error} If the page cannot be bundled or served; `cause` is `Deno.errors.AddrInUse` if the
 * port is taken.
 * @category Studio
 */
export async function serveStudio(options: ServeStudioOptions = {}): Promise<ServedStudio> {
  const { port, offline = false, onNotice, signal } = options;
  if (!isGranted({ name: "net", host: `${HOST}${port === undefined ? "" : `:${port}`}` })) {
    throw new Error(`Cannot serve the studio: ${permissionReason("--allow-net", HOST)}`);
  }
  const files = await keepOffline(offline, () => studioFiles(options));
  signal?.throwIfAborted();
  const handle = (request: Request) => keepOffline(offline, () => answer(request, files, onNotice));
  const server = listen(port, handle);
  const end = () => void server.shutdown();
  signal?.addEventListener("abort", end);
  const finished = server.finished.finally(() => signal?.removeEventListener("abort", end));
  return {
    address: `http://${HOST}:${server.addr.port}/`,
    finished,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function listen(
  port: number | undefined,
  handle: Deno.ServeHandler,
): Deno.HttpServer<Deno.NetAddr> {
  const listenOn = (one: number) =>
    Deno.serve({ hostname: HOST, port: one, onListen() {} }, handle);
  try {
    return listenOn(port ?? STUDIO_PORT);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.AddrInUse)) throw cause;
    if (port === undefined) return listenOn(0);
    throw new Error(`Cannot serve the studio: port ${port} is taken`, { cause });
  }
}

/** The first port behind another one that is free now, of the few next, or else any. */
export function nextFreePort(port: number): number {
  for (const next of [1, 2, 3, 4, 5].map((more) => port + more).filter((one) => one < 2 ** 16)) {
    try {
      using listener = Deno.listen({ hostname: HOST, port: next });
      return listener.addr.port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
  using listener = Deno.listen({ hostname: HOST, port: 0 });
  return listener.addr.port;
}

/** What a request gets. */
async function answer(
  request: Request,
  files: ReadonlyMap<string, StudioFile>,
  onNotice: ServeStudioOptions["onNotice"],
): Promise<Response> {
  // Another page's own name may lead here: it would be of one origin with what is served.
  if (!isOurs(request.headers.get("host"))) return words(421, "Wrong host");
  if (request.method !== "GET" && request.method !== "HEAD") {
    return words(405, "Only GET and HEAD", { allow: "GET, HEAD" });
  }
  const { pathname } = new URL(request.url);
  const name = pathname === "/" ? "index.html" : pathname.slice(1);
  const file = files.get(name);
  if (file === undefined) return words(404, "Not found");
  try {
    return await contentOf(request, file);
  } catch (error) {
    const reason = messageOf(error);
    onNotice?.(reason);
    return words(503, reason);
  }
}

function isOurs(host: string | null): boolean {
  return host !== null && /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(host);
}

async function contentOf(request: Request, file: StudioFile): Promise<Response> {
  const content = await file.read();
  const { bytes } = content;
  // Weak, for it is the same whether compressed or not.
  const etag = `W/"${content.tag}"`;
  const headers = new Headers({ ...HEADERS, etag, "cache-control": "no-cache" });
  const known = request.headers.get("if-none-match")?.split(/\s*,\s*/) ?? [];
  if (known.includes(etag)) return new Response(null, { status: 304, headers });
  headers.set("content-type", file.type);
  let body = bytes;
  if (isText(file)) {
    headers.set("vary", "accept-encoding");
    const encoding = encodingFor(request);
    if (encoding !== undefined) {
      headers.set("content-encoding", encoding);
      body = await compressed(bytes, encoding);
    }
  }
  headers.set("content-length", String(body.length));
  return new Response(request.method === "HEAD" ? null : body, { headers });
}

/** Whether it gets much smaller. What is of megabytes would wait longer for that than for its way. */
function isText({ type }: StudioFile): boolean {
  return type.startsWith("text/");
}

/** What compresses, the best first. */
const ENCODINGS = ["br", "gzip"] as const;

function encodingFor(request: Request): (typeof ENCODINGS)[number] | undefined {
  const taken = request.headers.get("accept-encoding")?.split(/\s*[,;]\s*/) ?? [];
  return ENCODINGS.find((encoding) => taken.includes(encoding));
}

type Compressing = Promise<Uint8Array<ArrayBuffer>>;

/** What was compressed, by how and by the bytes. */
const COMPRESSED = {
  br: new WeakMap<Uint8Array, Compressing>(),
  gzip: new WeakMap<Uint8Array, Compressing>(),
};

function compressed(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: (typeof ENCODINGS)[number],
): Compressing {
  const known = COMPRESSED[encoding].get(bytes);
  if (known !== undefined) return known;
  const made = compress(bytes, encoding);
  COMPRESSED[encoding].set(bytes, made);
  return made;
}

/** Half of the best quality: a tenth smaller than gzip in twice its time, which is 0.06 s for all. */
const QUALITY = 5;

async function compress(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: (typeof ENCODINGS)[number],
): Compressing {
  const [{ promisify }, zlib] = await Promise.all([import("node:util"), import("node:zlib")]);
  if (encoding === "gzip") return new Uint8Array(await promisify(zlib.gzip)(bytes));
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  const params = { [BROTLI_PARAM_QUALITY]: QUALITY, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return new Uint8Array(await promisify(zlib.brotliCompress)(bytes, { params }));
}

function words(status: number, text: string, more: Record<string, string> = {}): Response {
  const headers = { ...HEADERS, "content-type": "text/plain; charset=utf-8", ...more };
  return new Response(`${text}\n`, { status, headers });
}

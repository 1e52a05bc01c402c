import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { buildStudio, type ServedStudio, serveStudio } from "../../../lib/app/mod.ts";
import { modelKind } from "../../../lib/networks/runtime/model_kind.ts";
import { freePort, namesIn, temporaryFolder } from "../../helpers.ts";

/** Ask as a browser does that decodes nothing by itself. */
async function ask(
  { address }: ServedStudio,
  path: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; body: Uint8Array<ArrayBuffer> }> {
  const { hostname, port, host } = new URL(address);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const lines = Object.entries({ host, connection: "close", ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const request = new TextEncoder().encode(`${method} ${path} HTTP/1.1\r\n${head}\r\n`);
  const writer = connection.writable.getWriter();
  await writer.write(request);
  const answer = await new Response(connection.readable).bytes();
  const text = new TextDecoder("latin1").decode(answer);
  const end = text.indexOf("\r\n\r\n");
  const [first, ...rest] = text.slice(0, end).split("\r\n");
  return {
    status: Number(first.split(" ")[1]),
    headers: new Headers(rest.map((line) => line.split(/: /, 2) as [string, string])),
    body: answer.slice(end + 4),
  };
}

const UNPACKED = { br: brotliDecompressSync, gzip: gunzipSync } as const;

Deno.test("serveStudio() gives each file its type, and all answers the headers of isolation", async () => {
  await using studio = await serveStudio({ port: freePort() });
  assertMatch(studio.address, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  const types = {
    "/": "text/html; charset=utf-8",
    "/index.html": "text/html; charset=utf-8",
    "/theme.css": "text/css; charset=utf-8",
    "/style.css": "text/css; charset=utf-8",
    "/page.js": "text/javascript; charset=utf-8",
    "/engine_worker.js": "text/javascript; charset=utf-8",
    "/page.js?again": "text/javascript; charset=utf-8",
    "/backgrounds/room.jpg": "image/jpeg",
    "/nothing": "text/plain; charset=utf-8",
  };
  for (const [path, type] of Object.entries(types)) {
    const { headers, status, body } = await ask(studio, path);
    assertEquals([path, status], [path, path === "/nothing" ? 404 : 200]);
    assertEquals(headers.get("content-type"), type);
    assertEquals(headers.get("content-length"), String(body.length));
    assertEquals(headers.get("cross-origin-opener-policy"), "same-origin");
    assertEquals(headers.get("cross-origin-embedder-policy"), "require-corp");
    assertEquals(headers.get("cross-origin-resource-policy"), "same-origin");
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    const policy = headers.get("content-security-policy") ?? "";
    assertStringIncludes(policy, "default-src 'self'");
    assertEquals(/https?:|\*|unsafe-eval'(?<!wasm-unsafe-eval')/.test(policy), false, policy);
  }
});

Deno.test("serveStudio() leads nowhere but to its own files", async () => {
  await using studio = await serveStudio({ port: freePort() });
  const paths = [
    "/../deno.json",
    "/..%2fdeno.json",
    "/%2e%2e/deno.json",
    "/backgrounds/../../../../../deno.json",
    "/..\\deno.json",
    "//etc/passwd",
    "/page.ts",
    "/networks/quality.onnx",
    "/onnxruntime/../../package.json",
    "/constructor",
  ];
  for (const path of paths) {
    const { status, body } = await ask(studio, path);
    assertEquals([path, status, new TextDecoder().decode(body)], [path, 404, "Not found\n"]);
  }
});

Deno.test("serveStudio() answers to this computer's names only", async () => {
  await using studio = await serveStudio({ port: freePort() });
  const { port } = new URL(studio.address);
  const statusFor = async (host: string) => (await ask(studio, "/", { headers: { host } })).status;
  for (const host of [`127.0.0.1:${port}`, "127.0.0.1", `localhost:${port}`, "LOCALHOST"]) {
    assertEquals([host, await statusFor(host)], [host, 200]);
  }
  const others = [
    "example.org",
    `example.org:${port}`,
    "127.0.0.1.example.org",
    "localhost.",
    "",
    "0.0.0.0",
  ];
  for (const host of others) assertEquals([host, await statusFor(host)], [host, 421]);
  // Whose host is in the first line, too.
  const { status } = await ask(studio, "http://example.org/", { headers: { host: "example.org" } });
  assertEquals(status, 421);
});

Deno.test("serveStudio() answers GET and HEAD alike, and nothing else", async () => {
  await using studio = await serveStudio({ port: freePort() });
  for (const path of ["/", "/engine_worker.js", "/backgrounds/beach.jpg"]) {
    const whole = await ask(studio, path);
    const head = await ask(studio, path, { method: "HEAD" });
    const headersOf = ({ headers }: typeof head) =>
      [...headers].filter(([name]) => name !== "date");
    assertEquals(head.body.length, 0);
    assertEquals(headersOf(head), headersOf(whole));
  }
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
    const { status, headers } = await ask(studio, "/", { method });
    assertEquals([method, status, headers.get("allow")], [method, 405, "GET, HEAD"]);
  }
});

Deno.test("serveStudio() compresses text for who takes it, and sends nothing twice", async () => {
  await using studio = await serveStudio({ port: freePort() });
  const plain = await ask(studio, "/page.js");
  assertEquals(plain.headers.get("content-encoding"), null);
  for (const [encoding, unpack] of Object.entries(UNPACKED)) {
    const taken = encoding === "br" ? "gzip, deflate, br;q=0.9" : "deflate, gzip";
    const small = await ask(studio, "/page.js", { headers: { "accept-encoding": taken } });
    assertEquals(small.headers.get("content-encoding"), encoding);
    assertEquals(new Uint8Array(unpack(small.body)), plain.body);
  }
  const headers = { "accept-encoding": "gzip, deflate, br" };
  const picture = await ask(studio, "/backgrounds/beach.jpg", { headers });
  assertEquals(picture.headers.get("content-encoding"), null);

  for (const path of ["/", "/engine_worker.js", "/backgrounds/beach.jpg"]) {
    const first = await ask(studio, path, { headers });
    const etag = first.headers.get("etag")!;
    assertEquals(first.headers.get("cache-control"), "no-cache");
    const known = async (tag: string) => {
      const { status, body } = await ask(studio, path, { headers: { "if-none-match": tag } });
      return [status, body.length > 0];
    };
    assertEquals(await known(etag), [304, false]);
    assertEquals(await known(`W/"another", ${etag}`), [304, false]);
    assertEquals(await known('W/"another"'), [200, true]);
  }
});

Deno.test("serveStudio() serves networks as ONNX, and what runs them", async () => {
  await using studio = await serveStudio({ port: freePort() });
  for (const name of ["fast-landscape", "fast-square", "pose-detection", "pose-lite"]) {
    const { status, body } = await ask(studio, `/networks/${name}.onnx`);
    assertEquals([status, modelKind(body)], [200, "onnx"]);
  }
  const wasm = await ask(studio, "/onnxruntime/ort-wasm-simd-threaded.wasm");
  assertEquals(wasm.headers.get("content-type"), "application/wasm");
  assertEquals(WebAssembly.validate(wasm.body), true);
  const headers = { "if-none-match": wasm.headers.get("etag")! };
  const again = await ask(studio, "/onnxruntime/ort-wasm-simd-threaded.wasm", { headers });
  assertEquals([again.status, again.body.length], [304, 0]);
});

Deno.test("serveStudio() refuses a port that is taken; of itself it takes another", async () => {
  await using first = await serveStudio();
  await using second = await serveStudio();
  assertEquals(new Set([first, second].map(({ address }) => address)).size, 2);
  const port = Number(new URL(second.address).port);
  const error = await assertRejects(
    () => serveStudio({ port }),
    Error,
    `Cannot serve the studio: port ${port} is taken`,
  );
  assertEquals(error.cause instanceof Deno.errors.AddrInUse, true);
});

Deno.test("serveStudio() ends by its signal", async () => {
  const controller = new AbortController();
  const studio = await serveStudio({ port: freePort(), signal: controller.signal });
  assertEquals((await ask(studio, "/")).status, 200);
  controller.abort();
  await studio.finished;
  await assertRejects(() => ask(studio, "/"), Deno.errors.ConnectionRefused);
  await assertRejects(() => serveStudio({ signal: controller.signal }), DOMException, "aborted");
});

Deno.test("buildStudio() writes what serveStudio() serves", async () => {
  await using folder = await temporaryFolder();
  const told: string[] = [];
  const { files, bytes } = await buildStudio(`${folder.path}/site`, {
    onFile: (name) => told.push(name),
  });
  assertEquals(told, files);
  assertEquals(namesIn(folder.path), ["site"]);
  await using studio = await serveStudio({ port: freePort() });
  let total = 0;
  for (const name of files) {
    const written = await Deno.readFile(`${folder.path}/site/${name}`);
    total += written.length;
    if (name === "README.txt") continue;
    assertEquals((await ask(studio, `/${name}`)).body.length, written.length, name);
  }
  assertEquals(total, bytes);
  const readme = await Deno.readTextFile(`${folder.path}/site/README.txt`);
  assertStringIncludes(readme, "cross-origin-opener-policy: same-origin");
  assertStringIncludes(readme, "cross-origin-embedder-policy: require-corp");
});

import { assertEquals } from "@std/assert";
import { type LonePackage, megabytes } from "../../../lib/files/packages/lone_package.ts";
import { MULTICLASS, POSE, SELFIE } from "../../../lib/files/onnx/model_file.ts";
import { NATIVE, WASM } from "../../../lib/files/onnx/onnx_packages.ts";
import { ROOT, runProgram, temporaryFolder } from "../../helpers.ts";

Deno.test("megabytes() rounds, and is never 0", () => {
  const sizes = [100_893_124, 4_049_373, 1, 499_999, 1_500_000].map(megabytes);
  assertEquals(sizes, ["101 MB", "4 MB", "1 MB", "1 MB", "2 MB"]);
});

Deno.test("docs/networks.md says of each package's size what the messages say", async () => {
  const readme = await Deno.readTextFile(new URL("docs/networks.md", ROOT));
  const sizeOf = ({ name }: LonePackage) =>
    readme.split("\n").find((line) => line.startsWith(`| \`${name}\` `))?.split("|")[3].trim();
  const packages = [NATIVE, SELFIE, POSE, MULTICLASS, WASM];
  assertEquals(packages.map(sizeOf), packages.map(({ bytes }) => megabytes(bytes)));
});

/** A registry with one package, whose archive is what it says, but not what anybody expects. */
function odd(): { url: string } & AsyncDisposable {
  const archive = new TextEncoder().encode("not an archive");
  const server = Deno.serve({ port: 0, onListen: () => {} }, async ({ url }) => {
    if (url.endsWith(".tgz")) return new Response(archive);
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-512", archive)).toBase64();
    const dist = { tarball: `${new URL(url).origin}/odd.tgz`, integrity: `sha512-${sum}` };
    const versions = { "1.0.0": { name: "odd", version: "1.0.0", dist } };
    return Response.json({ name: "odd", "dist-tags": { latest: "1.0.0" }, versions });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  return { url, [Symbol.asyncDispose]: () => server.shutdown() };
}

Deno.test("loneFolder() refuses an archive that is not the one that it knows", async () => {
  await using folder = await temporaryFolder();
  await using registry = odd();
  const module = import.meta.resolve("../../../lib/files/packages/lone_package.ts");
  const wanted = {
    name: "odd",
    version: "1.0.0",
    integrity: `sha512-${"A".repeat(86)}==`,
    bytes: 1,
  };
  const code = `const { loneFolder } = await import("${module}");
    const ask = () => loneFolder(${JSON.stringify(wanted)}).catch(({ message }) => message);
    for (const message of await Promise.all([ask(), ask()])) console.log(message);`;
  const { stdout } = await runProgram(Deno.execPath(), ["eval", "--no-config", "--no-lock", code], {
    env: { DENO_DIR: folder.path, NPM_CONFIG_REGISTRY: registry.url },
  });
  const says = "Cannot fetch npm:odd@1.0.0: the npm registry sent another file than expected\n";
  // Who has waited for another one's failure tries, too.
  assertEquals(stdout, says + says);
});

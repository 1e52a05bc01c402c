import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { ModelError } from "../../../lib/errors.ts";
import {
  loneFolder,
  type LonePackage,
  NotFetchedError,
} from "../../../lib/files/packages/lone_package.ts";
import { isOffline, keepOffline } from "../../../lib/files/packages/offline.ts";
import { TURBO_JPEG } from "../../../lib/files/pictures/turbojpeg.ts";

/** Nobody has it. */
const NOWHERE: LonePackage = {
  name: "backdrop-has-no-such-package",
  version: "1.0.0",
  integrity: `sha512-${"A".repeat(86)}==`,
  bytes: 1,
  fetchName: "fast",
};

Deno.test("keepOffline() holds for all that its work awaits, and for nothing else", async () => {
  const later = () => new Promise<boolean>((resolve) => setTimeout(() => resolve(isOffline()), 5));
  const [inside, outside, nested] = await Promise.all([
    keepOffline(true, later),
    keepOffline(false, later),
    keepOffline(true, () => keepOffline(false, later)),
  ]);
  assertEquals([inside, outside, nested, isOffline()], [true, false, true, false]);
});

Deno.test("loneFolder() says offline which command fetches what is missing", async () => {
  const says = (command: string) =>
    "Cannot fetch npm:backdrop-has-no-such-package@1.0.0: this is offline; " +
    `fetch it where there is a connection: cli.ts fetch ${command}`;
  const error = await assertRejects(
    () => keepOffline(true, () => loneFolder(NOWHERE)),
    NotFetchedError,
    says("fast"),
  );
  assertInstanceOf(error, ModelError);
  await assertRejects(
    () => keepOffline(true, () => loneFolder(NOWHERE, { fetchName: "quality" })),
    NotFetchedError,
    says("quality"),
  );
});

Deno.test("loneFolder() finds offline what was fetched", async () => {
  const folder = await loneFolder(TURBO_JPEG);
  assertEquals(await keepOffline(true, () => loneFolder(TURBO_JPEG)), folder);
});

// deno-lint-ignore no-import-prefix -- the tests drive a browser
import { type Browser, chromium } from "npm:playwright-core@1.65.1";
import { findProgram } from "../bundle.ts";

/** Where Chromium is. */
export const chromiumPath = findProgram("chromium", "chromium-browser", "google-chrome");

/** What Chromium is started with in tests: nobody is asked, and cameras are its own. */
export const QUIETLY: readonly string[] = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-device-for-media-stream",
];

/** A page gets the camera without asking. */
export const ALLOWED = "--use-fake-ui-for-media-stream";

/**
 * Start Chromium, which finds no other computer.
 *
 * @param executablePath Where it is.
 * @param camera A .y4m file that is its camera; by default Chromium's own picture.
 * @param isAllowed Whether pages get the camera; otherwise the browser says no.
 */
export function launch(
  executablePath: string,
  camera?: string,
  isAllowed: boolean = true,
): Promise<Browser> {
  return chromium.launch({
    executablePath,
    timeout: 120_000,
    args: [
      ...QUIETLY,
      ...isAllowed ? [ALLOWED] : [],
      ...camera === undefined ? [] : [`--use-file-for-fake-video-capture=${camera}`],
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}

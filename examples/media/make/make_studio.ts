/**
 * The picture of the studio in README.md: a page with the published clip of a webcam as its camera.
 * Needs Chromium.
 *
 *     deno run -A examples/media/make/make_studio.ts
 */
import { serveStudio } from "../../../lib/app/mod.ts";
import { runProgram, temporaryFolder } from "../../../tests/helpers.ts";
import { chromiumPath, launch } from "../../../tests/web/studio/chromium.ts";

const media = `${import.meta.dirname}/..`;
/** How long the camera shows the clip before the picture is taken, milliseconds. */
const WAIT = 6000;

if (chromiumPath === undefined) throw new Error("There is no Chromium on PATH");

await using folder = await temporaryFolder();
const camera = `${folder.path}/camera.y4m`;
// A few frames, forward and backward: so he moves, and never jumps.
const swing = "[0]trim=start_frame=14:end_frame=26,split[a][b];[b]reverse[c];[a][c]concat";
const clip = ["-i", `${media}/real_clips/webcam/input.mp4`];
const { code, stderr } = await runProgram("ffmpeg", [
  ...["-v", "error", ...clip, "-filter_complex", `${swing},fps=25,format=yuv420p`, camera],
]);
if (code !== 0) throw new Error(stderr);

await using studio = await serveStudio();
const browser = await launch(chromiumPath, camera);
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(studio.address);
  await page.click("#start");
  await page.waitForSelector("#fetching", { state: "visible" });
  await page.waitForSelector("#fetching", { state: "hidden", timeout: 120_000 });
  await page.keyboard.press("c");
  await page.waitForTimeout(WAIT);
  await page.screenshot({ path: `${media}/studio.jpg`, type: "jpeg", quality: 78 });
} finally {
  await browser.close();
}

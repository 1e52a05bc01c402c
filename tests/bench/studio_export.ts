/**
 * How fast the studio's page makes a video of a video, in a real Chromium.
 *
 *     deno run -A tests/bench/studio_export.ts video.mp4 [seconds] [folder for the results]
 *
 * @module
 */

import { serveStudio } from "../../lib/app/mod.ts";
import { chromiumPath, launch } from "../web/studio/chromium.ts";

const [video, seconds = "10", kept] = Deno.args;
if (video === undefined || chromiumPath === undefined) {
  console.error(
    "usage: deno run -A tests/bench/studio_export.ts VIDEO [SECONDS] [FOLDER]; needs Chromium",
  );
  Deno.exit(2);
}

const ROWS: [string, number, number][] = Deno.env.get("ROW")
  ? [JSON.parse(Deno.env.get("ROW")!)]
  : [
    ["segment", 640, 360],
    ["segment", 1280, 720],
    ["difference", 1280, 720],
  ];

const folder = await Deno.makeTempDir();
try {
  await using studio = await serveStudio();
  const browser = await launch(chromiumPath);
  for (const [method, width, height] of ROWS) {
    const clip = `${folder}/${method}-${height}.mp4`;
    const scale =
      `scale=${width}:${height}:force_original_aspect_ratio=increase,crop=${width}:${height}`;
    const args = ["-v", "error", "-i", video, "-t", seconds, "-vf", scale, "-crf", "18", clip];
    await new Deno.Command("ffmpeg", { args }).output();
    const page = await browser.newPage();
    page.setDefaultTimeout(600_000);
    await page.goto(`${studio.address}?method=${method}`);
    await page.locator("#file-input").setInputFiles(clip);
    await page.locator("#output-buttons button").first().waitFor();
    // The picture that plays would take half of the processor.
    await page.keyboard.press(" ");
    await page.waitForTimeout(6000);
    const start = performance.now();
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("e")]);
    const took = (performance.now() - start) / 1000;
    if (kept !== undefined) await download.saveAs(`${kept}/${method}-${height}.mp4`);
    const { size } = await Deno.stat(await download.path());
    const rate = (Number(seconds) / took).toFixed(2);
    const bits = (8 * size / Number(seconds) / 1e6).toFixed(1);
    console.log(
      `${method} ${width}×${height}: ${took.toFixed(1)} s, ${rate}× real time, ${bits} Mbit/s`,
    );
    await page.close();
  }
  await browser.close();
} finally {
  await Deno.remove(folder, { recursive: true });
}

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
// deno-lint-ignore no-import-prefix -- drives a browser, as tests/web/browser_test.ts does
import type { BrowserContext, Page } from "npm:playwright-core@1.65.1";
import { serveStudio } from "../../../lib/app/mod.ts";
import { type Frame, replaceFrames } from "../../../mod.ts";
import { FIRST_SETTINGS } from "../../../lib/web/studio/engine/options_of_settings.ts";
import { ROOT } from "../../helpers.ts";
import { testWith } from "../bundle.ts";
import { chromiumPath, launch } from "./chromium.ts";

const WALK = new URL("examples/media/labelled/walk/input.mp4", ROOT).pathname;

/** What a test works with. */
interface Studio {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly address: string;
  /** A folder that is removed. */
  readonly folder: string;
}

function testOutputs(name: string, run: (studio: Studio) => Promise<void>): void {
  testWith(name, chromiumPath, "chromium", async (path) => {
    const folder = await Deno.makeTempDir({ prefix: "backdrop_outputs_" });
    const camera = `${folder}/camera.y4m`;
    await ffmpeg("-i", WALK, "-pix_fmt", "yuv420p", camera);
    await using studio = await serveStudio({ port: undefined });
    const browser = await launch(path, camera);
    try {
      const context = await browser.newContext({ acceptDownloads: true });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      await run({ page, context, address: studio.address, folder });
      assertEquals(errors, []);
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** The studio with its camera, and a method that needs no network: nothing in the clip is so green. */
async function openCamera({ page, address }: Studio): Promise<void> {
  await page.goto(`${address}?method=chroma&set=key%3D%2300ff00&background=color:teal`);
  await page.locator("#output-buttons button").first().waitFor({ state: "attached" });
  await page.keyboard.press("s");
  await page.locator("#picture").waitFor();
}

async function ffmpeg(...args: string[]): Promise<Uint8Array<ArrayBuffer>> {
  const { success, stdout, stderr } = await new Deno.Command("ffmpeg", {
    args: ["-v", "error", "-y", ...args],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return stdout;
}

/** What ffprobe tells of a kind of stream. */
// deno-lint-ignore no-explicit-any
async function probe(path: string, kind: "v" | "a", ...more: string[]): Promise<any> {
  const args = ["-v", "error", "-select_streams", kind, "-of", "json", "-show_streams"];
  const { stdout } = await new Deno.Command("ffprobe", { args: [...args, ...more, path] }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** When each frame is shown. */
async function timesOf(path: string): Promise<number[]> {
  const { packets } = await probe(path, "v", "-show_packets");
  const times = packets.map(({ pts_time }: { pts_time: string }) => Number(pts_time));
  return times.sort((a: number, b: number) => a - b);
}

/** Hashes of what the sound is made of. */
async function soundOf(path: string): Promise<string[]> {
  const { packets } = await probe(path, "a", "-show_packets", "-show_data_hash", "md5");
  return packets.map(({ data_hash }: { data_hash: string }) => data_hash);
}

async function framesOf(path: string, width: number, height: number): Promise<Frame[]> {
  const raw = await ffmpeg(
    "-i",
    path,
    "-f",
    "rawvideo",
    "-pix_fmt",
    "rgba",
    "-fps_mode",
    "passthrough",
    "-",
  );
  const bytes = 4 * width * height;
  return Array.from({ length: raw.length / bytes }, (_, i) => {
    return { width, height, bitmap: new Uint8ClampedArray(raw.buffer, i * bytes, bytes) };
  });
}

/** By how many levels two pictures differ on average. */
function difference(one: Frame, other: Frame): number {
  let sum = 0;
  for (let p = 0; p < one.bitmap.length; p++) sum += Math.abs(one.bitmap[p] - other.bitmap[p]);
  return sum / one.bitmap.length;
}

/** The controls, but for the method and its background. */
const SETTINGS = { ...FIRST_SETTINGS, method: "chroma" };

interface Exported {
  readonly video?: string;
  readonly text?: string;
  readonly shares: number[];
  readonly notices: string[];
}

/** Export a file in the studio's worker, from a page that has nothing else. */
async function exportIn(
  { page, address, folder }: Studio,
  path: string,
  more: { settings?: object; format?: string; background?: string; videoBehind?: string } = {},
): Promise<Exported & { readonly path: string }> {
  await page.goto(`${address}style.css`);
  const base64 = async (file: string) => (await Deno.readFile(file)).toBase64();
  const job = {
    format: more.format ?? "mp4",
    settings: { ...SETTINGS, ...more.settings },
    background: { kind: "word", word: more.background ?? "color:teal" },
    base: address,
  };
  const behind = more.videoBehind === undefined ? undefined : await base64(more.videoBehind);
  const given = JSON.stringify({ job, data: await base64(path), behind, name: "clip.mp4" });
  const exported: Exported = await page.evaluate(`(async ({ job, data, behind, name }) => {
    const fileOf = (text) => new File([Uint8Array.fromBase64(text)], name);
    const worker = new Worker("engine_worker.js", { type: "module", name: "output" });
    const shares = [], notices = [];
    const background = behind === undefined ? job.background : { kind: "video", file: fileOf(behind) };
    worker.postMessage({ kind: "export", job: { ...job, background, file: fileOf(data) } });
    const said = await new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }) => {
        if (data.kind === "progress") shares.push(data.share);
        else if (data.kind === "notice") notices.push(data.text);
        else resolve(data);
      };
    });
    worker.terminate();
    const video = said.video && new Uint8Array(await said.video.arrayBuffer()).toBase64();
    return { video, text: said.text, shares, notices };
  })(${given})`);
  const out = `${folder}/exported.${more.format ?? "mp4"}`;
  if (exported.video !== undefined) {
    await Deno.writeFile(out, Uint8Array.fromBase64(exported.video));
  }
  return { ...exported, path: out };
}

testOutputs(
  "startRecording() records picture and microphone in sync, to be sought in",
  async (studio) => {
    const { page, folder } = studio;
    await openCamera(studio);
    await page.getByRole("button", { name: "Microphone" }).click();
    await page.keyboard.press("r");
    const button = page.locator("#output-buttons .recording");
    await button.waitFor();
    await page.waitForTimeout(3000);
    assertMatch(await button.innerText(), /^Stop 0:0[3-5]$/);
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("r")]);
    assertMatch(download.suggestedFilename(), /^backdrop \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.mp4$/);
    const path = `${folder}/recorded.mp4`;
    await download.saveAs(path);
    const { streams: [video] } = await probe(path, "v");
    const { streams: [sound] } = await probe(path, "a");
    assertEquals([video.codec_name, video.width, video.height], ["h264", 320, 180]);
    assert(Number(video.duration) >= 3 && Number(video.duration) < 6, video.duration);
    assertAlmostEquals(Number(sound.duration), Number(video.duration), 0.06);
    assertAlmostEquals(Number(sound.start_time), Number(video.start_time), 0.06);
    const times = await timesOf(path);
    // The camera gives 25 a second; the machine may be busy.
    assert(times.length > 15, `${times.length} frames`);
    times.reduce((before, time) => (assert(time > before, `${before}, ${time}`), time));
    const loud = await ffmpeg("-i", path, "-f", "s16le", "-ac", "1", "-");
    const levels = new Int16Array(loud.buffer);
    assert(levels.some((level) => Math.abs(level) > 1000), "no beep is heard");
    const frame = (await framesOf(path, 320, 180)).at(-2)!;
    const settings = { key: "#00ff00" };
    const options = { method: "chroma", settings, background: "color:teal" } as const;
    const apart: number[] = [];
    for await (const { composite } of replaceFrames(await framesOf(WALK, 320, 180), options)) {
      apart.push(difference(frame, composite));
    }
    // It is one of the clip's, with the codec's loss.
    assert(Math.min(...apart) < 5, `${Math.min(...apart)} levels`);
  },
);

/** A camera that is red for 0.2 s of each second, and a microphone that beeps in the meantime. */
const FLASH_AND_BEEP = `
  const audio = new AudioContext();
  const gain = new GainNode(audio, { gain: 0 });
  const tone = new OscillatorNode(audio, { frequency: 1000 });
  tone.connect(gain);
  tone.start();
  const heard = audio.createMediaStreamDestination();
  gain.connect(heard);
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const context = canvas.getContext("2d");
  const [seen] = canvas.captureStream(0).getVideoTracks();
  setInterval(() => {
    const isOn = performance.now() % 1000 < 200;
    gain.gain.setValueAtTime(isOn ? 0.8 : 0, audio.currentTime);
    context.fillStyle = isOn ? "#e00000" : "#00e000";
    context.fillRect(0, 0, 320, 180);
    seen.requestFrame();
  }, 40);
  navigator.mediaDevices.getUserMedia = async ({ audio: isSound }) => {
    await audio.resume();
    const track = isSound ? heard.stream.getAudioTracks()[0] : seen;
    return new MediaStream([track.clone()]);
  };`;

testOutputs("Recording has together what was seen and heard together", async (studio) => {
  const { page, folder } = studio;
  await page.addInitScript(FLASH_AND_BEEP);
  await openCamera(studio);
  // The engine has told how long it takes.
  await page.waitForTimeout(1500);
  await page.getByRole("button", { name: "Microphone" }).click();
  await page.keyboard.press("r");
  await page.locator("#output-buttons .recording").waitFor();
  await page.waitForTimeout(5000);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("r")]);
  const path = `${folder}/flashes.mp4`;
  await download.saveAs(path);
  const times = await timesOf(path);
  const reds = (await framesOf(path, 320, 180)).map(({ bitmap }) => bitmap[80000] > 110);
  const flashes = times.filter((_, i) => i > 0 && reds[i] && !reds[i - 1]);
  const sound = ["-af", "aresample=async=1:first_pts=0", "-f", "s16le", "-ac", "1", "-ar", "8000"];
  const levels = new Int16Array((await ffmpeg("-i", path, ...sound, "-")).buffer);
  const beeps: number[] = [];
  let loudAt = -Infinity;
  levels.forEach((level, i) => {
    if (Math.abs(level) < 1000) return;
    // A beep begins after silence.
    if (i - loudAt > 800) beeps.push(i / 8000);
    loudAt = i;
  });
  const apart = flashes.map((flash) => {
    return beeps.map((beep) => beep - flash).sort((a, b) => Math.abs(a) - Math.abs(b))[0];
  }).sort((a, b) => a - b);
  assert(apart.length >= 3, `${flashes} and ${beeps}`);
  // Two frames; more begins to be noticed.
  assertAlmostEquals(apart[apart.length >> 1], 0, 0.08);
});

testOutputs(
  "exportVideo() keeps frames and times; its pictures are the library's",
  async (studio) => {
    const settings = { method: "difference" };
    const { path, text, shares } = await exportIn(studio, WALK, { settings });
    assertEquals(text, undefined);
    assertEquals(await timesOf(path), await timesOf(WALK));
    shares.reduce((before, share) => (assert(share >= before && share <= 1), share), 0);
    const options = { method: "difference", background: "color:teal" } as const;
    const got = await framesOf(path, 320, 180);
    let i = 0;
    for await (const { composite } of replaceFrames(await framesOf(WALK, 320, 180), options)) {
      // The codec's loss, and colours that two decoders make differently.
      const levels = difference(got[i], composite);
      assert(levels < 4, `frame ${i}: ${levels} levels`);
      i++;
    }
    assertEquals(got.length, i);
  },
);

testOutputs(
  "exportVideo() copies sound, and keeps uneven times; mirrored; odd sides",
  async (studio) => {
    const { folder } = studio;
    const even = `${folder}/even.mp4`;
    await ffmpeg(
      ...["-i", WALK, "-f", "lavfi", "-i", "sine=440:duration=2", "-t", "2"],
      ...["-vf", "select='not(eq(mod(n,5),2))'", "-fps_mode", "vfr"],
      ...["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", even],
    );
    const copied = await exportIn(studio, even, { settings: { mirror: true } });
    assertEquals([copied.text, copied.notices], [undefined, []]);
    const [got, expected] = [await timesOf(copied.path), await timesOf(even)];
    assertEquals(got.length, expected.length);
    // Half a tick of the file's clock.
    got.forEach((time, i) => assertAlmostEquals(time, expected[i], 1e-5));
    assertEquals(await soundOf(copied.path), await soundOf(even));
    const [first] = await framesOf(copied.path, 320, 180);
    const [input] = await framesOf(even, 320, 180);
    const turned = { ...input, bitmap: new Uint8ClampedArray(input.bitmap.length) };
    for (let i = 0; i < 320 * 180; i++) {
      const [x, y] = [i % 320, Math.floor(i / 320)];
      turned.bitmap.set(input.bitmap.subarray(4 * i, 4 * i + 4), 4 * (320 * y + 319 - x));
    }
    assert(difference(first, turned) < 4, `${difference(first, turned)} levels`);

    const odd = `${folder}/odd.mp4`;
    await ffmpeg(
      ...["-i", WALK, "-frames:v", "3", "-vf", "scale=161:91,setsar=1"],
      ...["-c:v", "libx264", "-pix_fmt", "yuv444p", odd],
    );
    const padded = await exportIn(studio, odd);
    assertEquals(padded.text, undefined);
    const { streams: [video] } = await probe(padded.path, "v");
    assertEquals([video.width, video.height], [162, 92]);
  },
);

testOutputs(
  "exportVideo() writes WebM with transparency, a video behind, sound anew",
  async (studio) => {
    const { folder } = studio;
    const clip = `${folder}/green.mp4`;
    await ffmpeg(
      ...["-f", "lavfi", "-i", "color=0x00c000:s=160x90:r=10:d=1", "-f", "lavfi", "-i"],
      ...["sine=440:duration=1", "-vf", "drawbox=40:20:80:50:red:fill", "-pix_fmt", "yuv420p"],
      ...["-c:v", "libx264", "-c:a", "aac", clip],
    );
    const settings = { settings: { key: "#00c000" } };
    const clear = await exportIn(studio, clip, {
      settings,
      format: "webm",
      background: "transparent",
    });
    assertEquals(clear.text, undefined);
    const { streams: [stream] } = await probe(clear.path, "v");
    assertEquals([stream.codec_name, stream.tags.alpha_mode], ["vp9", "1"]);
    const { streams: [sound] } = await probe(clear.path, "a");
    assertEquals(sound.codec_name, "opus");
    const rgba = await ffmpeg(
      ...["-c:v", "libvpx-vp9", "-i", clear.path, "-f", "rawvideo", "-pix_fmt", "rgba", "-"],
    );
    const alphaAt = (x: number, y: number) => rgba[4 * (160 * y + x) + 3];
    assert(alphaAt(5, 5) < 16 && alphaAt(80, 45) > 240, `${alphaAt(5, 5)}, ${alphaAt(80, 45)}`);

    const behind = `${folder}/behind.mp4`;
    // Blue for 0.3 s, then white, again and again.
    await ffmpeg(
      ...["-f", "lavfi", "-i", "color=blue:s=160x90:r=10:d=0.3", "-f", "lavfi", "-i"],
      ...["color=white:s=160x90:r=10:d=0.3", "-filter_complex", "concat", "-pix_fmt", "yuv420p"],
      ...["-c:v", "libx264", behind],
    );
    const over = await exportIn(studio, clip, { settings, videoBehind: behind });
    assertEquals(over.text, undefined);
    const reds = (await framesOf(over.path, 160, 90)).map(({ bitmap }) => bitmap[4 * 165] > 128);
    assertEquals(reds, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => i % 6 >= 3));
  },
);

testOutputs("exportVideo() says in a line what it cannot read", async (studio) => {
  const { folder } = studio;
  const broken = `${folder}/broken.mp4`;
  await Deno.writeFile(broken, (await Deno.readFile(WALK)).slice(0, 2000));
  const text = `${folder}/text.mp4`;
  await Deno.writeTextFile(text, "not a video");
  const sound = `${folder}/sound.mp4`;
  await ffmpeg("-f", "lavfi", "-i", "sine=440:duration=0.2", "-c:a", "aac", sound);
  const foreign = `${folder}/foreign.mp4`;
  await ffmpeg("-i", WALK, "-t", "0.2", "-c:v", "mpeg4", foreign);
  for (
    const [path, expected] of [
      [broken, /^Cannot (read|export) “clip.mp4”: /],
      [text, /^Cannot read “clip.mp4”: it is no video/],
      [sound, /^Cannot read “clip.mp4”: it has no video$/],
      [foreign, /^Cannot read “clip.mp4”: this browser cannot decode/],
    ] as const
  ) {
    const said = await exportIn(studio, path);
    assertMatch(said.text!, expected);
    assert(!said.text!.includes("\n"));
  }
  const cut = `${folder}/cut.mp4`;
  await ffmpeg("-i", WALK, "-c", "copy", "-movflags", "faststart", cut);
  const whole = await Deno.readFile(cut);
  await Deno.writeFile(cut, whole.slice(0, whole.length / 2));
  const { notices } = await exportIn(studio, cut);
  assertEquals(notices.length, 1);
  assertMatch(notices[0], /^The file ends early: \d+ of its \d+ frames could be read\.$/);
});

testOutputs("exportFile() goes on from the page, and can be cancelled", async (studio) => {
  const { page, folder, address } = studio;
  const long = `${folder}/long.mp4`;
  await ffmpeg("-stream_loop", "30", "-i", WALK, "-c", "copy", long);
  await page.goto(`${address}?method=tutorial&background=color:teal`);
  await page.locator("#file-input").setInputFiles(long);
  const button = page.getByRole("button", { name: "Export" });
  await button.click();
  await page.getByText(/^Cancel \d+ %/).click();
  await page.getByText("The export was cancelled.").waitFor();
  await page.locator("#file-input").setInputFiles(WALK);
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  assertEquals(download.suggestedFilename(), "input backdrop.mp4");
  const path = `${folder}/exported.mp4`;
  await download.saveAs(path);
  assertEquals((await timesOf(path)).length, (await timesOf(WALK)).length);
});

/** Wait until a window's video has played for so many seconds. */
async function playsFor(popup: Page, seconds: number): Promise<void> {
  const time = () => popup.evaluate("document.querySelector('video')?.currentTime ?? 0");
  const end = Date.now() + 30_000;
  while (Number(await time()) < seconds) {
    assert(Date.now() < end, `the video stands at ${await time()} s`);
    await popup.waitForTimeout(50);
  }
}

testOutputs("openPopOut() shows the results alone, and closes with the page", async (studio) => {
  const { page, context } = studio;
  await openCamera(studio);
  const [popup] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("w")]);
  await playsFor(popup, 0.2);
  const shown = await popup.evaluate(`[
    document.title,
    document.body.children.length,
    document.querySelector("video").videoWidth,
  ]`);
  assertEquals(shown, ["Backdrop – picture", 1, 320]);
  // While it is open a recording goes on beside it.
  await page.keyboard.press("r");
  await page.locator("#output-buttons .recording").waitFor();
  await popup.close();
  await page.getByRole("button", { name: "Pop out", exact: true }).waitFor();
  await page.waitForTimeout(300);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("r")]);
  assertMatch(download.suggestedFilename(), /mp4$/);
  const [second] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("w")]);
  await playsFor(second, 0.1);
  const closed = second.waitForEvent("close");
  await page.close();
  await closed;
});

testOutputs("openPopOut() says so if the window is blocked", async (studio) => {
  const { page } = studio;
  await page.addInitScript(
    "globalThis.open = () => null; delete globalThis.documentPictureInPicture",
  );
  await openCamera(studio);
  await page.keyboard.press("w");
  await page.getByText(/blocked the window/).waitFor();
});

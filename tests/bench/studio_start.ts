/**
 * How soon the studio is there: from the command to the address, from the address to the page, and
 * from a click on its camera to the first picture.
 *
 *     deno task bench:studio [--rounds 5] [--json]
 *
 * Each round is a start with nothing kept, neither the bundle nor what the browser has loaded, and one
 * more with both. The networks' packages and the bundler are in Deno's cache before. Needs Chromium,
 * whose own picture is the camera.
 */
import { parseArgs } from "node:util";
// deno-lint-ignore no-import-prefix -- the tests drive a browser
import { chromium } from "npm:playwright-core@1.65.1";
import { denoFolder } from "../../lib/files/packages/deno_cache.ts";
import { cliArguments, freePort, temporaryFolder } from "../helpers.ts";
import { ALLOWED, chromiumPath, QUIETLY } from "../web/studio/chromium.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    rounds: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
  },
});

if (chromiumPath === undefined) throw new Error("There is no Chromium on PATH");
const executablePath: string = chromiumPath;

/** Milliseconds. */
interface Start {
  /** From the command to its address. */
  readonly served: number;
  /** From the address to the page's load event: then its buttons work. */
  readonly page: number;
  /** From a click on the camera to the first picture with another background. */
  readonly picture: number;
}

async function start(port: number, profile: string): Promise<Start> {
  const began = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: cliArguments(["studio", "--no-open", "-q", "--port", String(port)]),
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value: line = "" } = await reader.read();
  const served = performance.now() - began;
  try {
    return { served, ...await visit(line.trim(), profile) };
  } finally {
    child.kill("SIGINT");
    await child.status;
    await reader.cancel();
  }
}

async function visit(address: string, profile: string): Promise<Omit<Start, "served">> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...QUIETLY, ALLOWED],
  });
  try {
    const page = await context.newPage();
    const asked = performance.now();
    await page.goto(address, { waitUntil: "load" });
    const loaded = performance.now() - asked;
    const clicked = performance.now();
    await page.click("#start");
    await page.waitForSelector("#canvas", { state: "visible" });
    return { page: loaded, picture: performance.now() - clicked };
  } finally {
    await context.close();
  }
}

async function forgetBundles(): Promise<void> {
  const folder = `${denoFolder()}/backdrop_studio`;
  await Deno.remove(folder, { recursive: true }).catch(() => {});
}

function median(numbers: readonly number[]): number {
  return Math.round(numbers.toSorted((a, b) => a - b)[numbers.length >> 1]);
}

const starts: Record<string, Start[]> = { "nothing kept": [], "again": [] };
for (let round = 0; round < Number(values.rounds); round++) {
  await using profile = await temporaryFolder();
  const port = freePort();
  await forgetBundles();
  for (const all of Object.values(starts)) all.push(await start(port, profile.path));
}
const rows = Object.entries(starts).map(([name, all]) => ({
  name,
  served: median(all.map(({ served }) => served)),
  page: median(all.map(({ page }) => page)),
  picture: median(all.map(({ picture }) => picture)),
}));
if (values.json) console.log(JSON.stringify(rows));
else console.table(rows);

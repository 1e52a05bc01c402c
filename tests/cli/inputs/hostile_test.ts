import { assertEquals } from "@std/assert";
import { ffmpeg } from "../../helpers.ts";
import { assertRefused, type Workplace, workplace, workplaces } from "../helpers.ts";

/** A web server that counts who asks. */
class Lure implements AsyncDisposable {
  /** All that were asked for but the lists. */
  requests = 0;
  /** What is there, by its path. */
  readonly lists = new Map<string, string>();
  readonly #server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const list = this.lists.get(new URL(request.url).pathname);
    if (list !== undefined) return new Response(list);
    this.requests++;
    return new Response("caught", { status: 404 });
  });

  /** The address of a clip that is not there. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/clip.ts`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

const hls = (target: string) =>
  `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${target}\n#EXT-X-ENDLIST\n`;
const concat = (target: string) => `ffconcat version 1.0\nfile '${target}'\n`;
const dash = (target: string) =>
  `<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S"
  profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4">
  <Representation id="1" bandwidth="1000"><BaseURL>${target}</BaseURL></Representation>
</AdaptationSet></Period></MPD>`;
/** ffmpeg skips such a tag, in front of whatever comes. */
const tagged = (target: string) => `ID3\x03\0\0\0\0\0\x0a${"\0".repeat(10)}${hls(target)}`;
/** Without an end, ffmpeg waits for more. */
const live = (target: string) => hls(target).replace("#EXT-X-ENDLIST\n", "");

const lists: [title: string, name: string, text: (target: string) => string][] = [
  ["an HLS playlist", "list.m3u8", hls],
  ["an HLS playlist named .mp4", "list.mp4", hls],
  ["an HLS playlist behind an ID3 tag", "list.mp3", tagged],
  ["a live HLS playlist", "live.m3u8", live],
  ["an ffconcat script", "list.ffconcat", concat],
  ["an ffconcat script named .mp4", "list.mp4", concat],
  ["a DASH manifest", "list.mpd", dash],
];

/** What a playlist may point at: a clip beside it, by a relative path and as a URL, and a server. */
function targetsOf(place: Workplace, lure: Lure): string[] {
  return ["clip.ts", `file:${place.file("clip.ts")}`, lure.url];
}

/** A place with the clip that they point at. */
const placeWithTarget = workplaces((place) =>
  ffmpeg("-i", place.file("clip.mp4"), "-c", "copy", "-f", "mpegts", place.file("clip.ts"))
);

for (const [title, name, text] of lists) {
  Deno.test(`cli refuses ${title}, and opens nothing that it names`, async () => {
    await using place = await placeWithTarget();
    await using lure = new Lure();
    for (const target of targetsOf(place, lure)) {
      await Deno.writeTextFile(place.file(name), text(target));
      const says = [`'${name}'`, "playlist"];
      await assertRefused(place, [name, "bg.jpg", "-o", "out"], { code: 1, says });
    }
    assertEquals(lure.requests, 0);
  });
}

Deno.test("cli --allow-network requests nothing that a playlist at an address names", async () => {
  await using place = await workplace();
  await using lure = new Lure();
  for (const [title, name, text] of lists) {
    lure.lists.set(`/${name}`, text(lure.url));
    const address = new URL(`/${name}`, lure.url).href;
    const args = [address, "bg.jpg", "-m", "tutorial", "-o", "out", "--allow-network"];
    const failure = { code: 1, says: [`Cannot read '${address}'`] };
    await assertRefused(place, args, failure);
    assertEquals(lure.requests, 0, title);
  }
});

Deno.test("cli refuses a playlist as the background too", async () => {
  await using place = await placeWithTarget();
  await using lure = new Lure();
  for (const target of targetsOf(place, lure)) {
    await Deno.writeTextFile(place.file("list.jpg"), hls(target));
    const says = ["background", "'list.jpg'"];
    await assertRefused(place, ["clip.mp4", "list.jpg", "-o", "out"], { code: 1, says });
  }
  assertEquals(lure.requests, 0);
});

Deno.test("cli refuses a session description, whose streams come over the network", async () => {
  await using place = await workplace();
  const lines = ["v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=x", "c=IN IP4 127.0.0.1", "t=0 0"];
  const media = ["m=video 5004 RTP/AVP 96", "a=rtpmap:96 H264/90000", ""];
  await Deno.writeTextFile(place.file("film.sdp"), [...lines, ...media].join("\n"));
  const failure = { code: 1, says: ["'film.sdp'"] };
  await assertRefused(place, ["film.sdp", "bg.jpg", "-o", "out"], failure);
});

Deno.test("cli refuses scripts that ffmpeg would run", async () => {
  await using place = await workplace();
  for (const name of ["film.vpy", "FILM.AVS"]) {
    await Deno.writeTextFile(place.file(name), "import os\n");
    const failure = { code: 1, says: [`'${name}'`, "it is a script"] };
    await assertRefused(place, [name, "bg.jpg", "-o", "out"], failure);
  }
});

Deno.test("cli takes no address for a file", async () => {
  await using place = await workplace();
  await using lure = new Lure();
  const name = `'${lure.url}'`;
  const asVideo = { code: 1, says: [name, "--allow-network"] };
  await assertRefused(place, [lure.url, "bg.jpg", "-o", "out"], asVideo);
  const asBackground = { code: 1, says: [name, "only local files are read"] };
  await assertRefused(place, ["clip.mp4", lure.url, "-o", "out"], asBackground);
  for (const video of ["concat:clip.mp4|clip.mp4", "file:clip.mp4", "pipe:0"]) {
    const failure = { code: 1, says: [`'${video}'`, "there is no such file"] };
    await assertRefused(place, ["-o", "out", "--", video, "bg.jpg"], failure);
  }
  assertEquals(lure.requests, 0);
});

import { assertEquals, assertMatch } from "@std/assert";
import { examine } from "../../../lib/app/doctor/examine.ts";
import type { Finding } from "../../../lib/app/doctor/finding.ts";
import { fetchNames } from "../../../lib/app/fetch/fetch_names.ts";
import { ROOT, temporaryFolder } from "../../helpers.ts";

const { isReady, findings } = await examine();

/** What was found under an id. */
function found(id: string, all: readonly Finding[] = findings): Finding {
  return all.find((one) => one.id === id)!;
}

Deno.test("examine() finds that this machine can run all tests", () => {
  assertEquals(isReady, true);
  const sure = ["deno", "cores", "kernels", "permissions", "temporary-folder"];
  assertEquals(sure.map((id) => found(id).state), sure.map(() => "ok"));
  const { encoders, decoders } = {
    encoders: found("ffmpeg-encoders").data?.there as string[],
    decoders: found("ffmpeg-decoders").data?.there as string[],
  };
  assertEquals([encoders.includes("h264"), encoders.includes("aac")], [true, true]);
  assertEquals([decoders.includes("h264"), decoders.includes("mjpeg")], [true, true]);
});

Deno.test("examine() tells each thing once, in one line, and docs/offline.md knows it", async () => {
  const ids = findings.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  for (const { text, advice = "" } of findings) assertMatch(text + advice, /^[^\n]+$/);
  const page = await Deno.readTextFile(new URL("docs/offline.md", ROOT));
  const ofNames = Object.keys(fetchNames).map((name) => `fetched-${name}`);
  const unknown = ids.filter((id) => !ofNames.includes(id) && !page.includes(`\`${id}\``));
  assertEquals(unknown, []);
  // Fields of the data, too.
  const rows = page.slice(page.indexOf("| id ")).split("\n");
  for (const { id, data = {} } of findings) {
    if (ofNames.includes(id)) continue;
    const row = rows.find((line) => line.split("|")[1]?.includes(`\`${id}\``));
    assertEquals([id, Object.keys(data).filter((key) => !row?.includes(`\`${key}\``))], [id, []]);
  }
});

Deno.test({
  name: "examine() says of an old ffmpeg what it lacks",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using folder = await temporaryFolder();
    const ffmpeg = `${folder.path}/old`;
    const script = `#!/bin/sh
case "$2" in
-version) echo "ffmpeg version 4.1 Copyright (c) 2000-2018";;
-encoders) echo " V..... libx264              H.264"; echo " A..... aac                  AAC";;
-decoders) echo " V..... h264                 H.264"; echo " VFS..D mjpeg                MJPEG";;
esac
`;
    await Deno.writeTextFile(ffmpeg, script, { mode: 0o755 });
    const { isReady, findings } = await examine({ ffmpeg });
    assertEquals(isReady, true);
    assertEquals([found("ffmpeg", findings).state, found("ffmpeg", findings).data], ["note", {
      command: ffmpeg,
      path: ffmpeg,
      version: "4.1",
      isOld: true,
      isEmbedded: false,
    }]);
    const { state, data } = found("ffmpeg-encoders", findings);
    assertEquals([state, data?.there], ["note", ["h264", "aac"]]);
    assertEquals((data?.lacking as string[]).includes("hevc"), true);
  },
});

Deno.test("examine() is not ready where ffmpeg is none", async () => {
  const { isReady, findings } = await examine({ ffmpeg: "no_such_ffmpeg" });
  assertEquals([isReady, found("ffmpeg", findings).state], [false, "missing"]);
  assertMatch(found("ffmpeg", findings).text, /^'no_such_ffmpeg' cannot be run: /);
});

import { assertEquals, assertRejects } from "@std/assert";
import { findFfmpeg } from "../../../../lib/files/mod.ts";
import { ffmpegAbilities } from "../../../../lib/files/ffmpeg/probe/abilities.ts";
import { temporaryFolder } from "../../../helpers.ts";

Deno.test("ffmpegAbilities() knows what this ffmpeg has", async () => {
  const { command } = await findFfmpeg();
  const { version, encoders, decoders, filters } = await ffmpegAbilities(command);
  assertEquals(/^\S+$/.test(version), true);
  const has = [encoders.has("libx264"), encoders.has("aac"), decoders.has("h264")];
  assertEquals([...has, filters.has("scale")], [true, true, true, true]);
  // Of the page nothing else is taken for a name.
  assertEquals([encoders, decoders, filters].map((set) => set.has("=")), [false, false, false]);
});

/** What an ffmpeg of some version says of itself, and that it has nothing. */
async function versionOf(folder: string, version: string) {
  const path = `${folder}/ffmpeg`;
  const script = `#!/bin/sh\n[ "$2" = -version ] && echo "ffmpeg version ${version} Copyright"\n`;
  await Deno.writeTextFile(path, script, { mode: 0o755 });
  return await ffmpegAbilities(path);
}

Deno.test({
  name: "ffmpegAbilities() takes what is before 5.1 for old, and what has no number for young",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using folder = await temporaryFolder();
    const versions = ["4.1", "n4.4.2", "5.0.1", "5.1.6-0+deb12u1", "7.1", "N-110223-gb18a9c29713"];
    const old: boolean[] = [];
    for (const version of versions) {
      const { isOld, encoders } = await versionOf(folder.path, version);
      assertEquals(encoders.size, 0);
      old.push(isOld);
    }
    assertEquals(old, [true, true, true, false, false, false]);
  },
});

Deno.test({
  name: "ffmpegAbilities() refuses another program",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await assertRejects(() => ffmpegAbilities("true"), Error, "does not say that it is ffmpeg");
  },
});

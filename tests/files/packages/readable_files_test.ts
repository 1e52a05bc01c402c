import { assertEquals } from "@std/assert";
import { canReadAll, letAllRead } from "../../../lib/files/packages/readable_files.ts";
import { temporaryFolder } from "../../helpers.ts";

const ignore = Deno.build.os === "windows";

/** The last nine bits of a file's mode. */
async function modeOf(path: string): Promise<number> {
  return (await Deno.stat(path)).mode! & 0o777;
}

Deno.test({
  name: "letAllRead() lets all read files in folders that they may enter, and changes nothing else",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    for (const [name, mode] of [["open", 0o755], ["closed", 0o700]] as const) {
      await Deno.mkdir(`${path}/${name}`);
      for (const [file, own] of [["a", 0o640], ["b", 0o550], ["c", 0o644]] as const) {
        await Deno.writeTextFile(`${path}/${name}/${file}`, "");
        await Deno.chmod(`${path}/${name}/${file}`, own);
      }
      await Deno.chmod(`${path}/${name}`, mode);
    }
    await Deno.chmod(path, 0o755);
    await letAllRead(path);
    const modes = async (name: string) =>
      await Promise.all(["a", "b", "c"].map((file) => modeOf(`${path}/${name}/${file}`)));
    assertEquals(await modes("open"), [0o644, 0o554, 0o644]);
    assertEquals(await modes("closed"), [0o640, 0o550, 0o644]);
    assertEquals(await modeOf(`${path}/closed`), 0o700);
    assertEquals([await canReadAll(path), await canReadAll(`${path}/none`)], [true, false]);
  },
});

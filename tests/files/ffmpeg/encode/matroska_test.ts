import { assertEquals } from "@std/assert";
import {
  matroskaFrameHeader,
  matroskaHeader,
} from "../../../../lib/files/ffmpeg/encode/matroska.ts";
import { findFfmpeg } from "../../../../lib/files/mod.ts";
import { runProgram, temporaryFolder } from "../../../helpers.ts";

const { command } = await findFfmpeg();

for (const pixels of ["rgba", "gray"] as const) {
  Deno.test(`a Matroska stream of ${pixels} is read by ffmpeg, pixels and times`, async () => {
    await using folder = await temporaryFolder();
    const size = { width: 3, height: 2 };
    const channels = pixels === "rgba" ? 4 : 1;
    const frames = [[0, 1], [0.04, 2], [1.5, 3], [4000.000001, 4]].map(([time, seed]) => ({
      time,
      bytes: Uint8Array.from({ length: 6 * channels }, (_, i) => 17 * seed + i),
    }));
    const path = `${folder.path}/stream.mkv`;
    using file = await Deno.open(path, { write: true, create: true });
    file.writeSync(matroskaHeader(size, pixels));
    for (const { time, bytes } of frames) {
      file.writeSync(matroskaFrameHeader(time, bytes.length));
      file.writeSync(bytes);
    }
    const raw = `${folder.path}/raw`;
    const { code, stderr } = await runProgram(command, [
      ...["-loglevel", "info", "-i", path, "-vf", "showinfo", "-vsync", "passthrough"],
      ...["-f", "rawvideo", raw],
    ]);
    assertEquals(code, 0, stderr);
    assertEquals(
      [...await Deno.readFile(raw)],
      frames.flatMap(({ bytes }) => [...bytes]),
    );
    const ticks = [...stderr.matchAll(/ n: *\d+ pts: *(\d+)/g)].map(([, pts]) => Number(pts));
    assertEquals(ticks, frames.map(({ time }) => Math.round(time * 1e6)));
  });
}

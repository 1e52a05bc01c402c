import { assertEquals } from "@std/assert";
import { ffmpeg } from "../../helpers.ts";
import { snapshot, workplaces } from "../helpers.ts";

const workplace = workplaces(async (place) => {
  const picture = "testsrc2=s=64x48:r=25:d=13,noise=alls=12:allf=t,format=yuv420p";
  const codec = ["-c:v", "libx264", "-g", "50", "-bf", "3", "-sc_threshold", "0"];
  await ffmpeg("-f", "lavfi", "-i", picture, ...codec, place.file("long.mp4"));
});

const methods: Record<string, string[]> = {
  // Its threads read ffmpeg's pipe themselves.
  tutorial: ["--mattes", "DIR/matte%d.png"],
  difference: [],
  chroma: ["--set", "key=red"],
};

for (const [method, more] of Object.entries(methods)) {
  Deno.test(`cli -m ${method} --frames, far from the start, gives the full run's files`, async () => {
    await using place = await workplace();
    const run = (folder: string, ...args: string[]) => {
      const target = [
        "-o",
        `${folder}/out%d.jpg`,
        ...more.map((word) => word.replace("DIR", folder)),
      ];
      return place.succeed(["long.mp4", "bg.jpg", "-m", method, ...target, ...args]);
    };
    await run("full");
    const full = await snapshot(place.file("full"));
    for (const range of ["302-305", "323-"]) {
      await run(range, "--frames", range);
      const names = Object.keys(full).filter((name) => {
        const number = Number(/\d+/.exec(name)![0]);
        const [first, last] = range.split("-").map(Number);
        return number >= first && number <= (last || Infinity);
      });
      const expected = Object.fromEntries(names.map((name) => [name, full[name]]));
      assertEquals(await snapshot(place.file(range)), expected);
    }
  });
}

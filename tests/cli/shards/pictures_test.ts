import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { namesIn } from "../../helpers.ts";
import { exactMethods } from "../../app/exact_methods.ts";
import { fetchRuntimes, placeWithModel, segment } from "../methods/red_network.ts";
import { snapshot, workplace } from "../helpers.ts";
import { runShards } from "./sharding.ts";

/** What methods must be told. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  "clean-plate": ["--clean-plate-at", "0"],
};

for (const [method, { settings }] of exactMethods) {
  Deno.test(`cli --shard: pictures of ${method} are those of one run`, async () => {
    await using place = await workplace();
    const set = Object.entries(settings).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
    const args = ["clip.mp4", "bg.jpg", "-m", method, ...set, ...TOLD[method] ?? []];
    await place.succeed([...args, "-o", "one/f%d.jpg", "--mattes", "one/m%d.png", "-q"]);
    await runShards(place, [...args, "-o", "cut/f%d.jpg", "--mattes", "cut/m%d.png"], 3);
    assert(namesIn(place.file("one")).length > 10);
    const { code, stderr } = await place.run(["join", "cut/f%d.jpg"]);
    assertEquals(code, 0, stderr);
    await Deno.remove(place.file("cut/f%d.jpg.shards"), { recursive: true });
    assertEquals(await snapshot(place.file("cut")), await snapshot(place.file("one")));
  });
}

Deno.test("cli --shard: pictures of a network are those of one run", async () => {
  await fetchRuntimes();
  await using place = await placeWithModel();
  const args = ["clip.mp4", "bg.jpg", ...segment, "--format", "png"];
  await place.succeed([...args, "-o", "one", "-q"]);
  await runShards(place, [...args, "-o", "cut"], 3);
  await Deno.remove(place.file("cut/output%d.png.shards"), { recursive: true });
  assertEquals(await snapshot(place.file("cut")), await snapshot(place.file("one")));
});

Deno.test("cli --shard cuts where --reset-every begins anew, and looks at no more", async () => {
  await using place = await workplace();
  for (const method of ["average", "knn"]) {
    const args = ["clip.mp4", "bg.jpg", "-m", method, "--reset-every", "5"];
    await place.succeed([...args, "-o", `${method}/one/`, "-q"]);
    const { stderr } = await place.succeed([...args, "-o", `${method}/cut/`, "--shard", "2/2"]);
    assertStringIncludes(stderr, "shard 2/2: frames from 6 on");
    assert(!stderr.includes("remembers all frames"), stderr);
    await place.succeed([...args, "-o", `${method}/cut/`, "--shard", "1/2", "-q"]);
    await Deno.remove(place.file(`${method}/cut/output%d.jpg.shards`), { recursive: true });
    const [one, cut] = [place.file(`${method}/one`), place.file(`${method}/cut`)];
    assertEquals(await snapshot(cut), await snapshot(one));
  }
});

Deno.test("cli --shard cuts --frames, --start and --fps, and joins a folder", async () => {
  await using place = await workplace();
  const part = ["--frames", "4-9", "--start", "0.1", "--fps", "20", "-m", "median"];
  const args = ["clip.mp4", "bg.jpg", ...part];
  await place.succeed([...args, "-o", "one/", "-q"]);
  await runShards(place, [...args, "-o", "cut/"], 4);
  const { code, stderr } = await place.run(["join", "cut/"]);
  assertEquals([code, stderr], [0, "cut/output%d.jpg, 6 frames of 4 shards\n"]);
  await Deno.remove(place.file("cut/output%d.jpg.shards"), { recursive: true });
  assertEquals(await snapshot(place.file("cut")), await snapshot(place.file("one")));
});

Deno.test("cli --shard cuts a video of numbered pictures", async () => {
  await using place = await workplace();
  await place.succeed(["clip.mp4", "bg.jpg", "-m", "tutorial", "-o", "in/f%d.jpg", "-q"]);
  const args = ["in/f%d.jpg", "bg.jpg", "-m", "median"];
  await place.succeed([...args, "-o", "one/f%d.jpg", "-q"]);
  await runShards(place, [...args, "-o", "cut/f%d.jpg"], 3);
  await place.succeed(["join", "cut/f%d.jpg", "-q"]);
  await Deno.remove(place.file("cut/f%d.jpg.shards"), { recursive: true });
  assertEquals(await snapshot(place.file("cut")), await snapshot(place.file("one")));
});

Deno.test("cli --shard: of more shards than frames some have none, and all end well", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "bg.jpg", "-m", "tutorial"];
  await place.succeed([...args, "-o", "one/", "-q"]);
  await runShards(place, [...args, "-o", "cut/"], 20);
  const { code, stdout } = await place.run(["status", "cut/"]);
  assertEquals([code, stdout], [0, "cut/output%d.jpg: 20 of 20 shards done (10 frames)\n"]);
  const { stderr } = await place.succeed([...args, "-o", "cut/", "--shard", "1/20"]);
  assertStringIncludes(stderr, "shard 1/20");
  await Deno.remove(place.file("cut/output%d.jpg.shards"), { recursive: true });
  assertEquals(await snapshot(place.file("cut")), await snapshot(place.file("one")));
});

Deno.test("cli --shard --resume goes on within a shard", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "bg.jpg", "-m", "tutorial", "-o", "cut/", "--shard", "2/3"];
  await place.succeed([...args, "-q"]);
  const whole = await snapshot(place.file("cut"));
  const shards = place.file("cut/output%d.jpg.shards");
  for (const left of [[5, 6], [5, 6, 7, 8]]) {
    await Deno.remove(`${shards}/0002.json`);
    for (const number of [5, 6, 7, 8].filter((each) => !left.includes(each))) {
      await Deno.remove(place.file(`cut/output${number}.jpg`));
    }
    const written = Object.fromEntries(left.map((number) => [number, mtime(number)]));
    await place.succeed([...args, "--resume", "-q"]);
    for (const number of left) assertEquals(mtime(number), written[number]);
    assertEquals(await snapshot(place.file("cut")), whole);
  }

  function mtime(number: number): number | undefined {
    return Deno.statSync(place.file(`cut/output${number}.jpg`)).mtime?.getTime();
  }
});

Deno.test("cli --shard makes a shard anew whose picture is gone or broken", async () => {
  await using place = await workplace();
  const args = ["clip.mp4", "bg.jpg", "-m", "tutorial", "-o", "cut/", "--shard", "2/3"];
  await place.succeed([...args, "-q"]);
  const whole = await snapshot(place.file("cut"));
  const path = place.file("cut/output6.jpg");
  const again = await place.succeed(args);
  assertEquals(again.stderr, "note: 'cut/output%d.jpg' has shard 2/3 already: left out\n");
  for (const spoil of [() => Deno.remove(path), () => Deno.writeTextFile(path, "no picture")]) {
    await spoil();
    const { code, stderr } = await place.run(["join", "cut/"]);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "shards 1, 3 of 3 are missing, shard 2 of 3 is broken");
    await place.succeed([...args, "-q"]);
    assertEquals(await snapshot(place.file("cut")), whole);
  }
});

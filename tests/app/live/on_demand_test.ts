import { assert, assertEquals } from "@std/assert";
import { LiveSource } from "../../../lib/app/live/live_source.ts";
import { restUnread } from "../../../lib/app/live/on_demand.ts";
import { USUAL_WISHES } from "../../../lib/files/camera/camera_arguments.ts";
import { openCamera } from "../../../lib/files/camera/open_camera.ts";
import { loopbackUsers } from "../../../lib/files/camera/system_cameras.ts";
import { findFfmpeg } from "../../../lib/files/mod.ts";
import { FrameStore } from "../../../lib/memory/frame_store.ts";
import { temporaryFolder } from "../../helpers.ts";
import { pause } from "./numbered_frames.ts";

Deno.test("loopbackUsers() reads how often the kernel's module is in use", async () => {
  await using folder = await temporaryFolder();
  assertEquals(loopbackUsers(folder.path), undefined);
  await Deno.writeTextFile(`${folder.path}/refcnt`, "2\n");
  assertEquals(loopbackUsers(folder.path), 2);
  // A kernel that unloads no modules does not count.
  await Deno.writeTextFile(`${folder.path}/refcnt`, "-\n");
  assertEquals(loopbackUsers(folder.path), undefined);
});

Deno.test("restUnread() lets the camera rest a while after the last reader, and not before", async () => {
  await using folder = await temporaryFolder();
  const count = (users: number) => Deno.writeTextFileSync(`${folder.path}/refcnt`, `${users}\n`);
  const told: boolean[] = [];
  count(2);
  {
    using _ = restUnread({
      onRest: (isResting) => told.push(isResting),
      users: () => loopbackUsers(folder.path),
      every: 10,
      after: 60,
    });
    await pause(100);
    assertEquals(told, []);
    count(1);
    while (told.length < 1) await pause(5);
    count(2);
    while (told.length < 2) await pause(5);
    assertEquals(told, [true, false]);
    // Nobody tells: the camera stays.
    await Deno.remove(`${folder.path}/refcnt`);
    await pause(100);
  }
  count(1);
  await pause(100);
  assertEquals(told, [true, false]);
});

Deno.test("LiveSource.rest() closes the camera, gives frames without picture, and opens it again", async () => {
  const ffmpeg = await findFfmpeg();
  const file = { kind: "file", path: "examples/media/wave.mp4" } as const;
  const { signal } = new AbortController();
  const changes: string[] = [];
  using store = new FrameStore(undefined);
  let opened = 0;
  await using source = await LiveSource.open({
    store,
    signal,
    open(size, signal) {
      opened++;
      return openCamera(file, { ffmpeg, label: "wave", wishes: USUAL_WISHES, size, signal });
    },
    onChange: (change) => changes.push(change),
  });
  const hasCamera = async () => {
    const { item } = (await source.newest.take())!;
    item.close();
    return !item.isEmpty;
  };
  assert(await hasCamera());
  source.rest(true);
  while (await hasCamera());
  await pause(1500);
  assertEquals([opened, changes], [1, ["resting"]]);
  source.rest(false);
  while (!await hasCamera());
  assertEquals([opened, changes], [2, ["resting", "there"]]);
});

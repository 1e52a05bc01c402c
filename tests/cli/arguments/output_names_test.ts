import { assertEquals } from "@std/assert";
import { canBeTransparent, writableName } from "../../../lib/cli/corrections/output_names.ts";
import { CONTAINERS, containers } from "../../../lib/files/ffmpeg/encode/containers.ts";

Deno.test("writableName() gives another name for a video that is not written", () => {
  assertEquals(writableName("b.avi", false), "b.mp4");
  assertEquals(writableName("b.avi", true), "b.mov");
});

Deno.test("writableName() leaves the name of each container as it is", () => {
  for (const name of containers) assertEquals(writableName(`b.${name}`, false), undefined);
});

Deno.test("writableName() asks the containers first, so that a new one needs nothing here", () => {
  const traits = CONTAINERS.mkv as { otherEndings?: readonly string[] };
  traits.otherEndings = ["avi"];
  try {
    assertEquals(writableName("b.avi", false), undefined);
    assertEquals(canBeTransparent("b.avi"), true);
  } finally {
    delete traits.otherEndings;
  }
});

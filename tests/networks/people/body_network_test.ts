import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { ModelError } from "../../../lib/errors.ts";
import { BodyNetwork } from "../../../lib/networks/people/body_network.ts";
import { madeBody, madeSession, somebody } from "./made_people.ts";

Deno.test("BodyNetwork.look() sees a body, and where it is to be looked for next", async () => {
  await using body = madeBody([], 0.75);
  // 20 wide and 80 high, in the middle of where is looked.
  const frame = somebody([150, 50, 170, 130]);
  const look = await body.look(frame, { x: 160, y: 90, radius: 64 });
  assertEquals(look.region, { left: 80, top: 10, width: 160, height: 160 });
  assertEquals(look.presence, 1);
  assertAlmostEquals(look.knees, 0.75, 1e-3);
  assertAlmostEquals(look.circle.x, 160, 0.7);
  assertAlmostEquals(look.circle.y, 90, 0.7);
  assertAlmostEquals(look.circle.radius, 40, 0.7);
  // A quarter of the square is 40 pixels: the first is beside the body, the middle within.
  assertEquals([look.logits[128 * 256 + 64], look.logits[128 * 256 + 128]], [-8, 8]);
});

Deno.test("BodyNetwork.look() sees black beyond the frame", async () => {
  await using body = madeBody([]);
  const frame = somebody([0, 0, 20, 20], 20, 20);
  const { logits, region } = await body.look(frame, { x: 0, y: 0, radius: 16 });
  assertEquals(region, { left: -20, top: -20, width: 40, height: 40 });
  assertEquals([logits[0], logits[127 * 256 + 200], logits[200 * 256 + 200]], [-8, -8, 8]);
});

Deno.test("new BodyNetwork() refuses another network", () => {
  const session = madeSession(256, [{ name: "mask", dims: [1, 64, 64, 1] }], () => []);
  assertThrows(() => new BodyNetwork(session), ModelError, "no output of 1×256×256×1");
});

import { assertEquals, assertThrows } from "@std/assert";
import { methods } from "../../mod.ts";
import { noiseFrame } from "../helpers.ts";
import { openBrightIsNear } from "../networks/made_depth.ts";
import { bright, made } from "../networks/made_segmenter.ts";
import { masksOf } from "./passing.ts";

Deno.test("methods: the defaults that settings tell are those of the method", async () => {
  const frames = Array.from({ length: 9 }, (_, k) => noiseFrame(24, 11, k + 1));
  for (const [name, method] of Object.entries(methods)) {
    const cleanPlate = noiseFrame(24, 11, 1);
    const told = Object.fromEntries(
      Object.entries(method.settings ?? {}).map(([key, setting]) => [key, setting.default]),
    );
    const networks = { openSegmenter: made(bright).open, openDepth: openBrightIsNear };
    using silent = method.create({ cleanPlate, ...networks });
    using explicit = method.create({ cleanPlate, ...networks, settings: told });
    assertEquals(await masksOf(explicit, frames), await masksOf(silent, frames), name);
  }
});

Deno.test("methods: who needs a plate or a network is refused without it", () => {
  const needy = Object.entries(methods)
    .filter(([, { needsPlate, needsNetwork }]) => needsPlate || needsNetwork);
  assertEquals(needy.map(([name]) => name), ["clean-plate", "segment"]);
  for (const [, method] of needy) assertThrows(() => method.create(), TypeError, "there is no");
});

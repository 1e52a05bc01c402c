import { assertEquals } from "@std/assert";
import { methods } from "../../mod.ts";
import { noiseFrame } from "../helpers.ts";
import { masksOf } from "./passing.ts";

Deno.test("methods: the defaults that settings tell are those of the method", async () => {
  const frames = Array.from({ length: 9 }, (_, k) => noiseFrame(24, 11, k + 1));
  for (const [name, method] of Object.entries(methods)) {
    const cleanPlate = noiseFrame(24, 11, 1);
    const told = Object.fromEntries(
      Object.entries(method.settings ?? {}).map(([key, setting]) => [key, setting.default]),
    );
    using silent = method.create({ cleanPlate });
    using explicit = method.create({ cleanPlate, settings: told });
    assertEquals(await masksOf(explicit, frames), await masksOf(silent, frames), name);
  }
});

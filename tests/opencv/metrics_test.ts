import { assert, assertEquals } from "@std/assert";
import type { Gray } from "../../mod.ts";
import {
  compareMasks,
  connectivityError,
  dtSSD,
  flicker,
  gradientError,
  interiorCounts,
  meanAbsoluteDifference,
  meanSquaredError,
} from "../../lib/metrics/mod.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

interface Header {
  width: number;
  height: number;
  counts: number[];
  interior: number[];
  mad: number;
  mse: number;
  grad: number;
  conn: number;
  dtSSD: number;
  flicker: number;
}

/** Both sides add up the same numbers in another order, in float64. */
const TOLERANCE = 1e-9;

Deno.test({
  name: "the metrics of 150 pairs of mattes equal numpy's",
  ignore: !hasOpenCv("the comparison of the metrics with numpy"),
  async fn() {
    let cases = 0;
    let inside = 0;
    for await (const { header, parts } of ask<Header>("metrics", SEED)) {
      const { width, height, counts, interior } = header;
      const [matte, truth, matteBefore, truthBefore] = parts.map((data): Gray => (
        { width, height, data }
      ));
      assertEquals(Object.values(compareMasks(matte, truth)), counts);
      assertEquals(Object.values(interiorCounts(matte, truth)), interior);
      inside += interior[0];
      const now = { matte, truth };
      const before = { matte: matteBefore, truth: truthBefore };
      const found = {
        mad: meanAbsoluteDifference(matte, truth),
        mse: meanSquaredError(matte, truth),
        grad: gradientError(matte, truth),
        conn: connectivityError(matte, truth),
        dtSSD: dtSSD(now, before),
        flicker: flicker(now, before),
      };
      for (const [name, value] of Object.entries(found)) {
        const wanted = header[name as keyof typeof found];
        const isNear = Math.abs(value - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted));
        assert(isNear, `${name} of case ${cases}, ${width}×${height}: ${value}, numpy ${wanted}`);
      }
      cases++;
    }
    assertEquals(cases, 150);
    assert(inside > 1000, `the cases have only ${inside} pixels inside`);
  },
});

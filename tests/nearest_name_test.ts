import { assertEquals } from "@std/assert";
import { didYouMean, nearestName } from "../lib/nearest_name.ts";

Deno.test("nearestName() finds what differs by a third of the letters at most, the nearest first", () => {
  const names = ["segment", "median", "mog2", "knn"];
  for (
    const [written, meant] of [
      ["segmen", "segment"],
      ["Seg-ment", "segment"],
      ["sgement", "segment"],
      ["medain", "median"],
      ["mog", "mog2"],
      ["kn", "knn"],
      ["segm", undefined],
      ["chroma", undefined],
      ["", undefined],
    ] as const
  ) {
    assertEquals(nearestName(written, names), meant, written);
  }
});

Deno.test("didYouMean() is silent where nothing is near", () => {
  assertEquals(didYouMean("fats", ["fast", "quality"]), " (Did you mean fast?)");
  assertEquals(didYouMean("slow", ["fast", "quality"]), "");
});

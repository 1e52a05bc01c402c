import { assertEquals } from "@std/assert";
import { PeopleSurroundings } from "../../../lib/networks/people/people_surroundings.ts";
import { somebody } from "./made_people.ts";

Deno.test("PeopleSurroundings.hasChanged() tells what comes in, and not who is known", () => {
  const surroundings = new PeopleSurroundings();
  assertEquals(surroundings.hasChanged(somebody(), []), true);
  surroundings.learn(somebody());
  assertEquals(surroundings.hasChanged(somebody(), []), false);
  // Cells are 10 × 10.
  const frame = somebody([100, 60, 116, 110]);
  assertEquals(surroundings.hasChanged(frame, []), true);
  assertEquals(
    surroundings.hasChanged(frame, [{ left: 90, top: 50, width: 40, height: 70 }]),
    false,
  );
  // They reach out of the region that is known, by 6 of 16 pixels: one column of cells.
  assertEquals(
    surroundings.hasChanged(frame, [{ left: 90, top: 50, width: 20, height: 70 }]),
    true,
  );
  assertEquals(surroundings.hasChanged(somebody([103, 63, 106, 66]), []), false);
});

Deno.test("PeopleSurroundings take frames of a pixel", () => {
  const surroundings = new PeopleSurroundings();
  surroundings.learn(somebody([], 1, 1));
  assertEquals(surroundings.hasChanged(somebody([0, 0, 1, 1], 1, 1), []), true);
});

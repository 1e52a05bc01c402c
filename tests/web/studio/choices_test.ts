import { assertEquals } from "@std/assert";
import {
  type Choices,
  defaultChoices,
  engineSettings,
  liveMethods,
  queryOf,
  readChoices,
  rememberedText,
  settingOf,
  smoothingOf,
  withRefine,
  withSetting,
  withSmoothing,
} from "../../../lib/web/studio/page/choices.ts";
import { methodTraits } from "../../../lib/methods/method_traits.ts";

const none = new URLSearchParams();

/** Choices that differ from the defaults everywhere. */
function other(): Choices {
  const chosen: Choices = {
    ...defaultChoices,
    method: "mog2",
    background: "blur:9",
    fit: "contain",
    feather: 2,
    lightWrap: 0.3,
    despill: true,
    mirror: true,
    lowLatency: true,
    view: "matte",
  };
  return withRefine(withSetting(chosen, "varThreshold", 25), "open:1");
}

Deno.test("readChoices() of queryOf() has the same choices", () => {
  assertEquals(readChoices(null, queryOf(other())), other());
  for (const method of liveMethods) {
    const { methods: _, ...chosen } = { ...defaultChoices, method };
    const { methods: _of, ...read } = readChoices(null, queryOf({ ...chosen, methods: {} }));
    assertEquals(read, chosen);
  }
});

Deno.test("readChoices() of rememberedText() has the same choices, of all methods", () => {
  const chosen = withSetting({ ...other(), method: "tutorial" }, "threshold", 9);
  const read = readChoices(rememberedText(chosen), none);
  assertEquals({ ...read, method: "mog2" }.methods.mog2, other().methods.mog2);
  assertEquals(settingOf(read, "threshold"), 9);
  const { methods: _, ...rest } = read;
  const { methods: _of, ...expected } = chosen;
  assertEquals(rest, expected);
});

Deno.test("readChoices(): the address goes before what is remembered", () => {
  const query = new URLSearchParams("method=segment&background=blur:24");
  const { method, background, feather } = readChoices(rememberedText(other()), query);
  assertEquals([method, background, feather], ["segment", "blur:24", 2]);
});

Deno.test("readChoices() leaves out what is unknown, out of range, or no text of ours", () => {
  const query = "method=depth&background=blur:9999&feather=-1&light-wrap=2&fit=wide&view=x" +
    "&threshold=300&set=nothing=1&refine=melt";
  assertEquals(readChoices("{", new URLSearchParams(query)), defaultChoices);
  const own = readChoices(null, new URLSearchParams("background=file:x.jpg"));
  assertEquals(own.background, defaultChoices.background);
});

Deno.test("rememberedText(): a file of one's own is gone with the page", () => {
  const chosen = { ...defaultChoices, background: "file:office.jpg" };
  assertEquals(readChoices(rememberedText(chosen), none), defaultChoices);
  assertEquals(queryOf(chosen).has("background"), false);
});

Deno.test("withSetting() keeps only what differs from the default", () => {
  const changed = withSetting(defaultChoices, "every", 3);
  assertEquals(changed.methods.segment?.settings, { every: 3 });
  assertEquals(withSetting(changed, "every", 1).methods.segment?.settings, {});
});

Deno.test("withSmoothing() changes the method's own steps, and back to auto", () => {
  const less = withSmoothing(defaultChoices, 0.5);
  assertEquals(less.methods.segment?.refine, "smooth:0.5,levels:64:191");
  assertEquals(smoothingOf(less), 0.5);
  assertEquals(withSmoothing(less, 1).methods.segment?.refine, "auto");
  assertEquals(withSmoothing(less, 0).methods.segment?.refine, "levels:64:191");
  for (const method of liveMethods) {
    const chosen: Choices = { ...defaultChoices, method };
    const own = methodTraits[method].refine ?? "";
    assertEquals(smoothingOf(chosen), own.includes("smooth:1") ? 1 : 0, method);
    for (const strength of [0, 0.25, 1]) {
      assertEquals(smoothingOf(withSmoothing(chosen, strength)), strength, method);
    }
  }
});

Deno.test("withSmoothing() keeps the look-ahead that was written", () => {
  const chosen = withRefine(defaultChoices, "open:1,smooth:1:3");
  assertEquals(withSmoothing(chosen, 0.2).methods.segment?.refine, "open:1,smooth:0.2:3");
});

Deno.test("engineSettings(): a threshold is told apart from the other settings", () => {
  const chosen = withSetting({ ...defaultChoices, method: "difference" }, "threshold", 30);
  const { threshold, settings, refine } = engineSettings(withSetting(chosen, "framesApart", 2));
  assertEquals([threshold, settings, refine], [30, { framesApart: 2 }, "auto"]);
  assertEquals(engineSettings(defaultChoices).threshold, undefined);
});

import { assertEquals } from "@std/assert";
import { cuts, margins, SAME_PADDING } from "../../../../lib/networks/tflite/operators/padding.ts";

const VALID = 1;
const plain = { stride: 1, dilation: 1 };

Deno.test("margins() of SAME have the one more behind", () => {
  assertEquals(margins(SAME_PADDING, { ...plain, input: 5, output: 5, size: 3 }), {
    before: 1,
    after: 1,
  });
  assertEquals(margins(SAME_PADDING, { ...plain, input: 5, output: 5, size: 4 }), {
    before: 1,
    after: 2,
  });
  const halved = { input: 6, output: 3, size: 3, stride: 2, dilation: 1 };
  assertEquals(margins(SAME_PADDING, halved), { before: 0, after: 1 });
  const dilated = { input: 5, output: 5, size: 3, stride: 1, dilation: 3 };
  assertEquals(margins(SAME_PADDING, dilated), { before: 3, after: 3 });
});

Deno.test("margins() of SAME are none where the window jumps over numbers", () => {
  const sparse = { input: 7, output: 3, size: 1, stride: 3, dilation: 1 };
  assertEquals(margins(SAME_PADDING, sparse), { before: 0, after: 0 });
});

Deno.test("margins() of VALID are none", () => {
  assertEquals(margins(VALID, { ...plain, input: 5, output: 3, size: 3 }), { before: 0, after: 0 });
});

Deno.test("cuts() undo the margins of a convolution the other way round", () => {
  const doubled = { input: 3, output: 6, stride: 2, dilation: 1 };
  assertEquals(cuts(SAME_PADDING, { ...doubled, size: 2 }), { before: 0, after: 0, added: 0 });
  assertEquals(cuts(SAME_PADDING, { ...doubled, size: 3 }), { before: 0, after: 1, added: 0 });
  assertEquals(cuts(SAME_PADDING, { ...doubled, size: 4 }), { before: 1, after: 1, added: 0 });
  assertEquals(cuts(SAME_PADDING, { ...doubled, size: 1 }), { before: 0, after: 0, added: 1 });
  assertEquals(cuts(VALID, { ...doubled, size: 3 }), { before: 0, after: 1, added: 0 });
});

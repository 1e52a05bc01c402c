import { assertEquals, assertThrows } from "@std/assert";
import { ModelError } from "../../../lib/errors.ts";
import { readFloats } from "../../../lib/networks/tflite/constant.ts";
import { densify } from "../../../lib/networks/tflite/densify.ts";
import { parseTflite } from "../../../lib/networks/tflite/tflite_model.ts";
import { tfliteToOnnx } from "../../../lib/networks/tflite/tflite_to_onnx.ts";
import { type SparseLevel, type Sparsity, type TensorSpec, writeModel } from "./model_writer.ts";

/** A model whose weights are made dense, then added to what goes in. */
function sparseModel(sparse: Partial<TensorSpec>): Uint8Array {
  const { dims = [2, 3] } = sparse;
  return writeModel({
    tensors: [{ dims }, { ...sparse, dims }, { dims }, { dims }],
    inputs: [0],
    outputs: [3],
    operators: [
      { name: "DENSIFY", inputs: [1], outputs: [2] },
      { name: "ADD", inputs: [0, 2], outputs: [3], options: [11, [{ int8: 0 }]] },
    ],
  });
}

const LISTED: SparseLevel = { segments: [0, 1, 2], indices: [1, 2], type: "uint8s" };
const GOOD: Sparsity = { order: [0, 1], blockMap: [], levels: [{ size: 2 }, LISTED] };
const data = Float32Array.of(5, 7);

/** A model like the good one, with the second level's lists changed. */
const listing = (changes: Partial<typeof LISTED>) =>
  sparseModel({ data, sparsity: { ...GOOD, levels: [{ size: 2 }, { ...LISTED, ...changes }] } });

Deno.test("densify() gives weights their zeros back, and takes the operator away", () => {
  const bytes = sparseModel({ data, sparsity: GOOD });
  const { tensors, operators } = densify(parseTflite(bytes), bytes.length);
  assertEquals(operators.map(({ name }) => name), ["ADD"]);
  assertEquals([...readFloats(tensors[2])], [0, 5, 0, 0, 0, 7]);
  assertEquals([...readFloats(tensors[1])], [0, 5, 0, 0, 0, 7]);
});

Deno.test("densify() passes weights on that are dense already", () => {
  const bytes = sparseModel({ data: Float32Array.of(1, 2, 3, 4, 5, 6) });
  const { tensors } = densify(parseTflite(bytes), bytes.length);
  assertEquals([...readFloats(tensors[2])], [1, 2, 3, 4, 5, 6]);
});

Deno.test("densify() says what it does not make dense", () => {
  const reasons = [
    [sparseModel({}), "it makes a tensor dense while it runs, which is not handled"],
    [
      sparseModel({ type: "int32", data: Int32Array.of(5, 7), sparsity: GOOD }),
      "it has sparse weights of type int32, which are not handled",
    ],
  ] as const;
  for (const [bytes, reason] of reasons) {
    const error = assertThrows(() => tfliteToOnnx(bytes, "my.tflite"), ModelError);
    assertEquals(error.message, `Cannot read the model 'my.tflite': ${reason}`);
  }
});

const DAMAGED: Record<string, Uint8Array> = {
  "an index beyond its dimension": listing({ indices: [1, 3] }),
  "an index below 0": listing({ type: "int32s", indices: [-1, 2] }),
  "segments that fall": listing({ segments: [0, 2, 1] }),
  "segments beyond the indices": listing({ segments: [0, 1, 9] }),
  "segments that end early": listing({ segments: [0, 1, 1] }),
  "too few segments": listing({ segments: [0, 2] }),
  "no segments": listing({ segments: [], indices: [] }),
  "too few weights": sparseModel({ data: Float32Array.of(5), sparsity: GOOD }),
  "too many weights": sparseModel({ data: Float32Array.of(5, 7, 9), sparsity: GOOD }),
  "a level too few": sparseModel({ data, sparsity: { ...GOOD, levels: [{ size: 2 }] } }),
  "a level twice": sparseModel({ data, sparsity: { ...GOOD, order: [1, 1] } }),
  "a dense level of another size": sparseModel({
    data,
    sparsity: { ...GOOD, levels: [{ size: 1 << 30 }, LISTED] },
  }),
  "a block of a dimension that is not there": sparseModel({
    data,
    sparsity: { order: [0, 1, 2], blockMap: [7], levels: [{ size: 2 }, LISTED, { size: 1 }] },
  }),
  "a block that does not fit its dimension": sparseModel({
    data,
    sparsity: { order: [0, 1, 2], blockMap: [1], levels: [{ size: 2 }, LISTED, { size: 2 }] },
  }),
  "a block of nothing": sparseModel({
    data,
    sparsity: { order: [0, 1, 2], blockMap: [1], levels: [{ size: 2 }, LISTED, { size: 0 }] },
  }),
  "more elements than any such file has": sparseModel({
    dims: [1 << 20, 1 << 20],
    data: Float32Array.of(1),
    sparsity: {
      ...GOOD,
      levels: [{ size: 1 << 20 }, { segments: [0, 0], indices: [], type: "int32s" }],
    },
  }),
};

for (const [title, bytes] of Object.entries(DAMAGED)) {
  Deno.test(`densify() refuses ${title}`, () => {
    const error = assertThrows(() => tfliteToOnnx(bytes, "my.tflite"), ModelError);
    assertEquals(
      error.message,
      "Cannot read the model 'my.tflite': it is damaged or incomplete",
    );
  });
}

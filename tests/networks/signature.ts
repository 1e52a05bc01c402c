import type { TensorInfo } from "../../lib/networks/mod.ts";

/** "input 1×3×?×? → output 1×1×?×?" as a network's inputs and outputs. */
export function signature(text: string): { inputs: TensorInfo[]; outputs: TensorInfo[] } {
  const [inputs, outputs] = text.split(" → ").map((side) =>
    side.split(", ").map((value) => {
      const [name, size = ""] = value.split(" ");
      const dims = size === "" ? [] : size.split("×");
      return { name, dims: dims.map((dim) => dim === "?" ? undefined : Number(dim)) };
    })
  );
  return { inputs, outputs };
}

/**
 * A network that takes what is red for a person: so runs with one take no time.
 *
 * @module
 */

import { NATIVE, WASM } from "../../../lib/files/onnx/onnx_packages.ts";
import { loneFolder } from "../../../lib/files/packages/lone_package.ts";
import { mixNetwork } from "../../networks/tiny_networks.ts";
import { workplaces } from "../helpers.ts";

/** The network, of 64×36. */
export const red = mixNetwork({
  input: ["picture", [1, 36, 64, 3]],
  mix: [[1, 0, 0]],
  outputs: ["person"],
  dims: [1, 36, 64, 1],
});

/** A place with that network in it, as `red.onnx`. */
export const placeWithModel = workplaces((place) => Deno.writeFile(place.file("red.onnx"), red));

/** What takes that network. */
export const segment = ["-m", "segment", "--model", "red.onnx"];

/** Have both builds of what runs networks in the cache: runs have nothing to say of fetching them. */
export async function fetchRuntimes(): Promise<void> {
  for (const runtime of [NATIVE, WASM]) await loneFolder(runtime);
}

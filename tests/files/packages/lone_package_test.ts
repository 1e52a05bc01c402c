import { assertEquals } from "@std/assert";
import { type LonePackage, megabytes } from "../../../lib/files/packages/lone_package.ts";
import { MULTICLASS, SELFIE } from "../../../lib/files/onnx/model_file.ts";
import { NATIVE, WASM } from "../../../lib/files/onnx/onnx_packages.ts";
import { ROOT } from "../../helpers.ts";

Deno.test("megabytes() rounds, and is never 0", () => {
  const sizes = [100_893_124, 4_049_373, 1, 499_999, 1_500_000].map(megabytes);
  assertEquals(sizes, ["101 MB", "4 MB", "1 MB", "1 MB", "2 MB"]);
});

Deno.test("docs/networks.md says of each package's size what the messages say", async () => {
  const readme = await Deno.readTextFile(new URL("docs/networks.md", ROOT));
  const sizeOf = ({ name }: LonePackage) =>
    readme.split("\n").find((line) => line.startsWith(`| \`${name}\` `))?.split("|")[3].trim();
  const packages = [NATIVE, SELFIE, MULTICLASS, WASM];
  assertEquals(packages.map(sizeOf), packages.map(({ bytes }) => megabytes(bytes)));
});

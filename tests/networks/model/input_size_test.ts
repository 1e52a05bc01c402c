import { assertEquals } from "@std/assert";
import { downsampleRatio, inputSize } from "../../../lib/networks/model/input_size.ts";

Deno.test("inputSize() keeps the proportions, in multiples and within the area", () => {
  const size = (width: number, height: number, reference: Parameters<typeof inputSize>[1]) => {
    const { width: w, height: h } = inputSize({ width, height }, reference);
    return `${w}x${h}`;
  };
  const square = { area: 512 * 512, multiple: 32 };
  assertEquals(size(512, 512, square), "512x512");
  assertEquals(size(640, 480, square), "576x448");
  assertEquals(size(1080, 1920, square), "384x672");
  assertEquals(size(5000, 10, square), "8192x32");
  assertEquals(size(1, 1, square), "512x512");
  const modnet = { area: 512 * 1024, shorter: 512, multiple: 32 };
  assertEquals(size(1920, 1080, modnet), "896x512");
  assertEquals(size(480, 640, modnet), "512x672");
  const rvm = { area: 1280 * 720, multiple: 1, isLimit: true };
  assertEquals(size(333, 77, rvm), "333x77");
  assertEquals(size(3840, 2160, rvm), "1280x720");
});

Deno.test("downsampleRatio() is what Robust Video Matting's authors say", () => {
  const ratio = (width: number, height: number) => downsampleRatio({ width, height });
  assertEquals([ratio(512, 512), ratio(1280, 720), ratio(1080, 1920), ratio(3840, 2160)], [
    1,
    0.375,
    0.25,
    0.125,
  ]);
});

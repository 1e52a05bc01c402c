import { createGray, type Gray, type OutOption, type Size } from "../raster.ts";
export function resizeLinear(
  source: Gray,
  { width, height }: Size,
  options: OutOption<Gray> = {},
): Gray {
  const { out = createGray(width, height) } = options;
  const s = source.data, W = source.width, H = source.height;
  const xs = new Int32Array(width), fx = new Int32Array(width);
  for (let x = 0; x < width; x++) {
    let u = (x + .5) * W / width - .5;
    u = Math.max(0, Math.min(W - 1, u));
    xs[x] = Math.min(Math.max(0, W - 2), Math.floor(u));
    fx[x] = Math.round((u - xs[x]) * 2048);
  }
  for (let y = 0; y < height; y++) {
    let v = (y + .5) * H / height - .5;
    v = Math.max(0, Math.min(H - 1, v));
    const yi = Math.min(Math.max(0, H - 2), Math.floor(v));
    const fy = Math.round((v - yi) * 2048);
    const a = yi * W, b = Math.min(H - 1, yi + 1) * W;
    for (let x = 0; x < width; x++) {
      const i = xs[x], j = Math.min(W - 1, i + 1), f = fx[x];
      const t = s[a + i] * (2048 - f) + s[a + j] * f, u = s[b + i] * (2048 - f) + s[b + j] * f;
      out.data[y * width + x] = (t * (2048 - fy) + u * fy + 2097152) / 4194304;
    }
  }
  return out;
}

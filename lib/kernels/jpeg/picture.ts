// The picture's size, in pixels and in MCUs of 16 × 16.

export let width: i32 = 0;
export let height: i32 = 0;
export let columns: i32 = 0;
export let rows: i32 = 0;

/** Set the picture's sides. */
export function setSize(w: i32, h: i32): void {
  width = w;
  height = h;
  columns = (w + 15) >> 4;
  rows = (h + 15) >> 4;
}

/** Whether all of an MCU lies in the picture. */
// @ts-ignore: decorator
@inline
export function isInside(column: i32, row: i32): bool {
  return 16 * column + 16 <= width && 16 * row + 16 <= height;
}

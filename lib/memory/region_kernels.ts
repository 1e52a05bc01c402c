/** The kernels for connected regions, which `Kernels` has beside others; addresses are bytes in the shared memory. */
export interface RegionKernels {
  /**
   * Find the runs of each row: see lib/pixels/regions/runs.ts. Up to 15 bytes behind the picture
   * are read.
   *
   * @param flip 0, or 255 to look for what is below a level.
   * @param low 1–255.
   * @param rows Takes `height + 1` numbers of 32 bits.
   * @param room For how many runs there is room.
   * @returns How many there are, or −1 if there are more than that.
   */
  findRuns(
    data: number,
    width: number,
    height: number,
    flip: number,
    low: number,
    rows: number,
    starts: number,
    ends: number,
    room: number,
  ): number;
}

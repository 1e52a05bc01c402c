/** Whether a file is called as a HEIC photo is, which may tell how near all is. */
export function isHeic(path: string): boolean {
  return /\.hei[cf]$/i.test(path);
}

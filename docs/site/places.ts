/**
 * Where files of the repository are on the site.
 *
 * @module
 */

/** How a file is published. */
export type Kind = "markdown" | "text" | "folder" | "copy";

/** What browsers show or play, and what is handed out as it is. */
const COPIED = /\.(jpe?g|png|webp|gif|svg|mp4|webm|mkv|bin|onnx|tflite|zip|wasm|html)$/;

/** The page that the site begins with. */
export const FRONT = "docs/README.md";

/**
 * How a path is published.
 *
 * @param path From the repository's root.
 * @param isFolder Whether it is a folder.
 */
export function kindOf(path: string, isFolder: boolean): Kind {
  if (isFolder) return "folder";
  if (path.endsWith(".md")) return "markdown";
  return COPIED.test(path) ? "copy" : "text";
}

/**
 * Where a path is on the site, from its root.
 *
 * @param path From the repository's root; of a folder without a "/" at its end.
 * @param kind How it is published.
 */
export function placeOf(path: string, kind: Kind): string {
  if (path === FRONT || path === "docs") return "index.html";
  if (path === "") return "README.html";
  switch (kind) {
    case "markdown":
      return path.replace(/\.md$/, ".html");
    case "folder":
      return `${path}/index.html`;
    case "text":
      return `${path}.html`;
    case "copy":
      return path;
  }
}

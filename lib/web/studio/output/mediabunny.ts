/**
 * What reads and writes the containers of video.
 *
 * @module
 */

// deno-lint-ignore no-import-prefix -- a page has no import map
export * from "npm:mediabunny@1.61.0";

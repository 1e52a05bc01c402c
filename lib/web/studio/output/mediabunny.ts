/**
 * What reads and writes the containers of video.
 *
 * @module
 */

export * from "npm:mediabunny@1.61.0";

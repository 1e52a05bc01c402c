/**
 * Deno std's assert, from where it can be had: JSR's `@std/assert` under the
 * same name, so that an example reads as it would in any Deno project.
 *
 * @module
 */

// @ts-types="./std_assert.d.ts"
export * from "npm:deno-std@1.4.0/assert/mod.js";

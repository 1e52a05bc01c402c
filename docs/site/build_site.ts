/**
 * Writes the documentation as a site for any web server.
 *
 *     deno task docs [folder]
 *
 * @module
 */

import { buildSite } from "./site.ts";

const [folder = "dist/site"] = Deno.args;
const start = performance.now();
const { pages } = await buildSite(folder);
console.log(`${folder}: ${pages} pages in ${Math.round(performance.now() - start)} ms`);

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
try {
  const { pages } = await buildSite(folder);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${folder}/index.html, and ${pages - 1} pages more, in ${seconds} s`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}

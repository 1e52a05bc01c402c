import { messageOf } from "../../errors.ts";
import { didYouMeanFile } from "../../files/system/did_you_mean_file.ts";
import { readDenial } from "../../files/system/permission.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import type { EvaluationResults } from "../../report/results/evaluation_results.ts";
import { parseResults } from "../../report/results/read_results.ts";

/**
 * Read the results of an earlier evaluation.
 *
 * @param path The file that `evaluate --json` wrote.
 * @throws {Deno.errors.NotFound} If there is none.
 * @throws {TypeError} If it holds something else.
 */
export async function readBaseline(path: string): Promise<EvaluationResults> {
  const text = await Deno.readTextFile(onDisk(path)).catch((cause: unknown) => {
    const why = readDenial(path) ??
      (cause instanceof Deno.errors.NotFound
        ? `there is no such file${didYouMeanFile(path)}`
        : messageOf(cause));
    throw new Deno.errors.NotFound(`Cannot compare with '${path}': ${why}`, { cause });
  });
  if (text.trim() === "") {
    throw new TypeError(
      `Cannot compare with '${path}': it is empty; a shell's > has emptied it if the output goes ` +
        "there too",
    );
  }
  return parseResults(text, path);
}

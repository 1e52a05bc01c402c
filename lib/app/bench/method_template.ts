/** What a template is filled in with. */
export interface MethodTemplateNames {
  /** The method's file, without its folder: "my_method.ts". */
  readonly file: string;
  /** The experiment's file: "my_method_test.ts". */
  readonly test: string;
  /** What `mod.ts` is imported by. */
  readonly library: string;
  /** What `lib/app/mod.ts` is imported by. */
  readonly app: string;
  /** Where the guide is. */
  readonly guide: string;
  /** The commands that come next, each with what it is for. */
  readonly commands: readonly (readonly [what: string, command: string])[];
}

/**
 * The text of a new method: the tutorial's idea, a little better, as a beginning.
 *
 * @param names What it is called, and what it imports.
 */
export function methodTemplate({ library, guide, commands }: MethodTemplateNames): string {
  const lines = commands.map(([what, command]) => ` * ${what}:\n *\n *     ${command}\n`);
  return `/**
 * A method of my own: what has changed since the frame before is foreground, its holes filled.
 *
${lines.join(" *\n")} */
import {
  absdiff,
  close,
  type CustomMethodObject,
  fillHoles,
  grayscale,
  type Mask,
  type NumberedFrame,
  threshold,
} from "${library}";

const method: CustomMethodObject = {
  summary: "what has changed since the frame before, its holes filled",

  // What is done to its masks (cli.ts --help refine). To see it work, take away the slashes:
  // refine: "remove:200",

  /**
   * Called once for each video, so what it remembers begins here. \`level\` is what --threshold says.
   * \`cleanPlate\` beside it would be the picture of the empty room, for clips that have one.
   */
  create({ threshold: level = 10 }) {
    /**
     * Called for each frame in order. Frames are lent: copy what is kept longer than the one before.
     * In a mask 255 is foreground, 0 is background, between is a mix: \`mask.data[y * width + x]\`.
     * A pixel's red, green, blue and alpha begin at \`frame.bitmap[4 * (y * width + x)]\`.
     *
     * More to import: open, dilate, erode, removeSmaller, keepLargest, medianBlur, gaussianBlur,
     * andMasks, invertMask, createMask, guidedFilter. What each is for:
     * ${guide}
     */
    return (frame: NumberedFrame, before?: NumberedFrame): Mask | undefined => {
      if (before === undefined) return undefined; // no mask yet
      const changed = threshold(grayscale(absdiff(before, frame)), level);
      return fillHoles(close(changed, 2));
    };
  },
};

export default method;
`;
}

/**
 * The text of a method's experiment: a test that measures it beside the built-in ones.
 *
 * @param names What it is called, and what it imports.
 */
export function experimentTemplate({ file, test, app }: MethodTemplateNames): string {
  const name = JSON.stringify(file);
  return `/**
 * The experiment: \`deno test -A ${test}\` prints what mine reaches beside the built-in methods,
 * and fails unless its mean IoU is above the tutorial's.
 */
import { compareMethods } from "${app}";
import mine from "./${file}";

/** A folder of labelled clips of your own (input.* and truth.* each); \`undefined\`: two drawn ones. */
const clips: string | undefined = undefined;

Deno.test("mine is better than the tutorial", async () => {
  const { means, table, legend } = await compareMethods({ ${name}: mine }, {
    clips,
    onNotice: (notice) => console.log(notice),
  });
  console.log(table);
  console.log(legend);
  const [iou, tutorial] = [means[${name}].iou, means.tutorial.iou];
  if (!(iou > tutorial)) {
    throw new Error(\`mine has an IoU of \${iou.toFixed(3)}, the tutorial has \${tutorial.toFixed(3)}\`);
  }
});
`;
}

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
  /** The commands that come next, each with what it is for. */
  readonly commands: readonly (readonly [what: string, command: string])[];
}

/**
 * The text of a new method: a slow average of the room, as a beginning.
 *
 * @param names What it is called, and what it imports.
 */
export function methodTemplate({ library, commands }: MethodTemplateNames): string {
  const lines = commands.map(([what, command]) => ` * ${what}:\n *\n *     ${command}\n`);
  return `/**
 * A method of my own: what is far from a slow average of the room is foreground.
 *
${lines.join(" *\n")} */
import {
  createMask,
  type CustomMethodObject,
  grayscale,
  type Mask,
  type NumberedFrame,
} from "${library}";

/** How much of each new frame goes into the average, from 0 to 1. */
const LEARNING_RATE = 0.02;

const method: CustomMethodObject = {
  summary: "what is far from a slow average of the room",

  // What is done to its masks (cli.ts --help refine). To see it work, take away the slashes:
  // refine: "remove:200,fill:200",

  /**
   * Called once for each video, so what it remembers begins here. \`cleanPlate\` is the picture of the
   * empty room, if there is one; \`threshold\` is what --threshold says, in gray levels.
   */
  create({ cleanPlate, threshold = 16 }) {
    let room = cleanPlate && Float32Array.from(grayscale(cleanPlate).data);

    /**
     * Called for each frame in order; a second parameter would be the frame before. Frames are lent:
     * copy what is kept for longer. In the mask 255 is foreground, 0 is background, between is a mix.
     */
    return (frame: NumberedFrame): Mask => {
      const gray = grayscale(frame).data;
      room ??= Float32Array.from(gray);
      const mask = createMask(frame.width, frame.height);
      for (let i = 0; i < gray.length; i++) {
        const distance = gray[i] - room[i];
        room[i] += LEARNING_RATE * distance;
        mask.data[i] = Math.abs(distance) > threshold ? 255 : 0;
      }
      return mask;
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
  return `/**
 * The experiment: \`deno test -A ${test}\` prints what mine reaches beside the built-in methods,
 * and fails unless its mean IoU is above the tutorial's.
 */
import { compareMethods } from "${app}";
import mine from "./${file}";

/** A folder of labelled clips of your own (input.* and truth.* each); \`undefined\`: two drawn ones. */
const clips: string | undefined = undefined;

Deno.test("mine is better than the tutorial", async () => {
  console.log("measuring mine and the built-in methods; it takes a while");
  const { means, table, legend } = await compareMethods({ mine }, { clips });
  console.log(table);
  console.log(legend);
  if (!(means.mine.iou > means.tutorial.iou)) {
    const [iou, tutorial] = [means.mine.iou, means.tutorial.iou].map((value) => value.toFixed(3));
    throw new Error(\`mine has an IoU of \${iou}, the tutorial has \${tutorial}\`);
  }
});
`;
}

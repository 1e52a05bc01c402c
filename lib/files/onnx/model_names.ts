/** The networks that have a name, as `--model` takes them: they come from npm. */
export const MODEL_NAMES = ["fast", "quality", "rvm"] as const;

/**
 * Whether a network gives mattes that nothing makes better: Robust Video Matting, also a file of its
 * authors', which they call rvm_mobilenetv3_fp32.onnx and the like.
 */
export function givesMattes(choice: string): boolean {
  return choice === "rvm" || /^(rvm|robust.?video.?matting)\b|^rvm_/i.test(fileName(choice));
}

function fileName(path: string): string {
  return path.replace(/^.*[\\/]/, "");
}

/** Whether a choice is the path of a network's file, as its ending says. */
export function isModelPath(choice: string): boolean {
  return /\.(onnx|tflite)$/i.test(choice);
}

/** Whether a choice is one of {@linkcode MODEL_NAMES}, of which all is known. */
export function isNamedModel(choice: string): choice is (typeof MODEL_NAMES)[number] {
  return (MODEL_NAMES as readonly string[]).includes(choice);
}

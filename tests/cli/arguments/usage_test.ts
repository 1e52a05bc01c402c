import { assertRefused, workplace } from "../helpers.ts";

/** Wrong usage: what follows the video and the background, and what the message must name. */
const wrongOptions: [args: string[], says: string[]][] = [
  [["--model", "quick"], ["--model", "'quick'", "fast, quality, rvm, or a file ending in .onnx"]],
  [["-o", "one.jpg"], ["'one.jpg'", "one name for many pictures", "%d"]],
  [["-o", "one.jpg", "--frames", "5-6"], ["'one.jpg'", "one name for many pictures"]],
  [["-o", "%d_%d.jpg"], ["'%d_%d.jpg'", "must have one %d"]],
  [["-o", "%d/f%d.jpg"], ["'%d/f%d.jpg'", "must have one %d"]],
  [["-o", "%s%d.jpg"], ["'%s%d.jpg'", "must have one %d"]],
  [["-o", "f%d.mp4"], ["--output", "'f%d.mp4'", "output%d.jpg"]],
  [["-o", "film.avi"], ["--output", "'film.avi'", "mp4, mkv"]],
  [["-o", "f%d"], ["--output", "'f%d'"]],
  [["--mattes", "m%d.jpg"], ["--mattes", "'m%d.jpg'", "matte%d.png"]],
  [["--mattes", "m.png"], ["'m.png'", "one name for many pictures"]],
  [["-t", "-1"], ["--threshold", "'-1'", "a number from 0 to 441"]],
  [["-t", "256"], ["'threshold'", "a number from 0 to 255", "256"]],
  [["-t", "abs"], ["--threshold", "'abs'", "a number from 0 to 441"]],
  [["-t", ""], ["--threshold", "''", "a number from 0 to 441"]],
  [["-t"], ["--threshold", "needs a value: --threshold <n>"]],
  [["--jpeg-quality", "0"], ["--jpeg-quality", "'0'", "whole number from 1 to 100"]],
  [["--jpeg-quality", "101"], ["--jpeg-quality", "'101'", "whole number from 1 to 100"]],
  [["--frames", "5-2"], ["--frames", "'5-2'", "100-200"]],
  [["--frames", "abc"], ["--frames", "'abc'", "100-200"]],
  [["--frames", "0"], ["--frames", "'0'", "100-200"]],
  [["--frames", "0-5"], ["--frames", "'0-5'", "100-200"]],
  [["--frames", "-"], ["--frames", "'-'", "100-200"]],
  [["--frames", "1-2"], ["--frames must reach 3", "tutorial"]],
  [["--tresh", "3"], ["there is no option --tresh"]],
  [["--treshold", "3"], ["no option --treshold", "Did you mean --threshold?"]],
  [["-x"], ["there is no option -x"]],
  [["-m", "magic"], ["--method", "'magic'", "tutorial"]],
  [["--help-method", "magic"], ["--help-method", "'magic'", "tutorial"]],
  [["--set", "a"], ["'a'", "name=value"]],
  [["--set", ""], ["--set", "must not be empty"]],
  [["--set", "a=1"], ["'tutorial'", "no setting 'a'"]],
  [["--learning-rate", "0.1"], ["'tutorial'", "no setting 'learningRate'"]],
  [["-m", "mog2", "--frames-apart", "2"], ["'mog2'", "no setting 'framesApart'"]],
  [["-m", "mog2", "--set", "varTreshold=9"], ["Did you mean varThreshold?", "nMixtures"]],
  [["-m", "mog2", "--set", "varThreshold=x"], ["'varThreshold'", "a number above 0", "'x'"]],
  [["-m", "knn", "--set", "nSamples=2.5"], ["'nSamples'", "whole number", "2.5"]],
  [["-m", "average", "--learning-rate", "2"], ["'learningRate'", "from 0 to 1", "'2'"]],
  [["--warm-up", "x"], ["--warm-up", "whole number"]],
  [["--warm-up", "5", "--frames", "-5"], ["--frames must reach 6", "--warm-up"]],
  [["--refine", "blow:3"], ["'blow'", "open"]],
  [["--refine", "open:x"], ["open", "x"]],
  [["--refine", ""], ["--refine", "must not be empty"]],
  [["-m", "clean-plate"], ["--clean-plate room.jpg", "--clean-plate-at 0"]],
  [["--clean-plate", "bg.jpg", "--clean-plate-at", "0"], ["choose one"]],
  [["--clean-plate-at", "soon"], ["--clean-plate-at", "1:30"]],
  [["third.jpg"], ["is 'third.jpg' the output?", " clip.mp4 bg.jpg -m tutorial -o third%d.jpg"]],
];

for (const [args, says] of wrongOptions) {
  Deno.test(`cli refuses ${args.join(" ")}`, async () => {
    await using place = await workplace();
    await assertRefused(place, ["clip.mp4", "bg.jpg", ...args], { code: 2, says });
  });
}

const wrongArguments: [args: string[], says: string[]][] = [
  [["clip.mp4"], ["missing required argument 'background'", "--help"]],
  [["completions"], ["missing required argument 'shell'"]],
  [["completions", "tcsh"], ["'tcsh'", "zsh, bash, fish or powershell"]],
];

for (const [args, says] of wrongArguments) {
  Deno.test(`cli refuses only ${args.join(" ")}`, async () => {
    await using place = await workplace();
    await assertRefused(place, args, { code: 2, says });
  });
}

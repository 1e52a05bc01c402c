import { assertRefused, workplace } from "./helpers.ts";

/** Wrong usage: what follows the video and the background, and what the message must name. */
const wrongOptions: [args: string[], says: string[]][] = [
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
  [["-t", "-1"], ["--threshold", "'-1'", "whole number from 0 to 255"]],
  [["--threshold=-1"], ["--threshold", "'-1'", "whole number from 0 to 255"]],
  [["-t", "256"], ["--threshold", "'256'", "whole number from 0 to 255"]],
  [["-t", "abs"], ["--threshold", "'abs'", "whole number from 0 to 255"]],
  [["-t", "3.5"], ["--threshold", "'3.5'", "whole number from 0 to 255"]],
  [["-t", ""], ["--threshold", "''", "whole number from 0 to 255"]],
  [["-t"], ["--threshold", "argument missing"]],
  [["--quality", "0"], ["--quality", "'0'", "whole number from 1 to 100"]],
  [["--quality", "101"], ["--quality", "'101'", "whole number from 1 to 100"]],
  [["--frames", "5-2"], ["--frames", "'5-2'", "100-200"]],
  [["--frames", "abc"], ["--frames", "'abc'", "100-200"]],
  [["--frames", "0"], ["--frames", "'0'", "100-200"]],
  [["--frames", "0-5"], ["--frames", "'0-5'", "100-200"]],
  [["--frames", "-"], ["--frames", "'-'", "100-200"]],
  [["--frames", "1-2"], ["--frames must reach 3", "tutorial"]],
  [["--tresh", "3"], ["unknown option '--tresh'"]],
  [["--treshold", "3"], ["unknown option '--treshold'", "Did you mean --threshold?"]],
  [["-x"], ["unknown option '-x'"]],
  [["-m", "magic"], ["--method", "'magic'", "tutorial"]],
  [["third.jpg"], ["several videos need a folder", "-o out/"]],
];

for (const [args, says] of wrongOptions) {
  Deno.test(`cli refuses ${args.join(" ")}`, async () => {
    await using place = await workplace();
    await assertRefused(place, ["clip.mp4", "bg.jpg", ...args], { code: 2, says });
  });
}

const wrongArguments: [args: string[], says: string[]][] = [
  [[], ["missing required argument 'video'", "--help"]],
  [["clip.mp4"], ["missing required argument 'background'", "--help"]],
  [["completions"], ["missing required argument 'shell'"]],
  [["completions", "tcsh"], ["'tcsh'", "zsh, bash, fish"]],
];

for (const [args, says] of wrongArguments) {
  Deno.test(`cli refuses only ${args.join(" ") || "its name"}`, async () => {
    await using place = await workplace();
    await assertRefused(place, args, { code: 2, says });
  });
}

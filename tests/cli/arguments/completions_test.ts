import { assertEquals, assertMatch } from "@std/assert";
import { cliArguments, runCliHere, runProgram, temporaryFolder } from "../../helpers.ts";
import { hasProgram, hasTerminal } from "../helpers.ts";

const shells: [shell: string, marks: RegExp][] = [
  ["bash", /^complete -o default -F __backdrop_complete backdrop$/m],
  ["zsh", /^#compdef backdrop$/m],
  ["fish", /^complete -c backdrop /m],
];

for (const [shell, marks] of shells) {
  const isThere = await hasProgram(shell);
  Deno.test(`cli completions ${shell} prints a script that ${shell} can read`, async () => {
    const { code, stdout, stderr } = await runCliHere(["completions", shell]);
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, marks);
    if (!isThere) return;
    await using folder = await temporaryFolder();
    await Deno.writeTextFile(`${folder.path}/script`, stdout);
    const outcome = await runProgram(shell, ["-n", `${folder.path}/script`]);
    assertEquals([outcome.code, outcome.stderr], [0, ""]);
  });
}

/** What `backdrop complete` answers: the candidates, and whether files may be, too. */
async function answer(words: readonly string[]): Promise<[candidates: string[], end: string]> {
  const { code, stdout, stderr } = await runCliHere(["complete", "--", ...words]);
  assertEquals([code, stderr], [0, ""]);
  const lines = stdout.trimEnd().split("\n");
  return [lines.slice(0, -1).map((line) => line.split("\t")[0]), lines.at(-1)!];
}

const FILES = ":0";
const NO_FILES = ":4";
/** More belongs to the word. */
const OPEN = ":6";

const answers: [title: string, words: string[], candidates: string[], end: string][] = [
  ["options by their beginning", ["--me"], ["--method"], NO_FILES],
  ["--json=lines", ["--js"], ["--json", "--json=lines"], NO_FILES],
  ["methods, or a module", ["a.mp4", "b.jpg", "-m", "m"], ["median", "mog2"], FILES],
  ["methods in one word", ["--method=clean"], ["--method=clean-plate"], FILES],
  ["orders of colours", ["--model-channels", ""], ["rgb", "bgr"], NO_FILES],
  ["devices", ["--device", ""], ["auto", "cpu", "gpu"], NO_FILES],
  ["models, or a file", ["--model", ""], ["fast", "quality", "rvm"], FILES],
  ["fits", ["--fit", "co"], ["cover", "contain"], NO_FILES],
  ["formats", ["--format", "m"], ["mp4", "mkv", "mov"], NO_FILES],
  ["codecs", ["--codec", "h"], ["h264", "hevc"], NO_FILES],
  ["presets", ["--preset", "ultra"], ["ultrafast"], NO_FILES],
  ["nothing for a number", ["--crf", ""], [], NO_FILES],
  ["shells", ["completions", "f"], ["fish"], NO_FILES],
  ["commands and files as the first argument", ["ev"], ["evaluate"], FILES],
  ["backgrounds", ["a.mp4", "bl"], ["blur", "blur:"], FILES],
  ["an open word", ["a.mp4", "col", "--fit", "cover", "co"], ["color:"], FILES],
  ["colours", ["a.mp4", "color:rebe"], ["color:rebeccapurple"], NO_FILES],
  ["files as the second argument", ["clip.mp4", "x"], [], FILES],
  ["files after an option", ["clip.mp4", "bg.jpg", "-o", ""], [], FILES],
  ["files after --", ["--", "--me"], [], FILES],
  ["refinements", ["--refine", "larg"], ["largest", "largest:"], NO_FILES],
  ["refinements after a comma", ["--refine", "open:1,gu"], ["open:1,guided:"], OPEN],
  ["shapes", ["--refine", "fill,open:2:"], [
    "fill,open:2:ellipse",
    "fill,open:2:rect",
    "fill,open:2:cross",
  ], NO_FILES],
  ["settings of the method", ["-m", "segment", "--set", ""], ["every=", "plate=", "roi="], OPEN],
  ["settings of the method behind", ["--method=mog2", "--set", "detect"], ["detectShadows="], OPEN],
  ["settings after a comma", ["-m", "knn", "--set", "history=9,det"], [
    "history=9,detectShadows=",
  ], OPEN],
  ["settings where no method is named", ["--set", "fr"], ["framesApart="], OPEN],
  ["values of a switch", ["-m", "segment", "--set", "roi="], ["roi=true", "roi=false"], NO_FILES],
  ["values of a choice", ["-m", "median", "--set", "distance=c"], ["distance=chroma"], NO_FILES],
  ["a method to compare with", ["evaluate", "c", "--baseline", "medi"], ["median"], FILES],
  ["options of evaluate", ["evaluate", "--rep"], ["--report"], NO_FILES],
  ["methods of evaluate", ["evaluate", "x", "--methods", "knn,me"], ["knn,median"], FILES],
  ["options of studio", ["studio", "--po"], ["--port"], NO_FILES],
  ["options of survey", ["survey", "x.mp4", "--pic"], ["--pictures"], NO_FILES],
  ["methods of survey", ["survey", "x.mp4", "-m", "medi"], ["median"], FILES],
  ["studio takes no files", ["studio", ""], [], NO_FILES],
  ["but a folder to write", ["studio", "--build", ""], [], FILES],
  ["names of fetch", ["fetch", "fast", "qu"], ["quality"], NO_FILES],
  ["folders of evaluate", ["evaluate", "blu"], [], FILES],
];

for (const [title, words, candidates, end] of answers) {
  Deno.test(`cli complete answers with ${title}`, async () => {
    const [found, last] = await answer(words);
    // One of them may be open, the others not.
    assertEquals([found, last.replace(/^:2$/, FILES)], [candidates, end]);
  });
}

/** What is typed, with ⇥ for the key, and the words that the program then gets. */
const typed: [line: string, words: string[]][] = [
  ["--meth⇥tutorial", ["--method", "tutorial"]],
  ["my⇥ color:rebecc⇥", ["my clip.mp4", "color:rebeccapurple"]],
  ['"my⇥ blur:⇥8', ["my clip.mp4", "blur:8"]],
  ["clip.mp4 'color:rebecc⇥", ["clip.mp4", "color:rebeccapurple"]],
  ["my\\ cl⇥ fol⇥", ["my clip.mp4", "folder/"]],
  ["-m seg⇥--set ro⇥tr⇥", ["-m", "segment", "--set", "roi=true"]],
  ["--refine open:1:re⇥", ["--refine", "open:1:rect"]],
  ["--fit=cov⇥", ["--fit=cover"]],
  ["-m ./own⇥", ["-m", "./own_method.ts"]],
];

Deno.test({
  name: "cli completions bash completes in an interactive bash that has nothing but itself",
  ignore: !hasTerminal || !await hasProgram("bash"),
  fn: async () => {
    await using folder = await temporaryFolder();
    const place = folder.path;
    for (
      const name of ["clip.mp4", "my clip.mp4", "net.onnx", "own_method.ts", "chart of colors.png"]
    ) {
      await Deno.writeTextFile(`${place}/${name}`, "");
    }
    await Deno.mkdir(`${place}/folder`);
    const deno = [Deno.execPath(), ...cliArguments([], [])].map((word) => `'${word}'`).join(" ");
    const profile = `
      backdrop() {
        case $1 in
          complete | completions) ${deno} "$@" </dev/null ;;
          *) { printf '<%s>' "$@"; echo; } >>words ;;
        esac
      }
      source <(backdrop completions bash)
      declare -F _init_completion _get_comp_words_by_ref >>words`;
    await Deno.writeTextFile(`${place}/profile`, profile);
    const keys = typed.map(([line]) => `backdrop ${line.replaceAll("⇥", "\t")}\n`).join("");
    await Deno.writeTextFile(`${place}/keys`, `${keys}exit\n`);
    const bash = "bash --noprofile --rcfile profile -i";
    const { code, stdout } = await runProgram(
      "sh",
      ["-c", `timeout --signal=KILL 60 script -qec '${bash}' /dev/null <keys`],
      { cwd: place },
    );
    assertEquals(code, 0, stdout);
    const words = (await Deno.readTextFile(`${place}/words`)).trimEnd().split("\n");
    assertEquals(words, typed.map(([, words]) => words.map((word) => `<${word}>`).join("")));
  },
});

Deno.test({
  name: "cli completions bash lists candidates and files, and no files where none may stand",
  ignore: !await hasProgram("bash"),
  fn: async () => {
    await using folder = await temporaryFolder();
    await Deno.writeTextFile(`${folder.path}/blue sky.png`, "");
    const deno = [Deno.execPath(), ...cliArguments([], [])].map((word) => `'${word}'`).join(" ");
    const script = `
      backdrop() { ${deno} "$@" </dev/null; }
      source <(backdrop completions bash)
      ask() {
        COMP_LINE=$1 COMP_POINT=\${#1} COMP_WORDS=("\${@:2}") COMP_CWORD=$(($# - 2))
        __backdrop_complete backdrop 2>/dev/null
        printf '%s|' "\${COMPREPLY[@]}"
        echo
      }
      ask "backdrop a.mp4 blu" backdrop a.mp4 blu
      ask "backdrop --fit " backdrop --fit ""
      ask "backdrop --fit   blue" backdrop --fit blue`;
    const { stdout, stderr } = await runProgram("bash", ["--norc", "--noprofile", "-c", script], {
      cwd: folder.path,
    });
    assertEquals(stderr, "");
    assertEquals(stdout.split("\n").slice(0, 3), [
      "blur|blur:|blue\\ sky.png|",
      "stretch|cover|contain|tile|",
      "|",
    ]);
  },
});

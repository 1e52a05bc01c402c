import { methods } from "../../mod.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { cliArguments, runCliHere, runProgram, temporaryFolder } from "../helpers.ts";
import { hasProgram } from "./helpers.ts";

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

const methodNames = Object.keys(methods).map((name) => `${name}\t\n`).join("");

const answers: [title: string, words: string[], answer: string][] = [
  ["options by their beginning", ["--me"], "--method\thow the foreground is found\n:4\n"],
  ["the choices of an option", ["a.mp4", "b.jpg", "--method", ""], `${methodNames}:4\n`],
  ["the shells", ["completions", "f"], "fish\t\n:4\n"],
  // 0: the shell shall complete file names.
  ["files as the first argument", [""], ":0\n"],
  ["files as the second argument", ["clip.mp4", "b"], ":0\n"],
  ["files after an option", ["clip.mp4", "bg.jpg", "-o", ""], ":0\n"],
];

for (const [title, words, answer] of answers) {
  Deno.test(`cli complete answers with ${title}`, async () => {
    const { code, stdout, stderr } = await runCliHere(["complete", "--", ...words]);
    assertEquals([code, stderr, stdout], [0, "", answer]);
  });
}

/** Stands in for bash-completion where that is not installed. */
const WORDS_BY_REFERENCE = `_get_comp_words_by_ref() {
  cur=\${COMP_WORDS[COMP_CWORD]} words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
}`;

Deno.test({
  name: "cli completions bash completes in bash",
  ignore: !await hasProgram("bash"),
  fn: async () => {
    const deno = [Deno.execPath(), ...cliArguments([])].map((word) => `'${word}'`).join(" ");
    const script = `
      backdrop() { ${deno} "$@"; }
      . /usr/share/bash-completion/bash_completion 2>&- || ${WORDS_BY_REFERENCE}
      . <(backdrop completions bash)
      for word in --me --th; do
        COMP_WORDS=(backdrop "$word") COMP_CWORD=1 COMP_LINE="backdrop $word" COMP_POINT=13
        __backdrop_complete 2>&-
        echo "\${COMPREPLY[@]}"
      done
      complete -p backdrop`;
    const { stdout, stderr } = await runProgram("bash", ["--norc", "--noprofile", "-c", script]);
    assertEquals(stdout.split("\n").slice(0, 2), ["--method", "--threshold"], stderr);
    assertStringIncludes(stdout, "complete -o default -F __backdrop_complete backdrop");
  },
});

/** In here `@{` stands for bash's `${`, which would be TypeScript's. */
const SCRIPT = String.raw`# bash completion for backdrop: source <(backdrop completions bash)

# The words up to the cursor, as the program would get them: bash takes them apart at colons and
# equals signs, too.
__backdrop_words() {
  local line=@{COMP_LINE:0:COMP_POINT} piece i last
  words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    piece=@{COMP_WORDS[i]}
    if [[ $i -eq 0 || $line == [[:blank:]]* ]]; then
      line=@{line#"@{line%%[![:blank:]]*}"}
      words+=("")
    fi
    # The cursor may stand within the last one.
    [[ $i -eq $COMP_CWORD ]] && piece=$line
    last=$((@{#words[@]} - 1))
    words[last]+=$piece
    line=@{line#"$piece"}
  done
  for ((i = 0; i < @{#words[@]}; i++)); do
    words[i]=@{words[i]//\\/}
    words[i]=@{words[i]//\"/}
    words[i]=@{words[i]//\'/}
  done
}

__backdrop_complete() {
  local words current answer about directive=0 file breaks= before i
  __backdrop_words
  current=@{words[@{#words[@]} - 1]}
  COMPREPLY=()
  while IFS=$'\t' read -r answer about; do
    if [[ $answer =~ ^:[0-9]+$ ]]; then directive=@{answer#:}; else COMPREPLY+=("$answer"); fi
  done < <("@{1/#\~/$HOME}" complete -- "@{words[@]:1}" 2>/dev/null)

  if ((directive & 4)); then
    compopt +o default 2>/dev/null
  elif ((@{#COMPREPLY[@]} > 0)); then
    # Words and files. Of files alone nothing is said: what bash does then is better.
    while IFS= read -r file; do
      if [[ -d $file ]]; then
        file+=/
        compopt -o nospace 2>/dev/null
      fi
      printf -v file %q "$file"
      COMPREPLY+=("$file")
    done < <(compgen -f -- "$current")
  fi
  ((directive & 2)) && compopt -o nospace 2>/dev/null

  # bash puts a candidate in behind the last place where it has taken the word apart.
  [[ $COMP_WORDBREAKS == *:* ]] && breaks+=:
  [[ $COMP_WORDBREAKS == *=* ]] && breaks+==
  if [[ -n $breaks && $current == *[$breaks]* && @{COMP_WORDS[COMP_CWORD]} != [\"\']* ]]; then
    before=@{current%"@{current##*[$breaks]}"}
    for i in "@{!COMPREPLY[@]}"; do
      COMPREPLY[i]=@{COMPREPLY[i]#"$before"}
    done
  fi
  return 0
}

complete -o default -F __backdrop_complete backdrop
`;

/** The script for bash, which needs nothing but bash. */
export const BASH_COMPLETIONS: string = SCRIPT.replaceAll("@{", "${");

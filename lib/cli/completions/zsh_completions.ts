/** In here `@{` stands for zsh's `${`, which would be TypeScript's. */
const SCRIPT = String.raw`#compdef backdrop
# zsh completion for backdrop: source <(backdrop completions zsh)

_backdrop() {
  local -a lines values abouts space
  local line value about directive=0
  lines=("@{(@f)$("@{(Q)words[1]}" complete -- "@{(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "@{lines[@]}"; do
    if [[ $line =~ '^:[0-9]+$' ]]; then directive=@{line#:}; continue; fi
    value=@{line%%$'\t'*} about=@{line#*$'\t'}
    values+=("$value")
    abouts+=("$value@{about:+  -- $about}")
  done
  ((directive & 2)) && space=(-S '')
  compadd -l -d abouts "@{space[@]}" -- "@{values[@]}"
  ((directive & 4)) || _files
}

if [[ @{funcstack[1]} == _backdrop ]]; then _backdrop; else compdef _backdrop backdrop; fi
`;

/** The script for zsh, which takes no word apart at colons. */
export const ZSH_COMPLETIONS: string = SCRIPT.replaceAll("@{", "${");

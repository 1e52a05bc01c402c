/**
 * How whoever calls names options: a message that speaks of one asks here, so that the command line
 * and the library each say it in their own words.
 */
export interface OptionNames {
  /** As it is typed: `--jpeg-quality`, `jpegQuality`. */
  typed(option: string): string;
  /** As it stands in a sentence: `--jpeg-quality`, `'jpegQuality'`. */
  named(option: string): string;
  /** With a value: `-m median`, `'method' median`. */
  with(option: string, value: string): string;
}

/** The library's: options are fields of objects. */
export const libraryNames: OptionNames = {
  typed: typedInLibrary,
  named: (option) => `'${typedInLibrary(option)}'`,
  with: (option, value) => `'${typedInLibrary(option)}' ${value}`,
};

/** Of "modelSize" `modelOptions.size`. */
function typedInLibrary(option: string): string {
  const part = /^model(Size|Mean|Std|Layout|Channels|Output)$/.exec(option)?.[1];
  return part === undefined ? option : `modelOptions.${part.toLowerCase()}`;
}

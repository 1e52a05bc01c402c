/** A frame that passes the filter `showinfo`; what another thread says may follow in the same line. */
export const PICTURE: RegExp =
  /^n: *\d+ pts: *(-?\d+|NOPTS) .*? fmt:(\w+) (?:.*? )?sar:(\d+)\/(\d+) s:(\d+)x(\d+) .*?type:\S+(?: checksum:\S+ plane_checksum:\[[^\]]*\](?: mean:\[[^\]]*\])?(?: stdev:\[[^\]]*\])?)? *(.*)$/;

/** What `showinfo` says first, and again where ffmpeg makes its filters anew. */
export const FRAME_CLOCK: RegExp = /^config in time_base: (\d+)\/(\d+), frame_rate: (\d+)\/(\d+)/;

/** Names of colours that several of the properties have. */
const COMMON_COLOURS = "bt709|unknown|reserved|bt470bg|smpte170m|smpte240m|bt470m|smpte428";

/**
 * Something that `showinfo` says last of a frame: " color_space:bt709". It says each by itself, so what
 * another thread says may follow any of them in the same line, without a space, and the others come in
 * the next line.
 */
export const FRAME_COLOUR: RegExp = new RegExp(
  "^ ?(?:" + [
    "(color_range):(tv|pc|unknown)",
    `(color_space):(${COMMON_COLOURS}|gbr|fcc|bt2020nc|bt2020c|smpte2085|ictcp|ycgco(?:-r[eo])?|chroma-derived-n?c|ipt-c2)`,
    `(color_primaries):(${COMMON_COLOURS}|film|bt2020|smpte43[12]|ebu3213|jedec-p22)`,
    `(color_trc):(${COMMON_COLOURS}|linear|log100|log316|bt1361e|bt2020-1[02]|iec61966-2-[14]|smpte2084|arib-std-b67)`,
    "((?:color|chroma|alpha)_\\w+):([\\w-]+)",
  ].join("|") + ")",
);

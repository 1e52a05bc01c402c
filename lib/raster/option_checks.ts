/** Which numbers an option takes. */
export interface OptionRange {
  /** The least. */
  readonly from: number;
  /** The greatest; none if missing. */
  readonly to?: number;
  /** Whether only whole numbers will do. */
  readonly isWhole?: boolean;
  /** Whether `from` itself is too small. */
  readonly isAbove?: boolean;
}

/**
 * Check an option that is a number.
 *
 * @param action What the caller is about to do, for the message: "model a background".
 * @param name The option's name in the message.
 * @param value What was given.
 * @param range What will do.
 * @throws {RangeError} If the value is out of the range, or no number.
 */
export function assertOption(
  action: string,
  name: string,
  value: number,
  range: OptionRange,
): void {
  const { from, to = Infinity, isWhole = false, isAbove = false } = range;
  const isWide = isAbove ? value > from : value >= from;
  if (isWide && value <= to && Number.isFinite(value) && !(isWhole && value % 1 !== 0)) return;
  const kind = isWhole ? "a whole number " : "a number ";
  const least = isAbove ? `above ${from}` : `of at least ${from}`;
  const wanted = kind + (to === Infinity ? least : `from ${from} to ${to}`);
  throw new RangeError(`Cannot ${action}: '${name}' must be ${wanted}, got ${value}`);
}

/**
 * Check several such options.
 *
 * @param action What the caller is about to do, for the message.
 * @param values What was given, by name.
 * @param ranges What will do, by the same names.
 * @throws {RangeError} If one is out of its range.
 */
export function assertOptions<Name extends string>(
  action: string,
  values: Readonly<Record<Name, number>>,
  ranges: Readonly<Record<Name, OptionRange>>,
): void {
  for (const name of Object.keys(ranges) as Name[]) {
    assertOption(action, name, values[name], ranges[name]);
  }
}

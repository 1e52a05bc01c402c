/**
 * JSON that may be of any form: what is not of the wanted one throws.
 *
 * @module
 */

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What must be an object. */
export function jsonObject(value: unknown): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as JsonObject;
  }
  throw new RangeError("JSON of another form");
}

/** What must be a list. */
export function jsonList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new RangeError("JSON of another form");
}

/** What must be a text. */
export function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new RangeError("JSON of another form");
}

/** What must be a whole number; those of 64 bits are texts. */
export function whole(value: unknown): number {
  const number = typeof value === "string" ? Number(value) : value;
  if (Number.isSafeInteger(number)) return number as number;
  throw new RangeError("JSON of another form");
}

/** What must be a number. */
export function number(value: unknown): number {
  if (typeof value === "number") return value;
  throw new RangeError("JSON of another form");
}

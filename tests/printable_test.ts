import { assertEquals } from "@std/assert";
import { printable } from "../lib/printable.ts";

Deno.test("printable() leaves letters of all kinds, and takes what commands a terminal", () => {
  assertEquals(printable("Füße 猫 🙂 'a b'.mp4"), "Füße 猫 🙂 'a b'.mp4");
  assertEquals(printable("a\tb\r\nc"), "a b  c");
  assertEquals(printable("\x1b]0;title\x07\x9b2J\x7f\0"), "�]0;title��2J��");
  assertEquals(printable("gpj.\u202eexe\u2066"), "gpj.�exe�");
});

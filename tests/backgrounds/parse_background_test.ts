import { assertEquals, assertThrows } from "@std/assert";
import { type BackgroundChoice, parseBackground } from "../../mod.ts";

const file = (path: string): BackgroundChoice => ({ kind: "file", path });
const good: Record<string, BackgroundChoice> = {
  "color:#1e90ff": { kind: "color", color: [30, 144, 255, 255] },
  "color: DodgerBlue ": { kind: "color", color: [30, 144, 255, 255] },
  "color:transparent": { kind: "color", color: [0, 0, 0, 0] },
  "color:rgb(1 2 3 / 50%)": { kind: "color", color: [1, 2, 3, 128] },
  "blur": { kind: "blur", radius: 24 },
  "blur:0": { kind: "blur", radius: 0 },
  "blur:007": { kind: "blur", radius: 7 },
  "blur:500": { kind: "blur", radius: 500 },
  "transparent": { kind: "transparent" },
  // Files, whatever they are called:
  "beach.jpg": file("beach.jpg"),
  "": file(""),
  " blur": file(" blur"),
  "Blur": file("Blur"),
  "COLOR:red": file("COLOR:red"),
  "blurred.png": file("blurred.png"),
  "transparent.png": file("transparent.png"),
  "red": file("red"),
  "#fff": file("#fff"),
  "color": file("color"),
  "colour:red": file("colour:red"),
  "./blur": file("./blur"),
  "./color:red": file("./color:red"),
  "C:\\beach.jpg": file("C:\\beach.jpg"),
  "file:blur": file("blur"),
  "file:color:red": file("color:red"),
  "file:file:x": file("file:x"),
  "file:a b%20c": file("a b%20c"),
  "file:/a%20b": file("/a%20b"),
  "file:///tmp/a%20b.png": file("/tmp/a b.png"),
  "file:///C:/a.png": file("C:/a.png"),
  "file:///100%.png": file("///100%.png"),
  "file:x\ny": file("x\ny"),
};

for (const [text, choice] of Object.entries(good)) {
  Deno.test(`parseBackground() reads ${JSON.stringify(text)}`, () => {
    assertEquals(parseBackground(text), choice);
  });
}

for (const text of ["color:", "color:dogerblue", "color:1e90ff", "color:color:red"]) {
  Deno.test(`parseBackground() refuses ${text}`, () => {
    assertThrows(() => parseBackground(text), RangeError, "Cannot read a colour");
  });
}

for (
  const value of ["", "-1", "1.5", "501", "24px", "1e2", "0x10", " 5", "photo.png", "9".repeat(400)]
) {
  Deno.test(`parseBackground() refuses blur:${value.slice(0, 20)}`, () => {
    assertThrows(
      () => parseBackground(`blur:${value}`),
      RangeError,
      `(a file of that name is ./blur:`,
    );
  });
}

Deno.test("parseBackground() refuses file: without a path", () => {
  assertThrows(() => parseBackground("file:"), RangeError, "needs a path");
});

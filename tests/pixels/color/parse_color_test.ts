import { assertEquals, assertThrows } from "@std/assert";
import { colorNames } from "../../../lib/pixels/color/css_color_names.ts";
import { parseColor } from "../../../mod.ts";

const good: Record<string, readonly number[]> = {
  "#f0a": [255, 0, 170, 255],
  "#f0a8": [255, 0, 170, 136],
  "#1e90ff": [30, 144, 255, 255],
  "#1E90FF80": [30, 144, 255, 128],
  "dodgerblue": [30, 144, 255, 255],
  " RebeccaPurple\n": [102, 51, 153, 255],
  "transparent": [0, 0, 0, 0],
  "rgb(1,2,3)": [1, 2, 3, 255],
  "RGB( 1 , 2 , 3 )": [1, 2, 3, 255],
  "rgba(1, 2, 3, .5)": [1, 2, 3, 128],
  "rgb(1, 2, 3, 50%)": [1, 2, 3, 128],
  "rgb(100%, 50%, 0%)": [255, 128, 0, 255],
  "rgb(1 2 3)": [1, 2, 3, 255],
  "rgba(1 2 3/0.5)": [1, 2, 3, 128],
  "rgb(1 50% none / none)": [1, 128, 0, 0],
  "rgb(-5 300 1e2)": [0, 255, 100, 255],
  "rgb(1.4 1.5 +.6 / 2)": [1, 2, 1, 255],
  "rgb(1e999 0 0)": [255, 0, 0, 255],
  "hsl(210, 100%, 56%)": [31, 143, 255, 255],
  "hsl(0 0% 50%)": [128, 128, 128, 255],
  "hsl(0, 75%, 40%)": [179, 26, 26, 255],
  "hsl(120deg 100 25)": [0, 128, 0, 255],
  "hsla(-120, 100%, 50%, 0.2)": [0, 0, 255, 51],
  "hsl(0.5turn 100% 50% / 50%)": [0, 255, 255, 128],
  "hsl(200grad 100% 50%)": [0, 255, 255, 255],
  "hsl(3.14159265rad 100% 50%)": [0, 255, 255, 255],
  "hsl(none none none)": [0, 0, 0, 255],
  "hsl(9e99 120% 150%)": [255, 255, 255, 255],
};

for (const [text, color] of Object.entries(good)) {
  Deno.test(`parseColor() reads ${JSON.stringify(text)}`, () => {
    assertEquals(parseColor(text), color as [number, number, number, number]);
  });
}

// deno-fmt-ignore
const bad = [
  "", " ", "#", "#1", "#12", "#12345", "#1234567", "#123456789", "#ggg", "# fff", "##fff",
  "rgb", "rgb()", "rgb(1)", "rgb(1,2)", "rgb(1,2,3,4,5)", "rgb(1 2)", "rgb(1 2 3 4)",
  "rgb (1,2,3)", "rgb(1,2,3", "rgb(1,2 3)", "rgb(1,,3)", "rgb(1 2 3 /)", "rgb(1 2 3 / 1 / 1)",
  "rgb(1, 50%, 3)", "rgb(1, none, 3)", "rgb(1deg 2 3)", "rgb(1. 2 3)", "rgb(a b c)",
  "rgb(1 2 3 / 1deg)", "hsl(1, 2, 3)", "hsl(10% 20% 30%)", "hsl(1px 2% 3%)", "rgb(1,2,3) x",
  "currentcolor", "hwb(0 0% 0%)", "constructor", "__proto__", "color:red", "red blue green",
];

for (const text of bad) {
  Deno.test(`parseColor() refuses ${JSON.stringify(text)}`, () => {
    assertThrows(() => parseColor(text), RangeError, "Cannot read a colour");
  });
}

const meant: Record<string, string> = {
  "dogerblue": "dodgerblue",
  "Dodger-Blue": "dodgerblue",
  "lihgtgray": "lightgray",
  "rde": "red",
  "trasparent": "transparent",
  "1e90ff": "#1e90ff",
};

for (const [text, name] of Object.entries(meant)) {
  Deno.test(`parseColor() asks whether '${text}' was meant to be '${name}'`, () => {
    assertThrows(() => parseColor(text), RangeError, `did you mean '${name}'?`);
  });
}

Deno.test("parseColor() suggests nothing for what is like no name, and quotes it in part", () => {
  const error = assertThrows(() => parseColor("x".repeat(999)), RangeError);
  assertEquals(error.message.includes("mean"), false);
  assertEquals(error.message.length < 200, true);
});

Deno.test("colorNames are CSS's 148; grey is gray everywhere", () => {
  assertEquals(colorNames.size, 148);
  for (const [name, digits] of colorNames) {
    assertEquals(/^[a-z]+ [0-9a-f]{6}$/.test(`${name} ${digits}`), true, name);
    assertEquals(colorNames.get(name.replace("grey", "gray")), digits);
  }
});

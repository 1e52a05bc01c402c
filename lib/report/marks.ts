/** The shapes of methods' marks, within a circle of radius 1: what tells them apart in gray. */
const SHAPES: readonly string[] = [
  // Circle, square, triangle, diamond.
  "M-.9,0a.9,.9 0 1 0 1.8,0a.9,.9 0 1 0 -1.8,0z",
  "M-.8,-.8H.8V.8H-.8z",
  "M0,-1L1,.75H-1z",
  "M0,-1.1L1.1,0L0,1.1L-1.1,0z",
  // Cross, triangle on its tip, plus, hourglass.
  "M-1,-.5L-.5,-1L0,-.5L.5,-1L1,-.5L.5,0L1,.5L.5,1L0,.5L-.5,1L-1,.5L-.5,0z",
  "M0,1L1,-.75H-1z",
  "M-.35,-1H.35V-.35H1V.35H.35V1H-.35V.35H-1V-.35H-.35z",
  "M-.9,-1H.9L-.9,1H.9z",
];

/** Colours in light and in dark, chosen to be told apart side by side. */
const COLOURS: readonly (readonly [light: string, dark: string])[] = [
  ["#0b6bcb", "#5aa9f8"],
  ["#c2410c", "#fb8a4e"],
  ["#15803d", "#56c777"],
  ["#9333ea", "#c08bf7"],
  ["#a87900", "#e5b93c"],
  ["#0e8a96", "#3ec6d3"],
  ["#d6247a", "#f472b0"],
  ["#5b6570", "#aab4bf"],
  ["#7a3b12", "#c99a75"],
  ["#5f7d00", "#b5d334"],
  ["#b91c1c", "#ff8080"],
  ["#1e3a8a", "#93a8ff"],
];

/** The class of a method's marks, by its row. */
export function colorClass(index: number): string {
  return `c${index}`;
}

/** The style sheet's rules for so many methods: a colour each, none twice. */
export function colorRules(methods: number): string {
  return Array.from({ length: methods }, (_, i) => {
    const [light, dark] = COLOURS[i] ?? furtherColours(i);
    return `.${colorClass(i)} { --on-light: ${light}; --on-dark: ${dark}; }`;
  }).join("\n");
}

/** Beyond those that were chosen: hues that never come back to one another. */
function furtherColours(index: number): [light: string, dark: string] {
  // The golden angle.
  const hue = (137.508 * index) % 360;
  const step = index % 3;
  const colour = (lightness: number) => `hsl(${hue.toFixed(1)} 70% ${lightness}%)`;
  return [colour(26 + 9 * step), colour(62 + 9 * step)];
}

/** A method's mark at a place: its own shape, hollow from the ninth method on. */
export function mark(index: number, x: number, y: number, radius: number): string {
  const shape = SHAPES[index % SHAPES.length];
  const isHollow = Math.floor(index / SHAPES.length) % 2 === 1;
  return `<path class="${isHollow ? "hollow" : "dot"} ${colorClass(index)}" d="${shape}"` +
    ` transform="translate(${tenth(x)} ${tenth(y)}) scale(${radius})"/>`;
}

/** A coordinate to a tenth. */
export function tenth(value: number): string {
  return String(Math.round(10 * value) / 10);
}

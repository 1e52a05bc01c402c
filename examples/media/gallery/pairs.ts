/**
 * The pairs of docs/gallery.md, in its order: what is shown, by which command, and why it is so.
 *
 * `{iou}`, `{found}` and `{room}` in a text stand for what was measured on the frame: intersection
 * over union, how much of the person was found, how much of what stays is the room. `{iou instead}`
 * is of the better command, `{found compared}` of the one to compare with, `{iou photo}` of the frame
 * as a photo, `{iou painted}` of that with what stayed by mistake in another colour. `{hidden %}` and
 * `{light 1}` are facts of the clip (facts.ts), in percent or with so many digits after the point.
 *
 * @module
 */

/** A frame before and after. */
export interface GalleryPair {
  /** Of the picture, and of the heading's anchor. */
  readonly name: string;
  readonly title: string;
  /** What follows `cli.ts`, from the folder of the project. */
  readonly command: string;
  /** The labelled clip of the command's input, from examples/media. */
  readonly clip: string;
  /** Counted from 1. */
  readonly frame: number;
  /** What the picture shows, for those who do not see it. */
  readonly alt: string;
  /** What to look at; of a failure its reason. */
  readonly text: string;
  /** Of a failure: the command that does better. */
  readonly instead?: string;
  /** Another run that the text compares with. */
  readonly compared?: { readonly command: string; readonly clip: string; readonly frame: number };
  /**
   * To try the reason: what is added to red, green and blue of all that stayed by mistake, before
   * the command's method sees the frame again, as a photo.
   */
  readonly paint?: readonly [number, number, number];
}

const LAMP = "examples/media/gallery/lamp/input.mp4";
const WEBCAM = "examples/media/real_clips/webcam/input.mp4";
const SCREEN = "examples/media/gallery/screen/input.mp4";
const STEREO = "examples/media/gallery/stereo/input.mp4";
const WALK = "examples/media/labelled/walk/input.mp4";
const SWAY = "examples/media/labelled/sway/input.mp4";
const BEACH = "examples/media/beach.jpg";
const ROOM = "lib/web/studio/backgrounds/room.jpg";
const DUSK = "lib/web/studio/backgrounds/dusk.jpg";

/** What succeeds, then what fails. */
export const pairs: readonly GalleryPair[] = [
  {
    name: "lamp",
    title: "At home, by a lamp",
    command: `${LAMP} ${ROOM} -o out/lamp.mp4 -m segment`,
    clip: "gallery/lamp",
    frame: 30,
    alt: "A man in front of a wall with a map and a lit lamp; the same man in a drawn living room",
    text:
      "A webcam, warm light from the left, a gray wall behind a gray shirt. The map and the lamp " +
      "go; his ears and the edge of his hair stay. IoU {iou}.",
  },
  {
    name: "office",
    title: "A dim room, blurred",
    command: `${WEBCAM} blur:16 -o out/office.mp4 -m segment --model quality`,
    clip: "real_clips/webcam",
    frame: 25,
    alt:
      "A man who holds a card, beside a dark chair; the same with the room and the chair blurred",
    text:
      "Little light, dark clothes, a card in front of the face. What he holds stays sharp, the " +
      "chair behind his shoulder does not. IoU {iou}.",
  },
  {
    name: "tourist",
    title: "A photo against the light",
    command: `examples/media/real/tourist/input.jpg ${BEACH} -o out/tourist.jpg -m segment`,
    clip: "real/tourist",
    frame: 1,
    alt: "A woman from behind photographs a building; the same woman photographs a beach",
    text: "Seen from behind, without a face. The phone in her hands belongs to her. IoU {iou}.",
  },
  {
    name: "stairs",
    title: "A whole figure, cut out",
    command: "examples/media/real/stairs/input.jpg transparent -o out/stairs.png -m segment",
    clip: "real/stairs",
    frame: 1,
    alt: "A woman on a winding staircase, from above; she alone on a checkerboard",
    text:
      "From above, and half as tall as the picture. The PNG is transparent where the checkerboard " +
      "is. IoU {iou}.",
  },
  {
    name: "walk",
    title: "Somebody who walks through, without a network",
    command: `${WALK} ${ROOM} -o out/walk.mp4 -m median`,
    clip: "labelled/walk",
    frame: 26,
    alt: "A drawn woman waves in front of a wall; the same woman in a drawn living room",
    text:
      "No place of the wall is hidden in more than {hidden %} of the frames, so the median of the " +
      "frames is the empty room. A thin rim of wall stays around the moving hand. IoU {iou}.",
  },
  {
    name: "sway",
    title: "With a picture of the empty room",
    command:
      `${SWAY} ${BEACH} -o out/sway.mp4 --clean-plate examples/media/labelled/sway/plate.png`,
    clip: "labelled/sway",
    frame: 26,
    alt: "A drawn woman waves; the same woman on a beach, with a clean edge",
    text:
      "She never leaves: {hidden %} of the wall are hidden in every frame. The plate shows them. " +
      "IoU {iou}.",
  },
  {
    name: "screen",
    title: "A green screen, lit from one side",
    command: `${SCREEN} ${DUSK} -o out/screen.mp4 -m chroma`,
    clip: "gallery/screen",
    frame: 20,
    alt: "A drawn woman in front of green cloth that is bright on the left; the same woman at dusk",
    text:
      "The cloth has folds, and its left quarter is {light 1} times as bright as its right one. " +
      "Nobody names the colour: the method finds it in the video. IoU {iou}.",
  },
  {
    name: "stereo",
    title: "Two eyes: the nearer of two people",
    command:
      `${STEREO} blur:depth -o out/stereo.mp4 -m depth --right examples/media/gallery/stereo/right.mp4`,
    clip: "gallery/stereo",
    frame: 26,
    alt: "A drawn woman, behind her a second one on a sofa; the first sharp, all else blurred",
    text: "Both move, one is near. What is farther is blurred more. IoU {iou}.",
  },
  {
    name: "still",
    title: "The tutorial, and somebody who sits still",
    command: `${LAMP} ${BEACH} -o out/still.mp4 -m tutorial`,
    clip: "gallery/lamp",
    frame: 30,
    alt:
      "The man by the lamp; of him only brows, lips and the edge of the chin on a beach; all of him",
    text:
      "**Why:** the method shows what changes from frame to frame. From frame 29 to frame 30, " +
      "{found} of him change by more than the threshold of 3: brows, eyes and mouth. `-t 1` finds " +
      "{found compared}. `segment` does not ask what moves: its IoU is {iou instead} instead " +
      "of {iou}.",
    instead: `${LAMP} ${BEACH} -o out/still.mp4 -m segment --overwrite`,
    compared: {
      command: `${LAMP} ${BEACH} -o out/still_1.mp4 -m tutorial -t 1`,
      clip: "gallery/lamp",
      frame: 30,
    },
  },
  {
    name: "learned",
    title: "A learned room with somebody in it",
    command: `${SWAY} ${BEACH} -o out/learned.mp4 -m mog2`,
    clip: "labelled/sway",
    frame: 20,
    alt: "The drawn woman; she with holes in face, hair and sweater; she whole",
    text:
      "**Why:** `mog2` learns the room from the first frame on, and she stands in it: {found} " +
      "of her are found. In the clip `walk`, which begins with an empty room, the same method " +
      "finds {found compared} of her in frame 20. With a picture of the empty room the IoU is " +
      "{iou instead} instead of {iou}.",
    instead: `${SWAY} ${BEACH} -o out/learned.mp4 --overwrite ` +
      "--clean-plate examples/media/labelled/sway/plate.png",
    compared: {
      command: `${WALK} ${BEACH} -o out/learned_walk.mp4 -m mog2`,
      clip: "labelled/walk",
      frame: 20,
    },
  },
  {
    name: "chair",
    title: "Dark clothes, a dark chair",
    command: `${WEBCAM} ${BEACH} -o out/chair.mp4 -m segment`,
    clip: "real_clips/webcam",
    frame: 81,
    alt: "The man with the card; he with all of his chair on a beach; he with a corner of it",
    text:
      "**Why:** chair and sweater are dark and touch each other: the median gray level of what " +
      "stays by mistake is {stays 0}, his is {person 0}, that of what goes {goes 0}. {room} of " +
      "what stays is the chair. As a photo, this frame has an IoU of {iou photo}; with the " +
      "chair painted bright it has {iou painted}. `--model quality` tells more of the chair " +
      "from him: its IoU is {iou instead} instead of {iou}.",
    paint: [110, 90, 60],
    instead: `${WEBCAM} ${BEACH} -o out/chair.mp4 -m segment --model quality --overwrite`,
  },
  {
    name: "shade",
    title: "A lamp of the colour of skin",
    command: `${LAMP} ${BEACH} -o out/shade.mp4 -m segment --model quality`,
    clip: "gallery/lamp",
    frame: 30,
    alt: "The man by the lamp; he and part of the lampshade on a beach; he alone",
    text:
      "**Why:** the shade glows in the colour of skin, and `quality` takes it for skin or clothes. " +
      "{room} of what stays is the shade. As a photo, this frame has an IoU of {iou photo}; with " +
      "the shade painted blue it has {iou painted}. No model is best everywhere: here `fast` has " +
      "an IoU of {iou instead} instead of {iou}.",
    paint: [-110, 0, 60],
    instead: `${LAMP} ${BEACH} -o out/shade.mp4 -m segment --model fast --overwrite`,
  },
];

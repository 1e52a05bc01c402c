/**
 * The pairs of docs/gallery.md, in its order: what is shown, by which command, and why it is so.
 *
 * `{iou}`, `{found}` and `{room}` in a text stand for what was measured on the frame: intersection
 * over union, how much of the person was found, how much of what stays is the room. `{iou instead}`
 * and the like are of the better command.
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
      "A webcam, warm light from the left, a grey wall behind a grey shirt. The map and the lamp " +
      "go, his ears and the edge of his hair stay. IoU {iou}.",
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
    text: "From above, and a quarter of the picture tall. The checkerboard is transparent in the " +
      "PNG. IoU {iou}.",
  },
  {
    name: "walk",
    title: "Somebody who walks through, without a network",
    command: `${WALK} ${ROOM} -o out/walk.mp4 -m median`,
    clip: "labelled/walk",
    frame: 26,
    alt: "A drawn woman waves in front of a wall; the same woman in a drawn living room",
    text:
      "Each place of the wall is to be seen in most frames, so the median of the frames is the " +
      "empty room. A thin rim of wall stays around the moving hand. IoU {iou}.",
  },
  {
    name: "sway",
    title: "With a picture of the empty room",
    command:
      `${SWAY} ${BEACH} -o out/sway.mp4 --clean-plate examples/media/labelled/sway/plate.png`,
    clip: "labelled/sway",
    frame: 26,
    alt: "A drawn woman waves; the same woman on a beach, with a clean edge",
    text: "She never leaves, so no frame shows what is behind her; the plate does. IoU {iou}.",
  },
  {
    name: "screen",
    title: "A green screen, lit from one side",
    command: `${SCREEN} ${DUSK} -o out/screen.mp4 -m chroma`,
    clip: "gallery/screen",
    frame: 20,
    alt: "A drawn woman in front of green cloth that is bright on the left; the same woman at dusk",
    text: "The cloth has folds, and its right is a third darker than its left. Nobody names the " +
      "colour: the key is found in the video. IoU {iou}.",
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
      "Why: the method shows what changes from frame to frame. From frame 29 to frame 30 only " +
      "{found} of him change by more than the threshold of 3: brows, eyes and mouth. A lower " +
      "threshold would show noise. `segment` does not ask what moves: its IoU is {iou instead} " +
      "instead of {iou}.",
    instead: `${LAMP} ${BEACH} -o out/still.mp4 -m segment --overwrite`,
  },
  {
    name: "learned",
    title: "A learned room with somebody in it",
    command: `${SWAY} ${BEACH} -o out/learned.mp4 -m mog2`,
    clip: "labelled/sway",
    frame: 20,
    alt: "The drawn woman; she with holes in face, hair and sweater; she whole",
    text:
      "Why: `mog2` takes what it sees first for the room, and she stands there from the first " +
      "frame on. Where her colour stays the same while she sways, she is room: {found} of her are " +
      "found. With a picture of the empty room the IoU is {iou instead} instead of {iou}.",
    instead: `${SWAY} ${BEACH} -o out/learned.mp4 --overwrite ` +
      "--clean-plate examples/media/labelled/sway/plate.png",
  },
  {
    name: "chair",
    title: "Dark clothes, a dark chair",
    command: `${WEBCAM} ${BEACH} -o out/chair.mp4 -m segment`,
    clip: "real_clips/webcam",
    frame: 81,
    alt: "The man with the card; he with all of his chair on a beach; he without the chair",
    text: "Why: chair and sweater are dark and touch each other; their median grey levels are 24 " +
      "and 3, that of the wall is 118. {room} of what stays is the chair. When the chair of this " +
      "frame is painted bright, it goes. `--model quality` sees more: its IoU is {iou instead} " +
      "instead of {iou}.",
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
      "Why: `quality` tells skin, hair and clothes apart, and takes the glowing shade for one of " +
      "them. {room} of what stays is the shade. When the shade of this frame is painted blue, it " +
      "goes. No model is best everywhere: here `fast` has an IoU of {iou instead} instead of {iou}.",
    instead: `${LAMP} ${BEACH} -o out/shade.mp4 -m segment --model fast --overwrite`,
  },
];

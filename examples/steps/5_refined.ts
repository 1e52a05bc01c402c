import {
  absdiff,
  close,
  type CustomMethodObject,
  feather,
  fillHoles,
  grayscale,
  open,
  removeSmaller,
  threshold,
} from "../../mod.ts";

/** The same mask, with what is known of people: one piece, without holes, with soft edges. */
export default {
  summary: "the same, without specks and holes",
  needsPlate: true,
  create({ cleanPlate }) {
    return (frame) => {
      let mask = threshold(grayscale(absdiff(cleanPlate!, frame)), 12);
      mask = close(open(mask, 1), 2);
      mask = fillHoles(removeSmaller(mask, 100), { largest: 500 });
      return feather(mask, 1);
    };
  },
} satisfies CustomMethodObject;

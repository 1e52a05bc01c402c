import { absdiff, type CustomMethodObject, grayscale, threshold } from "../../mod.ts";

/** Foreground is what differs from a picture of the empty room. */
export default {
  summary: "what differs from the empty room",
  needsPlate: true,
  create({ cleanPlate }) {
    return (frame) => threshold(grayscale(absdiff(cleanPlate!, frame)), 20);
  },
} satisfies CustomMethodObject;

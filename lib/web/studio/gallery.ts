/** The pictures that the studio comes with: files below backgrounds/, and what they are called. */
export const GALLERY = [
  { file: "beach.jpg", name: "Beach" },
  { file: "room.jpg", name: "Room" },
  { file: "dusk.jpg", name: "Dusk" },
] as const;

import type {
  DecodingKind,
  ModelFamily,
  ModelSpec,
  ReferenceSize,
  Rgb,
} from "./model_spec_types.ts";

/** What all networks of a family have in common. */
export interface FamilyTraits extends Pick<ModelSpec, "mean" | "std" | "channels" | "reference"> {
  /** What the numbers mean that it gives. */
  readonly kind: DecodingKind;
  /** How many channels it gives. */
  readonly outputChannels: number;
  /** The channel that is the foreground. */
  readonly channel?: number;
  /** What becomes 0 and what becomes 1. */
  readonly remap?: readonly [from: number, to: number];
}

/** Levels 0–255 as 0–1. */
const UNIT = { mean: [0, 0, 0], std: [255, 255, 255] } as const;
/** Levels 0–255 as −1–1. */
const SIGNED = { mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] } as const;
/** The mean and the standard deviation of ImageNet's photos, in levels. */
const IMAGENET = {
  mean: scaled([0.485, 0.456, 0.406]),
  std: scaled([0.229, 0.224, 0.225]),
} as const;

function scaled([red, green, blue]: Rgb): Rgb {
  return [255 * red, 255 * green, 255 * blue];
}

/** A square of a side, or as many pixels. */
function square(side: number): ReferenceSize {
  return { area: side * side, multiple: 32 };
}

/** What the families have in common. */
export const FAMILIES: Readonly<Record<ModelFamily, FamilyTraits>> = {
  // Google's MediaPipe, https://ai.google.dev/edge/mediapipe/solutions/vision/image_segmenter
  "selfie": {
    ...UNIT,
    channels: "rgb",
    reference: square(256),
    kind: "alpha",
    outputChannels: 1,
  },
  // Of plain background too it is 3 to 10 % sure that it is a person: without the range the old room
  // would show through. Measured, this range makes the IoU largest.
  "selfie-multiclass": {
    ...SIGNED,
    channels: "rgb",
    reference: square(256),
    kind: "multiclass",
    outputChannels: 6,
    remap: [0.1, 0.6],
  },
  // Ke et al., AAAI 2022, https://github.com/ZHKKKe/MODNet
  "modnet": {
    ...SIGNED,
    channels: "rgb",
    reference: { area: 512 * 1024, shorter: 512, multiple: 32 },
    kind: "alpha",
    outputChannels: 1,
  },
  // Qin et al., Pattern Recognition 2020, https://github.com/xuebinqin/U-2-Net
  "u2net": {
    ...IMAGENET,
    channels: "rgb",
    reference: square(320),
    kind: "min-max",
    outputChannels: 1,
  },
  // Qin et al., ECCV 2022, https://github.com/xuebinqin/DIS; BRIA's RMBG-1.4 is one
  "isnet": {
    mean: [127.5, 127.5, 127.5],
    std: [255, 255, 255],
    channels: "rgb",
    reference: square(1024),
    kind: "min-max",
    outputChannels: 1,
  },
  // Zheng et al., CAAI AIR 2024, https://github.com/ZhengPeng7/BiRefNet; RMBG-2.0 is one. Some
  // files end in a sigmoid and some do not: the numbers show it.
  "birefnet": {
    ...IMAGENET,
    channels: "rgb",
    reference: square(1024),
    kind: "certainty",
    outputChannels: 1,
  },
  // Lin et al., WACV 2022, https://github.com/PeterL1n/RobustVideoMatting. It scales by itself,
  // so frames come as they are, up to what a processor can bear.
  "rvm": {
    ...UNIT,
    channels: "rgb",
    reference: { area: 1280 * 720, multiple: 1, isLimit: true },
    kind: "alpha",
    outputChannels: 1,
  },
  // Chu et al., 2021, https://github.com/PaddlePaddle/PaddleSeg
  "pp-humanseg": {
    ...SIGNED,
    channels: "rgb",
    reference: square(192),
    kind: "probabilities",
    outputChannels: 2,
    channel: 1,
  },
  // Google Meet's, MediaPipe's forerunner of "selfie" with a channel for each of room and person:
  // segm_full is 256×144, segm_lite 160×96. It gives logits.
  "meet": {
    ...UNIT,
    channels: "rgb",
    reference: square(192),
    kind: "probabilities",
    outputChannels: 2,
    channel: 1,
  },
  // Chen et al., ECCV 2018, as TensorFlow's zoo has it: PASCAL VOC's classes, of which person is 15,
  // https://github.com/tensorflow/models/tree/master/research/deeplab. It gives logits.
  "deeplab": {
    ...SIGNED,
    channels: "rgb",
    reference: square(512),
    kind: "probabilities",
    outputChannels: 21,
    channel: 15,
  },
  // Park et al., WACV 2020, https://github.com/clovaai/ext_portrait_segmentation
  "sinet": {
    mean: [126.91, 111.25, 102.89],
    std: scaled([66.36, 62.82, 62.93]),
    channels: "bgr",
    reference: square(320),
    kind: "probabilities",
    outputChannels: 2,
    channel: 1,
  },
  "other": {
    ...UNIT,
    channels: "rgb",
    reference: square(512),
    kind: "certainty",
    outputChannels: 1,
  },
};

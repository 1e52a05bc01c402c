import type { Size } from "../../raster/frame.ts";
import type { InferenceSession } from "../inference_session.ts";
import { modelSpec } from "../model/model_spec.ts";
import { NetworkSegmenter } from "../network_segmenter.ts";
import type { Segmenter } from "../segmenter.ts";
import { BodyNetwork } from "./body_network.ts";
import type { Pace, PeopleNetworks, PersonSegmenter } from "./people_networks.ts";
import { PeopleSegmenter } from "./people_segmenter.ts";
import { PoseDetector } from "./pose_detector.ts";

/** A network by the name that it has here; where its file comes from is the edge's matter. */
export type PeopleModel =
  | "fast-landscape"
  | "fast-square"
  | "quality"
  | "pose-detection"
  | "pose-lite"
  | "pose-full";

/** Which networks find people and look closer at them. */
export interface PeopleModels extends Pick<PeopleNetworks, "ofBodies" | "wholeBodies"> {
  readonly body: "pose-lite" | "pose-full";
  /** Which of the looks also sees the whole frame, if no other network does. */
  readonly whole?: number;
  readonly looks: readonly (Omit<PersonSegmenter, "segmenter"> & {
    readonly model: "fast-square" | "quality";
    readonly isMirrored: boolean;
  })[];
}

/** What `fast` looks with. */
export const fastPeople: PeopleModels = {
  body: "pose-lite",
  ofBodies: 0.5,
  wholeBodies: { knees: [0.2, 0.6] },
  looks: [{
    model: "fast-square",
    isMirrored: false,
    isSquare: false,
    every: 1,
    surer: [0, 1],
    ofHeads: 1,
    ofBodies: 0.5,
  }],
};

/** What `quality` looks with. */
export const qualityPeople: PeopleModels = {
  body: "pose-full",
  ofBodies: 0.4,
  wholeBodies: { knees: [0.05, 0.3], inside: [0.4, 0.6] },
  whole: 1,
  looks: [
    {
      model: "fast-square",
      isMirrored: true,
      isSquare: false,
      every: 1,
      surer: [0, 1],
      ofHeads: 0.4,
      ofBodies: 0.3,
    },
    {
      model: "quality",
      isMirrored: false,
      isSquare: true,
      // In each frame it would take half of the time.
      every: 2,
      surer: [0, 2],
      ofHeads: 0.6,
      ofBodies: 0.3,
    },
  ],
};

/** Frames at least so much wider than high go through the network that is made for such. */
const LANDSCAPE = 1.2;

/**
 * Open networks that find people and look closer at them.
 *
 * @param models Which.
 * @param size The frames' size.
 * @param openSession Opens a network.
 * @param pace What each frame waits for.
 * @returns The segmenter, which disposes of them.
 * @throws What `openSession` throws; then what was opened is disposed of.
 */
export async function openPeople(
  models: PeopleModels,
  { width, height }: Size,
  openSession: (model: PeopleModel) => Promise<InferenceSession>,
  pace: Pace = "frame",
): Promise<Segmenter> {
  await using opened = new AsyncDisposableStack();
  const wide = width >= LANDSCAPE * height ? "fast-landscape" : "fast-square";
  const [first, ...others] = models.looks;
  const open = async (model: PeopleModel, mirrored: boolean, isPlain: boolean) => {
    return await segmenterOf(await openSession(model), model, mirrored, isPlain);
  };
  const openLook = ({ model, isMirrored }: typeof first) => open(model, isMirrored, true);
  // The first one fetches what runs them; each of the others takes a thread's start.
  const firstOpened = opened.use(await openLook(first));
  const opening = [
    openSession("pose-detection"),
    openSession(models.body),
    ...others.map(openLook),
    ...models.whole === undefined ? [open(wide, false, false)] : [],
  ] as const;
  for (const one of await Promise.allSettled(opening)) {
    if (one.status === "fulfilled") opened.use(one.value);
  }
  const detector = new PoseDetector(await opening[0]);
  const body = new BodyNetwork(await opening[1]);
  const segmenterAt = (i: number) => i === 0 ? firstOpened : opening[i + 1] as Promise<Segmenter>;
  const looks = await Promise.all(models.looks.map(async (look, i): Promise<PersonSegmenter> => {
    return { ...look, segmenter: await segmenterAt(i) };
  }));
  const whole = await segmenterAt(models.whole ?? models.looks.length);
  opened.move();
  const { ofBodies, wholeBodies } = models;
  return new PeopleSegmenter({ detector, body, ofBodies, wholeBodies, whole, looks, pace });
}

/** One of these networks as a segmenter; with `isPlain` its certainty is taken as it is. */
async function segmenterOf(
  session: InferenceSession,
  model: PeopleModel,
  mirrored: boolean,
  isPlain: boolean,
): Promise<Segmenter> {
  try {
    const told = modelSpec(session, model);
    const decoding = isPlain ? { ...told.decoding, remap: [0, 1] as const } : told.decoding;
    return new NetworkSegmenter(session, { ...told, decoding }, { mirrored });
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}

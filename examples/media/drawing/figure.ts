/** Somebody who sways to music and waves: the pieces, and where each is at a moment. */
import type { Cutout, Placement } from "./cutout.ts";
import type { Point } from "./drawing.ts";
import { backHair, face } from "./head.ts";
import { forearm, restingArm, torso, upperArm } from "./sweater.ts";

/** The painted pieces. */
export interface Figure {
  backHair: Cutout;
  torso: Cutout;
  face: Cutout;
  restingArm: Cutout;
  upperArm: Cutout;
  forearm: Cutout;
}

/** The elbow, seen from the shoulder, when the arm is not turned. */
const elbow: Point = [80, 4];

/** Paints the pieces; the costly part, done once. */
export function makeFigure(): Figure {
  return {
    backHair: backHair(),
    torso: torso(),
    face: face(),
    restingArm: restingArm(),
    upperArm: upperArm(elbow),
    forearm: forearm(),
  };
}

/** The same shapes in white: on black, their colours are the alpha itself. */
export function whiteFigure(figure: Figure): Figure {
  const pieces = Object.entries(figure).map(([name, cutout]) => [name, whitened(cutout)]);
  return Object.fromEntries(pieces);
}

/** Premultiplied, white is alpha. */
function whitened(cutout: Cutout): Cutout {
  const texels = cutout.texels.slice();
  for (let p = 0; p < texels.length; p += 4) texels.fill(255 * texels[p + 3], p, p + 3);
  return { ...cutout, texels };
}

/**
 * The pieces in drawing order, each where it belongs after `seconds`.
 *
 * The body sways once while it bobs twice, so that it is never at rest: standing still for a
 * frame would make it vanish from a mask of differences. Everything repeats after three seconds.
 */
export function pose(figure: Figure, seconds: number): { cutout: Cutout; placement: Placement }[] {
  const sway = 2 * Math.PI * seconds * (2 / 3);
  const wave = 2 * Math.PI * seconds;
  const lean = 0.075 * Math.sin(sway);
  const body = {
    pivot: [282 + 28 * Math.sin(sway), 204 + 11 * Math.sin(2 * sway)] as const,
    angle: lean,
  };
  const nod = { pivot: from(body, [0, -15]), angle: lean + 0.1 * Math.sin(sway - 0.9) };
  const raised = {
    pivot: from(body, [72, 38]),
    angle: -0.1 + 0.13 * Math.sin(wave + 0.6),
  };
  const waving = { pivot: from(raised, elbow), angle: 0.1 + 0.48 * Math.sin(wave) };
  const resting = { pivot: from(body, [-74, 40]), angle: 0.09 + 0.08 * Math.sin(sway + 1.1) };
  return [
    { cutout: figure.backHair, placement: nod },
    { cutout: figure.restingArm, placement: resting },
    { cutout: figure.torso, placement: body },
    { cutout: figure.face, placement: nod },
    { cutout: figure.upperArm, placement: raised },
    { cutout: figure.forearm, placement: waving },
  ];
}

/** Where a point of a placed piece lands on the frame. */
function from({ pivot, angle }: Placement, [x, y]: Point): Point {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return [pivot[0] + x * cos - y * sin, pivot[1] + x * sin + y * cos];
}

import { countNew, distinct, type Part, putInto } from "../newcomers.ts";
import { countPerson } from "../own_parts.ts";
import type { Person } from "../person.ts";
import { areaOf, intersection, type Region } from "../region.ts";
import { lookAtAll } from "./look_at_person.ts";
import { LEAST_KEPT, MOST_PEOPLE, personAround } from "./meet_people.ts";
import type { Scene } from "./scene.ts";
import type { Seen } from "./seen.ts";

/** What is so large beside the mean person is rather somebody whom no network has found than furniture. */
const LARGE = 0.5;

/** For so many looks furniture is known to be furniture. */
const SETTLED = 8;

/** What was taken from people's mattes: somebody of whom the body network is sure, or furniture. */
export async function settleDoubts(
  people: Person[],
  doubts: readonly Part[],
  scene: Scene,
  seen: Seen,
): Promise<void> {
  scene.settled = scene.settled.filter((one) => one.looks++ < SETTLED);
  for (const { region, area } of doubts) {
    if (people.length >= MOST_PEOPLE) break;
    const person = personAround(region, seen.frame);
    const [look] = await lookAtAll([person], people, seen);
    const perPixel = areaOf(seen.frame) / areaOf(seen.matte);
    const isSomebody = person.hasHeadIn(region) &&
      countNew(seen.matte, look) * perPixel >= LEAST_KEPT * area &&
      distinct([...people, person]).includes(person);
    if (!isSomebody) {
      if (area >= LARGE * perPixel * countPerson(seen.matte) / people.length) {
        giveBack(people, region, seen);
      } else scene.settled.push({ region, looks: 0 });
      continue;
    }
    putInto(seen.matte, look, look);
    people.push(person);
  }
}

/** Give back what was taken from people's mattes in a region. */
function giveBack(people: readonly Person[], region: Region, { frame, matte }: Seen): void {
  const scale = { width: frame.width / matte.width, height: frame.height / matte.height };
  for (const person of people) {
    const { taken } = person;
    if (taken === undefined) continue;
    const { left, top, width, height } = taken.place;
    const place = {
      left: left * scale.width,
      top: top * scale.height,
      width: width * scale.width,
      height: height * scale.height,
    };
    if (areaOf(intersection(place, region)) === 0) continue;
    putInto(matte, taken.place, taken.matte);
    person.keepAll(SETTLED);
  }
}

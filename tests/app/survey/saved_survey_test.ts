import { assertEquals, assertRejects } from "@std/assert";
import { readSurvey, writeSurvey } from "../../../lib/app/survey/saved_survey.ts";
import type { SurveyHead } from "../../../lib/app/survey/survey_head.ts";
import { UnsupportedMediaError } from "../../../mod.ts";
import { lcgBytes, namesIn, temporaryFolder } from "../../helpers.ts";

const head: SurveyHead = {
  program: "0.1.0",
  method: "median",
  settings: { samples: 25 },
  said: { start: "1.5" },
  isForPictures: false,
  size: { width: 4, height: 2 },
  video: { bytes: 123, sha256: "00ff" },
};

Deno.test("readSurvey() gives what writeSurvey() has written, also if nothing was learned", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/room.bin`;
  for (const learned of [lcgBytes(5000, 3), new Uint8Array(70_000), new Uint8Array()]) {
    const bytes = await writeSurvey(path, { head, learned });
    assertEquals((await Deno.stat(path)).size, bytes);
    const found = await readSurvey(path);
    assertEquals(found.head, head);
    assertEquals(found.learned, learned);
  }
  assertEquals(namesIn(folder.path), ["room.bin"]);
});

Deno.test("readSurvey() refuses a file that was cut anywhere, or has a wrong byte", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/room.bin`;
  await writeSurvey(path, { head, learned: lcgBytes(50, 1) });
  const whole = await Deno.readFile(path);
  const refused = async (bytes: Uint8Array) => {
    await Deno.writeFile(path, bytes);
    await assertRejects(() => readSurvey(path), UnsupportedMediaError);
  };
  for (let length = 0; length < whole.length; length += 7) await refused(whole.slice(0, length));
  await refused(whole.slice(0, -1));
  for (let i = 0; i < whole.length; i += 5) await refused(whole.with(i, whole[i] ^ 1));
});

Deno.test("readSurvey() says in one sentence why it refuses a file", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/room.bin`;
  const why = async (bytes: Uint8Array) => {
    await Deno.writeFile(path, bytes);
    const error = await assertRejects(() => readSurvey(path), UnsupportedMediaError);
    return error.message.replace(`'${path}'`, "it");
  };
  await writeSurvey(path, { head, learned: lcgBytes(50, 1) });
  const whole = await Deno.readFile(path);
  assertEquals(
    [await why(whole.slice(0, 60)), await why(whole.with(16, 2)), await why(lcgBytes(99, 1))],
    [
      "Cannot use it: it is cut off or damaged; survey again",
      "Cannot use it: it is a survey of version 2, and this program's is 1",
      "Cannot use it: it is no survey; cli.ts survey makes one",
    ],
  );
  await assertRejects(
    () => readSurvey(`${folder.path}/no.bin`),
    Deno.errors.NotFound,
    "no such file",
  );
});

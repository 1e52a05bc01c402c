import { assertEquals } from "@std/assert";
import { surveyDifference, type SurveyHead } from "../../../lib/app/survey/survey_head.ts";
import { commandLineNames } from "../../../lib/cli/command_line_names.ts";
import { libraryNames } from "../../../lib/option_names.ts";

const head: SurveyHead = {
  program: "0.1.0",
  method: "segment",
  settings: { plate: true, roi: false },
  model: "net.onnx",
  network: { bytes: 10, sha256: "aa" },
  said: { start: "10" },
  isForPictures: false,
  size: { width: 64, height: 48 },
  video: { bytes: 123, sha256: "00" },
};

Deno.test("surveyDifference() names the first thing that differs, and nothing where all fits", () => {
  const others: [asked: Partial<SurveyHead>, difference: string | undefined][] = [
    [{}, undefined],
    [{ program: "0.2.0" }, "was made by version 0.1.0 of this program, and this is 0.2.0"],
    [{ video: { bytes: 123, sha256: "01" } }, "was made of another video"],
    [{ video: { bytes: 124, sha256: "00" } }, "was made of another video"],
    [{ method: "median" }, "is of the method segment, and this run's is median"],
    [{ module: { bytes: 1, sha256: "aa" } }, "is of another segment"],
    [{ model: "fast" }, "was made with the model net.onnx, and this run's is fast"],
    [{ network: { bytes: 10, sha256: "ab" } }, "was made with another net.onnx"],
    [
      { settings: { plate: true, roi: true } },
      "was made with the setting roi=false, and this run's is true",
    ],
    [{ said: {} }, "was made with --start 10, and this run is without --start"],
    [
      { said: { start: "10", modelSize: "320" } },
      "was made without --model-size, and this run is with --model-size 320",
    ],
    [
      { isForPictures: true },
      "is for a run that writes a video, and this one writes pictures, whose pixels differ a " +
      "little: survey with --pictures",
    ],
    [{ size: { width: 32, height: 24 } }, "is of frames of 64×48, and this run's have 32×24"],
  ];
  for (const [asked, difference] of others) {
    assertEquals(surveyDifference(head, { ...head, ...asked }, commandLineNames), difference);
  }
  assertEquals(
    surveyDifference(head, { ...head, said: { start: "2" } }, libraryNames),
    "was made with 'start' 10, and this run is with 'start' 2",
  );
});

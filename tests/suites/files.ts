import { loadTests } from "../load_tests.ts";

await loadTests(
  "tests/files/camera/",
  "tests/files/packages/",
  "tests/files/pictures/",
  "tests/files/system/",
  "tests/files/threads/",
  "tests/files/labelled_clip_test.ts",
);

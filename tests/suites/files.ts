import { loadTests } from "../load_tests.ts";

await loadTests(
  "tests/files/camera/",
  "tests/files/packages/",
  "tests/files/pictures/",
  "tests/files/system/",
  "tests/files/threads/",
  "tests/files/cdnet_tree_test.ts",
  "tests/files/labelled_clip_test.ts",
);

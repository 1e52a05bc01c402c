import { loadTests } from "../load_tests.ts";

await loadTests(
  "tests/clusters/",
  "tests/site/",
  "tests/web/",
  "tests/dockerfile_test.ts",
  "tests/examples_test.ts",
  "tests/front_door_test.ts",
  "tests/gallery_test.ts",
  "tests/layers_test.ts",
  "tests/npm/",
  "tests/publish_test.ts",
  "tests/readme_test.ts",
  "tests/tutorial_test.ts",
  "tests/suites_test.ts",
  "tests/notebook_test.ts",
  "tests/outside_test.ts",
  "tests/url_import_test.ts",
  "examples/experiment_test.ts",
);

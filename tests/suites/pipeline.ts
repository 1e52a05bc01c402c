import { loadTests } from "../load_tests.ts";

await loadTests(
  "tests/pipeline/",
  "tests/report/",
  "tests/app/",
  "tests/golden_test.ts",
  "tests/copies_test.ts",
);

import { loadTests } from "../load_tests.ts";

await loadTests(
  "tests/raster/",
  "tests/memory/",
  "tests/pixels/",
  "tests/metrics/",
  "tests/moments/",
  "tests/ahead_test.ts",
  "tests/continued_test.ts",
  "tests/nearest_name_test.ts",
  "tests/option_names_test.ts",
  "tests/printable_test.ts",
  "tests/quantile_test.ts",
  "tests/until_aborted_test.ts",
);

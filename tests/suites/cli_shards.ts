import { loadTests } from "../load_tests.ts";

await loadTests("tests/cli/shards/", "tests/clusters/");

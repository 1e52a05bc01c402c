import { loadTests } from "../load_tests.ts";

await loadTests("tests/cli/sound/", "tests/cli/shards/");

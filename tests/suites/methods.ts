import { loadTests } from "../load_tests.ts";

await loadTests("tests/methods/", "tests/refine/", "tests/backgrounds/");

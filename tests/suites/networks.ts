import { loadTests } from "../load_tests.ts";

await loadTests("tests/networks/", "tests/files/onnx/");

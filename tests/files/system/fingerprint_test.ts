import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { fingerprint } from "../../../lib/files/system/fingerprint.ts";
import { lcgBytes, withTempDir } from "../../helpers.ts";

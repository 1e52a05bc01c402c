import { assertEquals, assertRejects, assertThrows } from "@std/assert";

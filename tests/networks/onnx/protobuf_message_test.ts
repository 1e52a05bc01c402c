import { assertEquals } from "@std/assert";
import { ProtobufMessage } from "../../../lib/networks/onnx/protobuf_message.ts";

const hex = (message: ProtobufMessage) => message.toBytes().toHex();

Deno.test("ProtobufMessage writes the examples of Protocol Buffers' own documentation", () => {
  assertEquals(hex(new ProtobufMessage().integer(1, 150)), "089601");
  assertEquals(hex(new ProtobufMessage().text(2, "testing")), "120774657374696e67");
  const inner = new ProtobufMessage().integer(1, 150);
  assertEquals(hex(new ProtobufMessage().message(3, inner)), "1a03089601");
  assertEquals(hex(new ProtobufMessage().integers(6, [3, 270, 86942])), "3206038e029ea705");
});

Deno.test("ProtobufMessage writes negative and large numbers in 64 bits", () => {
  assertEquals(hex(new ProtobufMessage().integer(1, -1)), "08ffffffffffffffffff01");
  assertEquals(hex(new ProtobufMessage().integer(1, 2 ** 40)), "08808080808020");
  assertEquals(hex(new ProtobufMessage().integer(1, 0)), "0800");
});

Deno.test("ProtobufMessage writes fields of numbers above 15 and of 32 bits", () => {
  assertEquals(hex(new ProtobufMessage().integer(20, 2)), "a00102");
  assertEquals(hex(new ProtobufMessage().float(2, 1.5)), "150000c03f");
});

Deno.test("ProtobufMessage takes a message as it is at that time", () => {
  const inner = new ProtobufMessage().integer(1, 1);
  const outer = new ProtobufMessage().message(1, inner);
  inner.integer(1, 2);
  assertEquals(hex(outer), "0a020801");
});

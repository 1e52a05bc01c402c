import { ProtobufMessage } from "./protobuf_message.ts";

/** A setting of an operator: a whole number, whole numbers, a text, or a number that is no whole one. */
export type OnnxAttribute = number | readonly number[] | string | { readonly float: number };

/**
 * A setting as ONNX's AttributeProto.
 *
 * @param name The setting's name.
 * @param value Its value; numbers are whole, others are wrapped: `{ float: 1 }`.
 * @returns The message.
 */
export function attributeMessage(name: string, value: OnnxAttribute): ProtobufMessage {
  const message = new ProtobufMessage().text(1, name);
  if (typeof value === "number") return message.integer(3, value).integer(20, 2);
  if (typeof value === "string") return message.text(4, value).integer(20, 3);
  if ("float" in value) return message.float(2, value.float).integer(20, 1);
  return message.integers(8, value).integer(20, 7);
}

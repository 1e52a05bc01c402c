import { libraryNames, type OptionNames } from "../../option_names.ts";

/**
 * What runs a network: the faster of both, the processor, or what else ONNX
 * Runtime finds on the system.
 *
 * @category Networks
 */
export type Device = "auto" | "cpu" | "gpu";

/** All of them. */
export const devices = ["auto", "cpu", "gpu"] as const;

/**
 * Check that there is such a device.
 *
 * @param device What was asked for; nothing is the processor.
 * @param names What messages call options.
 * @throws {RangeError} If there is none.
 */
export function assertDevice(
  device: Device | undefined,
  names: OptionNames = libraryNames,
): void {
  if (device === undefined || devices.includes(device)) return;
  const option = names.named("device");
  throw new RangeError(
    `Cannot open a network: ${option} must be auto, cpu or gpu, got '${device}'`,
  );
}

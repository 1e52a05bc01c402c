/** Numbers of 32 bits that were stored as base64. */
export function floatsFrom(text: string): Float32Array {
  return new Float32Array(Uint8Array.fromBase64(text).buffer);
}

/** The same as base64. */
export function floatsToText(floats: Float32Array): string {
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength).toBase64();
}

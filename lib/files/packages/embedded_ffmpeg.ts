import type { LonePackage } from "./lone_package.ts";

/** Static builds of ffmpeg on npm by operating system and processor; each is a package of its own. */
export const EMBEDDED: Readonly<Record<string, LonePackage>> = {
  "linux-x86_64": {
    name: "@ffmpeg-installer/linux-x64",
    version: "4.1.0",
    integrity:
      "sha512-Y5BWhGLU/WpQjOArNIgXD3z5mxxdV8c41C+U15nsE5yF8tVcdCGet5zPs5Zy3Ta6bU7haGpIzryutqCGQA/W8A==",
    bytes: 23_070_854,
    fetchName: "ffmpeg",
  },
  "linux-aarch64": {
    name: "@ffmpeg-installer/linux-arm64",
    version: "4.1.4",
    integrity:
      "sha512-dljEqAOD0oIM6O6DxBW9US/FkvqvQwgJ2lGHOwHDDwu/pX8+V0YsDL1xqHbj1DMX/+nP9rxw7G7gcUvGspSoKg==",
    bytes: 15_645_188,
    fetchName: "ffmpeg",
  },
  "darwin-x86_64": {
    name: "@ffmpeg-installer/darwin-x64",
    version: "4.1.0",
    integrity:
      "sha512-Z4EyG3cIFjdhlY8wI9aLUXuH8nVt7E9SlMVZtWvSPnm2sm37/yC2CwjUzyCQbJbySnef1tQwGG2Sx+uWhd9IAw==",
    bytes: 22_361_696,
    fetchName: "ffmpeg",
  },
  "darwin-aarch64": {
    name: "@ffmpeg-installer/darwin-arm64",
    version: "4.1.5",
    integrity:
      "sha512-hYqTiP63mXz7wSQfuqfFwfLOfwwFChUedeCVKkBtl/cliaTM7/ePI9bVzfZ2c+dWu3TqCwLDRWNSJ5pqZl8otA==",
    bytes: 15_712_439,
    fetchName: "ffmpeg",
  },
  "windows-x86_64": {
    name: "@ffmpeg-installer/win32-x64",
    version: "4.1.0",
    integrity:
      "sha512-Drt5u2vzDnIONf4ZEkKtFlbvwj6rI3kxw1Ck9fpudmtgaZIHD4ucsWB2lCZBXRxJgXR+2IMSti+4rtM4C4rXgg==",
    bytes: 22_202_240,
    fetchName: "ffmpeg",
  },
};

import { assertEquals, assertStringIncludes } from "@std/assert";
import { cameraAttempts, USUAL_WISHES } from "../../../lib/files/camera/camera_arguments.ts";
import { cameraError } from "../../../lib/files/camera/camera_error.ts";
import { isCamera, parseCamera } from "../../../lib/files/camera/camera_name.ts";
import {
  describeCameras,
  isLoopback,
  linuxCameras,
  parseAvfoundation,
  parseDshow,
  parseDshowOptions,
  parseV4l2Formats,
} from "../../../lib/files/camera/system_cameras.ts";
import { livePlace, whyNoOutput } from "../../../lib/files/camera/virtual_camera.ts";
import { inFolder } from "../../../lib/files/system/working_folder.ts";
import { temporaryFolder } from "../../helpers.ts";

/** What Linux tells of two cameras with two devices each, and of a virtual one. */
async function system(): Promise<{ path: string } & AsyncDisposable> {
  const folder = await temporaryFolder();
  const write = async (device: string, attributes: Record<string, string>) => {
    await Deno.mkdir(`${folder.path}/${device}`);
    for (const [name, text] of Object.entries(attributes)) {
      await Deno.writeTextFile(`${folder.path}/${device}/${name}`, `${text}\n`);
    }
  };
  await write("video0", { name: "HD Webcam: HD Webcam", index: "0" });
  await write("video1", { name: "HD Webcam: HD Webcam", index: "1" });
  await write("video2", { name: "USB Capture", index: "0" });
  await write("video3", { name: "USB Capture", index: "1" });
  await write("video10", { name: "Backdrop", index: "0", max_openers: "10", format: "" });
  return folder;
}

Deno.test("linuxCameras() gives one device a camera, in order", async () => {
  await using folder = await system();
  assertEquals(linuxCameras(folder.path), [
    { name: "HD Webcam: HD Webcam", device: "/dev/video0", isVirtual: false },
    { name: "USB Capture", device: "/dev/video2", isVirtual: false },
    { name: "Backdrop", device: "/dev/video10", isVirtual: true },
  ]);
  assertEquals(linuxCameras(`${folder.path}/none`), []);
});

Deno.test("isLoopback() knows v4l2loopback's devices", async () => {
  await using folder = await system();
  const answers = ["video10", "video0", "video9"].map((name) =>
    isLoopback(`/dev/${name}`, folder.path)
  );
  assertEquals(answers, [true, false, undefined]);
});

Deno.test({
  name: "whyNoOutput() says what makes a virtual camera",
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using folder = await system();
  assertEquals(whyNoOutput("/dev/video10", folder.path), undefined);
  assertStringIncludes(whyNoOutput("/dev/video0", folder.path)!, "is a camera that is read");
  const none = whyNoOutput("/dev/video77", folder.path)!;
  assertStringIncludes(none, "sudo modprobe v4l2loopback devices=1 video_nr=10");
  assertStringIncludes(whyNoOutput("out.mp4", folder.path)!, "no named pipe");
});

Deno.test("parseV4l2Formats() reads what ffmpeg says of a camera", () => {
  const lines = [
    "Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480 320x240",
    "Compressed:       mjpeg :          Motion-JPEG : 1280x720 640x480",
    "Raw       :     yuv420p :     Planar YUV 4:2:0 : {16-1920, 1}x{16-1080, 1}",
    "/dev/video0: Immediate exit requested",
  ];
  assertEquals(parseV4l2Formats(lines), [
    { name: "yuyv422", sizes: ["640x480", "320x240"] },
    { name: "mjpeg", sizes: ["1280x720", "640x480"] },
    { name: "yuv420p", sizes: ["{16-1920, 1}x{16-1080, 1}"] },
  ]);
});

Deno.test("parseAvfoundation() gives cameras, no screens and no microphones", () => {
  const lines = [
    "AVFoundation video devices:",
    "FaceTime HD Camera",
    "OBS Virtual Camera",
    "Capture screen 0",
    "AVFoundation audio devices:",
    "MacBook Pro Microphone",
  ];
  assertEquals(parseAvfoundation(lines), [
    { name: "FaceTime HD Camera", device: "0", isVirtual: false, formats: [] },
    { name: "OBS Virtual Camera", device: "1", isVirtual: false, formats: [] },
  ]);
});

Deno.test("parseDshow() reads what old and new ones of ffmpeg say", () => {
  const camera = { name: "HP Camera", device: "HP Camera", isVirtual: false, formats: [] };
  const now = [`"HP Camera" (video)`, `  Alternative name "@device"`, `"Microphone" (audio)`];
  assertEquals(parseDshow(now), [camera]);
  const before = [
    "DirectShow video devices (some may be both video and audio devices)",
    ` "HP Camera"`,
    "DirectShow audio devices",
    ` "Microphone"`,
  ];
  assertEquals(parseDshow(before), [camera]);
  const options = [
    "  pixel_format=yuyv422  min s=640x480 fps=5 max s=640x480 fps=30",
    "  vcodec=mjpeg  min s=1280x720 fps=15 max s=1280x720 fps=30.0003",
    "  vcodec=mjpeg  min s=1280x720 fps=15 max s=1280x720 fps=30.0003",
  ];
  assertEquals(parseDshowOptions(options), [
    { name: "yuyv422", sizes: ["640x480 at 30"] },
    { name: "mjpeg", sizes: ["1280x720 at 30"] },
  ]);
});

Deno.test("describeCameras() gives what opens each", () => {
  const formats = [{ name: "mjpeg", sizes: ["1280x720", "640x480"] }];
  const cameras = [
    { name: "HD Webcam", device: "/dev/video0", isVirtual: false, formats },
    { name: "Backdrop", device: "/dev/video10", isVirtual: true, formats: [] },
  ];
  assertEquals(
    describeCameras(cameras),
    "camera:/dev/video0  HD Webcam\n  mjpeg: 1280x720 640x480\n" +
      "camera:/dev/video10  Backdrop, a virtual camera: -o writes to it\n",
  );
});

Deno.test("parseCamera() tells files, devices and names apart", async () => {
  await using folder = await temporaryFolder();
  await inFolder(folder.path, async () => {
    assertEquals([isCamera("camera"), isCamera("camera:x"), isCamera("camera.mp4")], [
      true,
      true,
      false,
    ]);
    await Deno.writeTextFile(`${folder.path}/clip.mp4`, "");
    assertEquals(parseCamera("camera"), { kind: "first" });
    assertEquals(parseCamera("camera:list"), { kind: "list" });
    assertEquals(parseCamera("camera:clip.mp4"), { kind: "file", path: "clip.mp4" });
    assertEquals(parseCamera("camera:HD Webcam"), { kind: "device", device: "HD Webcam" });
    // A file of that name is what is meant.
    await Deno.writeTextFile(`${folder.path}/camera`, "");
    assertEquals(isCamera("camera"), false);
  });
});

Deno.test("cameraAttempts() asks for MJPEG first, and for nothing in the end", () => {
  const open = (os: typeof Deno.build.os, device: string) =>
    cameraAttempts(device, USUAL_WISHES, os).map((args) =>
      args.slice(args.indexOf("-f")).join(" ")
    );
  assertEquals(open("linux", "2"), [
    "-f v4l2 -input_format mjpeg -video_size 1280x720 -framerate 30 -i /dev/video2",
    "-f v4l2 -video_size 1280x720 -framerate 30 -i /dev/video2",
    "-f v4l2 -i /dev/video2",
  ]);
  assertEquals(open("darwin", "0"), [
    "-f avfoundation -framerate 30 -video_size 1280x720 -i 0:none",
    "-f avfoundation -framerate 30 -i 0:none",
    "-f avfoundation -framerate 30 -i 0:none",
  ]);
  assertEquals(
    open("windows", "HP Camera")[0].split(" -rtbufsize")[0],
    "-f dshow -vcodec mjpeg -video_size 1280x720 -framerate 30",
  );
});

Deno.test("cameraError() says in one line what helps", () => {
  const saying = (error: string) =>
    cameraError("camera:0", { errors: [error], reason: error }, "linux");
  const told: [string, string, string][] = [
    ["Cannot open video device /dev/video0: Permission denied", "denied", "usermod -aG video"],
    ["ioctl(VIDIOC_STREAMON): Device or resource busy", "busy", "another program uses it"],
    ["Cannot open video device /dev/video0: No such file or directory", "none", "camera:list"],
    ["Not a video capture device.", "none", "camera:list"],
    ["Input/output error", "other", `ffmpeg says "Input/output error"`],
  ];
  for (const [error, trouble, help] of told) {
    assertEquals(saying(error).trouble, trouble);
    assertStringIncludes(saying(error).message, help);
    assertEquals(saying(error).message.includes("\n"), false);
  }
});

Deno.test({
  name: "livePlace() knows windows, devices and pipes",
  ignore: Deno.build.os === "windows",
}, async () => {
  await using folder = await temporaryFolder();
  await inFolder(folder.path, async () => {
    await new Deno.Command("mkfifo", { args: [`${folder.path}/pipe`] }).output();
    assertEquals(livePlace("preview"), { to: "preview" });
    for (const name of ["/dev/video10", "camera:/dev/video10", "camera:10"]) {
      assertEquals(livePlace(name), { to: "device", path: "/dev/video10" });
    }
    for (const name of ["pipe", "camera:pipe"]) {
      assertEquals(livePlace(name), { to: "pipe", path: "pipe" });
    }
    assertEquals(["out.mp4", "-", "preview/"].map(livePlace), [undefined, undefined, undefined]);
  });
});

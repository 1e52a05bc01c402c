/**
 * The buttons below the picture that belong to its source, and the bar of a video.
 *
 * @module
 */

import type { Choices } from "./choices.ts";
import { byId, type Followed, icon, iconButton, make, setShown } from "./elements.ts";
import { cameraSizes, pageCameras } from "./sources/camera_source.ts";
import type { Sources } from "./sources/sources.ts";

/** Steps of the bar of a video. */
const STEPS = 1000;

/** Make buttons and bar. */
export function addDock(choices: Followed<Choices>, sources: Sources): void {
  const camera = iconButton("camera", "Camera", { id: "toggle-camera", title: "Key S" });
  camera.addEventListener("click", () => toggleCamera(sources));
  const open = iconButton("open", "Open file", {
    id: "open-file",
    title: "A video or picture (O); it can be dropped here, too",
    onclick: () => byId("file-input").click(),
  });
  const mirror = iconButton("mirror", "Mirror", { id: "mirror", title: "--mirror (M)" });
  mirror.addEventListener("click", () => toggleMirror(choices));
  choices.follow((now) => mirror.setAttribute("aria-pressed", String(now.mirror)));
  byId("source-buttons").append(camera, open, mirror, cameraSettings(sources));
  sources.state.follow(({ kind }) => {
    const isOn = kind === "camera";
    camera.replaceChildren(
      icon(isOn ? "stop" : "camera"),
      make("span", { text: isOn ? "Stop camera" : "Start camera" }),
    );
  });
  addTransport(sources);
}

/** Start the camera, or stop it. */
export function toggleCamera(sources: Sources): void {
  if (sources.state.value.kind === "camera") sources.stop();
  else void sources.startCamera();
}

/** Left is right, or not. */
export function toggleMirror(choices: Followed<Choices>): void {
  choices.set({ ...choices.value, mirror: !choices.value.mirror });
}

/** Which camera, and its size. */
function cameraSettings(sources: Sources): HTMLElement {
  const device = make<HTMLSelectElement>("select", { id: "camera-device" });
  const size = make<HTMLSelectElement>(
    "select",
    { id: "camera-size" },
    ...cameraSizes.map((value) => make("option", { value, text: value.replace("x", " × ") })),
  );
  device.addEventListener("change", () => void sources.changeCamera({ deviceId: device.value }));
  size.addEventListener("change", () => void sources.changeCamera({ size: size.value }));
  const update = async () => {
    const { value } = sources.state;
    if (value.kind !== "camera") return;
    const cameras = await pageCameras();
    device.replaceChildren(
      ...cameras.map(({ deviceId, label }, i) =>
        make("option", { value: deviceId, text: label || `Camera ${i + 1}` })
      ),
    );
    device.value = value.deviceId;
    size.value = sources.wish.value.size;
  };
  navigator.mediaDevices?.addEventListener?.("devicechange", () => void update());
  const summary = make(
    "summary.button",
    { title: "Which camera, and its size", "aria-label": "Camera settings" },
    icon("gear"),
  );
  const field = (text: string, select: HTMLElement) =>
    make("label.field", {}, make("span", { text }), select);
  const fields = make("div", {}, field("Camera", device), field("Size", size));
  const popover = make<HTMLDetailsElement>("details.popover", {}, summary, fields);
  closeOutside(popover);
  sources.state.follow(({ kind }) => {
    setShown(popover, kind === "camera");
    void update();
  });
  return popover;
}

/** Escape, and a click elsewhere, close it. */
function closeOutside(popover: HTMLDetailsElement): void {
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Node && !popover.contains(target)) popover.open = false;
  });
  popover.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !popover.open) return;
    popover.open = false;
    popover.querySelector("summary")?.focus();
  });
}

/** The video that plays, if one does. */
function playing(sources: Sources): HTMLVideoElement | undefined {
  const { value } = sources.state;
  if (value.kind !== "file" || value.source.opened.kind !== "video") return undefined;
  return value.source.opened.video;
}

/** Play on, or stand still. */
export function togglePause(sources: Sources): void {
  const video = playing(sources);
  if (video?.paused) void video.play();
  else video?.pause();
}

/** Go on some seconds, or back. */
export function seekBy(sources: Sources, seconds: number): void {
  const video = playing(sources);
  if (video === undefined) return;
  video.currentTime = Math.min(video.duration, Math.max(0, video.currentTime + seconds));
}

function addTransport(sources: Sources): void {
  const pause = byId("pause");
  const seek = byId<HTMLInputElement>("seek");
  pause.addEventListener("click", () => togglePause(sources));
  seek.addEventListener("input", () => {
    const video = playing(sources);
    if (video !== undefined) video.currentTime = video.duration * Number(seek.value) / STEPS;
  });
  const update = () => {
    const video = playing(sources);
    if (video === undefined) return;
    const { paused, currentTime, duration } = video;
    pause.replaceChildren(icon(paused ? "play" : "pause"));
    pause.setAttribute("aria-label", paused ? "Play" : "Pause");
    seek.value = String(Math.round(STEPS * currentTime / (duration || 1)));
    seek.setAttribute("aria-valuetext", `${shownTime(currentTime)} of ${shownTime(duration)}`);
    byId("time").textContent = `${shownTime(currentTime)} / ${shownTime(duration)}`;
  };
  sources.state.follow(() => {
    const video = playing(sources);
    setShown(byId("transport"), video !== undefined);
    for (const event of ["play", "pause", "timeupdate", "seeked"]) {
      video?.addEventListener(event, update);
    }
    update();
  });
}

/** Seconds as 1:05. */
function shownTime(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.floor(seconds) : 0;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

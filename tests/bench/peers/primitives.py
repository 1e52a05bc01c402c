#!/usr/bin/env python3
"""Native OpenCV for primitives.ts: times one call for each line on stdin.

usage: primitives.py THREADS FOLDER     (THREADS: a number, or "default")

FOLDER has a.rgba and b.rgba, 1920 × 1080. First answers with the version and the number of
threads; then for each line "OPERATION CHANNELS" with the milliseconds that the call itself took.
"""
import sys
import time

import cv2
import numpy as np

WIDTH, HEIGHT = 1920, 1080


def operations(a, b, gray, mask):
    """By name, for one number of channels: results go into arrays that are there already."""
    frame = a.copy()
    level = gray.copy()
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    inside = (470 - np.hypot(x - WIDTH / 2, y - HEIGHT / 2)) / 12
    soft = (255 * np.clip(inside, 0, 1)).astype(np.uint8)
    found = {
        "absdiff": lambda: cv2.absdiff(a, b, frame),
        "copyMasked": lambda: cv2.copyTo(a, mask, frame),
        "threshold": lambda: cv2.threshold(gray, 127, 255, cv2.THRESH_BINARY, level),
    }
    if a.ndim == 2:
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
        found["dilate"] = lambda: cv2.dilate(a, disc, level)
        found["medianBlur"] = lambda: cv2.medianBlur(a, 3, level)
        found["gaussianBlur"] = lambda: cv2.GaussianBlur(a, (11, 11), 0, level)
        found["connectedComponents"] = lambda: cv2.connectedComponentsWithStats(soft)
        left = cv2.blur(a, (3, 3), borderType=cv2.BORDER_REPLICATE)
        right, blocks = np.roll(left, -20), cv2.StereoBM_create(64, 21)
        found["stereoBlockMatch"] = lambda: blocks.compute(left, right)
        paths = [cv2.StereoSGBM_create(0, 64, 5, 200, 800, mode=mode) for mode in (0, 2)]
        found["stereoSemiGlobal"] = lambda: paths[0].compute(left, right)
        found["stereoSemiGlobal3"] = lambda: paths[1].compute(left, right)
        found["boxBlur"] = lambda: cv2.blur(a, (11, 11), level, borderType=cv2.BORDER_REPLICATE)
    if a.ndim == 2 or a.shape[2] == 3:
        found["guidedFilter"] = lambda: cv2.ximgproc.guidedFilter(a, soft, 8, 65.025, level)
    if a.ndim == 3:
        code = cv2.COLOR_RGBA2GRAY if a.shape[2] == 4 else cv2.COLOR_RGB2GRAY
        camera = np.array([[1600, 0, WIDTH / 2], [0, 1600, HEIGHT / 2], [0, 0, 1.0]])
        lens = np.array([-0.28, 0.07, 0, 0])
        places = cv2.initUndistortRectifyMap(camera, lens, None, camera, (WIDTH, HEIGHT), cv2.CV_32FC1)
        edge = cv2.BORDER_REPLICATE
        found["remap"] = lambda: cv2.remap(a, *places, cv2.INTER_LINEAR, frame, edge)
        found["grayscale"] = lambda: cv2.cvtColor(a, code, level)
    for width, height in ((640, 360), (960, 540), (1280, 720), (1280, 800)):
        size = width, height
        small = cv2.resize(a, size, interpolation=cv2.INTER_AREA)
        found[f"shrink {width}"] = lambda size=size, out=small.copy(): cv2.resize(
            a, size, out, 0, 0, cv2.INTER_AREA
        )
        found[f"enlarge {width}"] = lambda small=small: cv2.resize(
            small, (WIDTH, HEIGHT), frame, 0, 0, cv2.INTER_AREA
        )
    return found


def time_of(work):
    """Milliseconds of the last of some calls in a row, as timeOf() in primitives.ts."""
    begin = time.perf_counter()
    for _ in range(10):
        start = time.perf_counter()
        work()
        end = time.perf_counter()
        if end - begin > 0.03:
            break
    return (end - start) * 1000


def main(threads, folder):
    if threads != "default":
        cv2.setNumThreads(int(threads))
    frames = [
        np.fromfile(f"{folder}/{name}.rgba", np.uint8).reshape(HEIGHT, WIDTH, 4) for name in "ab"
    ]
    gray = cv2.cvtColor(frames[0], cv2.COLOR_RGBA2GRAY)
    mask = cv2.threshold(gray, 127, 255, cv2.THRESH_BINARY)[1]
    colours = [np.ascontiguousarray(frame[..., :3]) for frame in frames]
    by_channels = {
        "4": operations(*frames, gray, mask),
        "3": operations(*colours, gray, mask),
        "1": operations(gray, mask, gray, mask),
    }
    print(cv2.__version__, cv2.getNumThreads(), flush=True)
    for line in sys.stdin:
        name, channels = line.rstrip().rsplit(" ", 1)
        print(time_of(by_channels[channels][name]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

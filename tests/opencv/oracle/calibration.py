"""OpenCV's answers about calibrated cameras, for oracle.py."""
import os
import tempfile

import cv2
import numpy as np

CAMERAS = 120
MAPS = 60
REMAPS = 200
PLACES = 80
LEVELS = 200


def camera(rng, w, h):
    """A camera as hands make them, and coefficients that a lens may have."""
    f = rng.uniform(0.5, 2) * w
    matrix = np.array([[f, 0, w * rng.uniform(0.4, 0.6)], [0, f * rng.uniform(0.97, 1.03), h * rng.uniform(0.4, 0.6)], [0, 0, 1]])
    count = int(rng.choice([0, 4, 5, 8, 12, 14]))
    scale = np.array([0.2, 0.1, 2e-3, 2e-3, 0.02, 0.05, 0.02, 0.01, 2e-3, 2e-3, 2e-3, 2e-3, 0.03, 0.03])
    return matrix, (rng.normal(0, 0.5, 14) * scale)[:count]


def pair(rng):
    w, h = int(rng.integers(40, 700)), int(rng.integers(40, 500))
    m1, d1 = camera(rng, w, h)
    m2, d2 = camera(rng, w, h)
    r = cv2.Rodrigues(rng.normal(0, rng.choice([0, 1e-7, 0.02, 0.1]), 3))[0]
    t = np.array([-rng.uniform(0.05, 80), *rng.normal(0, 0.01, 2)])
    return w, h, m1, d1, m2, d2, r, t


def doubles(*arrays):
    return [np.ascontiguousarray(a, np.float64).reshape(-1).view(np.uint8) for a in arrays]


def written(extension, values):
    """A file as FileStorage writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "calibration." + extension)
        storage = cv2.FileStorage(path, cv2.FILE_STORAGE_WRITE)
        for key, value in values.items():
            storage.write(key, value)
        storage.release()
        with open(path) as file:
            return file.read()


def rectified(rng, turned=False):
    """A pair with its rectification; lenses that fold the picture at its edge have none."""
    while True:
        w, h, m1, d1, m2, d2, r, t = pair(rng)
        if turned:
            t = rng.permutation(t) * rng.choice([-1, 1])
        alpha = float(rng.choice([-1, -1, 0, 0, 1, rng.uniform()]))
        flags = int(rng.choice([0, cv2.CALIB_ZERO_DISPARITY]))
        answer = cv2.stereoRectify(m1, d1, m2, d2, (w, h), r, t, flags=flags, alpha=alpha)[:5]
        zoom = answer[2][0, 0] / m1[0, 0]
        if all(np.isfinite(a).all() for a in answer) and 0.1 < zoom < 10:
            return (w, h, m1, d1, m2, d2, r, t), alpha, flags, answer


def calibrations(rng, emit):
    for i in range(CAMERAS):
        # Vertical pairs, and cameras in the other order: only stereoRectify takes them.
        turned = i % 6 == 5
        (w, h, m1, d1, m2, d2, r, t), alpha, flags, answer = rectified(rng, turned)
        values = dict(M1=m1, M2=m2, R=r, T=t, image_width=w, image_height=h, rms=0.25, made='"by" <hand>: & #1')
        if len(d1):
            values["D1"] = d1
        if len(d2):
            values["D2"] = d2
        header = dict(op="rectify", width=w, height=h, alpha=alpha, zero=flags != 0, turned=bool(turned))
        texts = {kind: written(kind, values) for kind in ("yml", "xml", "json")}
        known = dict(zip(["R1", "R2", "P1", "P2", "Q"], answer))
        texts["whole"] = written(["yml", "xml", "json"][i % 3], {**values, **known})
        header["texts"] = texts
        emit(header, *doubles(m1, d1, m2, d2, r, t), *doubles(*answer))


def maps(rng, emit):
    for _ in range(MAPS):
        (w, h, m1, d1, *_), _, _, (r1, _, p1, *_) = rectified(rng)
        dw, dh = int(rng.integers(1, 300)), int(rng.integers(1, 200))
        projection = p1 if rng.integers(2) else p1[:, :3]
        x, y = cv2.initUndistortRectifyMap(m1, d1, r1, projection, (dw, dh), cv2.CV_32FC1)
        emit(dict(op="map", width=dw, height=dh), *doubles(m1, d1, r1, projection), x.view(np.uint8), y.view(np.uint8))


def remaps(rng, emit, noise):
    for i in range(REMAPS):
        w, h = (int(side) for side in rng.integers(1, 90, 2))
        dw, dh = (int(side) for side in rng.integers(1, 90, 2))
        channels = (1, 4)[i % 2]
        source = noise(rng, h, w, channels)
        x = np.linspace(-2, w + 1, dw)[None, :] + rng.normal(0, rng.choice([0, 0.2, 3]), (dh, dw))
        y = np.linspace(-2, h + 1, dh)[:, None] + rng.normal(0, rng.choice([0, 0.2, 3]), (dh, dw))
        if i % 3 == 0:
            # Halves of 32nds, and what no picture holds.
            x, y = np.round(x * 64) / 64, np.round(y * 64) / 64
        x, y = x.astype(np.float32), y.astype(np.float32)
        if i % 10 == 0:
            x.flat[rng.integers(x.size)] = rng.choice([1e9, -1e9, 4e4, -4e4])
        for name, border in dict(replicate=cv2.BORDER_REPLICATE, transparent=cv2.BORDER_CONSTANT).items():
            answer = cv2.remap(source, x, y, cv2.INTER_LINEAR, borderMode=border)
            header = dict(op="remap", source=[w, h], width=dw, height=dh, channels=channels, border=name)
            emit(header, source, x.view(np.uint8), y.view(np.uint8), answer)


def places(rng, emit):
    for i in range(PLACES):
        w, h = (int(side) for side in rng.integers(1, 60, 2))
        disparity = (rng.integers(-16, 16 * 70, (h, w)) / 16).astype(np.float32)
        if i % 2:
            disparity = rng.normal(30, 20, (h, w)).astype(np.float32)
        q = np.array([[1, 0, 0, -w * rng.uniform()], [0, 1, 0, -h * rng.uniform()], [0, 0, 0, rng.uniform(100, 900)], [0, 0, rng.uniform(0.1, 30), rng.choice([0, rng.normal()])]])
        if i % 4 == 0:
            q = rng.normal(0, 1, (4, 4))
        missing = bool(i % 3 == 0)
        answer = cv2.reprojectImageTo3D(disparity, q, handleMissingValues=missing)
        emit(dict(op="reproject", width=w, height=h, missing=missing), disparity.view(np.uint8), *doubles(q), answer.view(np.uint8))


def thresholds(rng, emit, noise):
    for i in range(LEVELS):
        w, h = (int(side) for side in rng.integers(1, 90, 2))
        gray = noise(rng, h, w)
        if i % 2:
            near = rng.random((h, w)) < rng.uniform(0.02, 0.9)
            far, close = rng.uniform(0, 255, 2)
            gray = np.clip(rng.normal(np.where(near, close, far), rng.choice([0, 3, 20])), 0, 255).astype(np.uint8)
        level, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        emit(dict(op="otsu", width=w, height=h, level=level), gray)


def calibration_cases(rng, emit, noise):
    calibrations(rng, emit)
    maps(rng, emit)
    remaps(rng, emit, noise)
    places(rng, emit)
    thresholds(rng, emit, noise)

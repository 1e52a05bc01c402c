"""Random pairs of pictures with their disparities by cv2.StereoSGBM."""
import cv2
import numpy as np

MODES = {
    "sgbm": cv2.StereoSGBM_MODE_SGBM,
    "3way": cv2.StereoSGBM_MODE_SGBM_3WAY,
    "hh": cv2.StereoSGBM_MODE_HH,
    "hh4": cv2.StereoSGBM_MODE_HH4,
}


def pair(rng, w, h, channels, least, depth):
    """A textured scene of some planes, seen by two eyes, with noise; or no scene at all."""
    kind = rng.integers(6)
    shape = (h, w, channels) if channels > 1 else (h, w)
    if kind == 0:
        high = int(rng.choice([2, 4, 256]))
        both = rng.integers(0, high, (2, *shape), dtype=np.uint8)
        return both * np.uint8(255 // (high - 1))
    margin = abs(least) + depth
    coarse = int(rng.integers(1, 6))
    wide = (h, w + 2 * margin, channels) if channels > 1 else (h, w + 2 * margin)
    world = rng.integers(0, 256, wide, dtype=np.uint8)
    if coarse > 1:
        world = cv2.blur(world, (coarse, coarse)).reshape(wide)
    disparity = np.full((h, w), int(rng.integers(least, least + depth)))
    for _ in range(int(rng.integers(0, 4))):
        x, y = int(rng.integers(w)), int(rng.integers(h))
        disparity[y : y + h // 2 + 1, x : x + w // 3 + 1] = int(rng.integers(least, least + depth))
    columns = np.arange(w)[None, :] + margin
    rows = np.arange(h)[:, None]
    left, right = world[rows, columns + 0 * disparity], world[rows, columns + disparity]
    if kind == 1:
        left, right = right, left
    noise = int(rng.choice([0, 3, 40]))
    spread = lambda eye: np.clip(eye + rng.integers(-noise, noise + 1, shape), 0, 255).astype(np.uint8)
    return np.stack([spread(left), spread(right)])


def options(rng):
    """Every parameter, each often at its default, and now and then so large that costs saturate."""
    usual = lambda *values: int(rng.choice(values))
    p1 = usual(0, 1, 8, 50, 200, 600, 3000, 15000, 32766)
    return dict(
        minDisparity=usual(0, 0, 0, -40, -16, -3, 1, 2, 7, 30),
        numDisparities=16 * usual(1, 1, 2, 3, 5),
        blockSize=usual(0, 1, 2, 3, 3, 4, 5, 5, 7, 11, 21, 35),
        p1=p1,
        p2=min(usual(0, 1, 32, 200, 900, 2400, 12000, 32767), 32767),
        disp12MaxDiff=usual(0, 0, -1, 1, 2, 5, 100),
        preFilterCap=usual(0, 0, 10, 16, 31, 63, 97, 126, 128, 200),
        uniquenessRatio=usual(0, 0, -1, 1, 5, 10, 15, 40, 99),
        speckleWindowSize=usual(0, 0, 1, 5, 40),
        speckleRange=usual(0, 1, 2, 5),
        mode=str(rng.choice(list(MODES))),
    )


def match(left, right, o):
    names = dict(p1="P1", p2="P2")
    values = {names.get(name, name): value for name, value in o.items()}
    return cv2.StereoSGBM_create(**{**values, "mode": MODES[o["mode"]]}).compute(left, right)


def stereo_sgbm_cases(rng, emit, count=900):
    cv2.setNumThreads(1)
    for i in range(count):
        o = options(rng)
        least, depth = o["minDisparity"], o["numDisparities"]
        channels = (1, 1, 3)[i % 3]
        # OpenCV reads beyond its arrays where fewer columns have all disparities than a block is wide,
        # and aborts in 3WAY where none has.
        narrow = max(least + depth, 0) - min(least, 0) + max(o["blockSize"], 5) // 2 + 1
        w = narrow + int(rng.integers(0, rng.choice([3, 30, 90])))
        if i % 50 == 0 and o["mode"] != "3way":
            w = int(rng.integers(1, max(least + depth, 0) - min(least, 0) + 1) if least + depth > 0 else 1)
        h = int(rng.integers(1, rng.choice([4, 20, 60]) + 1))
        left, right = pair(rng, w, h, channels, least, depth)
        disparity = match(left, right, o)
        emit(dict(op="stereo_sgbm", options=o, width=w, height=h, channels=channels), left, right,
             disparity.astype("<i2").view(np.uint8))

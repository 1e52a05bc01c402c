"""Seeded random stereo pairs, with StereoBM's and filterSpeckles' answers: oracle.py's question stereo_bm."""
import cv2
import numpy as np

# Sides of the window of PREFILTER_NORMALIZED_RESPONSE for which OpenCV's table is too short: it then reads
# what lies beside it.
TOO_SHORT = {51, *range(73, 90, 2)}


def textured(rng, w, h):
    """Noise of one grain, all levels; at times with flat parts, or only black and white."""
    sigma = float(rng.choice([0.01, 0.7, 2]))
    gray = cv2.GaussianBlur(rng.integers(0, 256, (h, w), dtype=np.uint8), (0, 0), sigma)
    gray = cv2.normalize(gray, None, 0, 255, cv2.NORM_MINMAX)
    if rng.random() < 0.3:
        x, y = int(rng.integers(w)), int(rng.integers(h))
        gray[y : y + h // 2, x : x + w // 2] = rng.integers(256)
    return (gray > 127).astype(np.uint8) * np.uint8(255) if rng.random() < 0.15 else gray


def pair(rng, w, h, low, high):
    """A scene of bands at some disparities, with noise; at times two pictures of nothing in common."""
    if rng.random() < 0.1:
        return textured(rng, w, h), textured(rng, w, h)
    scene = textured(rng, w + 2 * abs(high) + 64, h)
    left, right = scene[:, :w].copy(), np.empty((h, w), np.uint8)
    y = 0
    while y < h:
        end = y + int(rng.integers(1, h + 1))
        shift = int(np.clip(rng.integers(low - 4, high + 5), 1 - w, w - 1))
        right[y:end] = np.roll(left[y:end], -shift, 1)
        y = end
    noise = rng.integers(-2, 3, (2, h, w)) * int(rng.integers(0, 2))
    return [np.clip(eye + part, 0, 255).astype(np.uint8) for eye, part in zip((left, right), noise)]


def parameters(rng):
    """Every parameter of StereoBM: its default as often as something else."""
    some = lambda usual, *other: usual if rng.random() < 0.4 else rng.choice(other)
    values = dict(
        numDisparities=some(64, 16, 16, 32, 48, 80, 144),
        blockSize=some(rng.choice([5, 7, 9]), 11, 15, 21, 23, 31, 51),
        minDisparity=some(0, 1, 7, -3, -20, -70, int(rng.integers(-200, 100))),
        preFilterSize=some(9, 5, 7, 21, 63, 255, int(rng.integers(2, 36)) * 2 + 1),
        preFilterCap=some(31, 1, 5, 32, 63, int(rng.integers(1, 64))),
        textureThreshold=some(10, 0, 500, 3000, 40000),
        uniquenessRatio=some(15, 0, 1, 60, 300, 200000),
        speckleWindowSize=some(0, -1, 1, 20, 100),
        speckleRange=some(0, -1, 3, 16, 32),
        disp12MaxDiff=some(-1, 0, 1, 3, 20),
    )
    values = {name: int(value) for name, value in values.items()}
    if values["disp12MaxDiff"] >= 0:
        # Beyond, OpenCV writes costs of 32 bits into rows of 16; what it compares differs by its threads.
        values.update(preFilterCap=min(values["preFilterCap"], 31), blockSize=min(values["blockSize"], 21))
    return dict(values, preFilterType=("xsobel", "normalized")[int(rng.random() < 0.4)])


def matched(left, right, values):
    """What StereoBM.compute gives, by the parameters' names."""
    matcher = cv2.StereoBM_create()
    constants = dict(
        xsobel=cv2.StereoBM_PREFILTER_XSOBEL, normalized=cv2.StereoBM_PREFILTER_NORMALIZED_RESPONSE
    )
    for name, value in values.items():
        getattr(matcher, "set" + name[0].upper() + name[1:])(constants.get(value, value))
    return matcher.compute(left, right)


def is_defined(w, h, values):
    """Whether OpenCV says something: some of its memory is never written, some is not its own."""
    most = values["minDisparity"] + values["numDisparities"] - 1
    if max(most, 0) < w <= max(most, 0) + values["blockSize"] // 2 * 2:
        return False
    size = values["preFilterSize"]
    return values["preFilterType"] == "xsobel" or (size // 2 <= h and size not in TOO_SHORT)


def cases(rng):
    """Headers and parts."""
    for i in range(500):
        values = parameters(rng)
        least = values["blockSize"] + 1
        w, h = (least + int(rng.integers(rng.choice([3, 40, 300]))) for _ in range(2))
        if rng.random() < 0.6:
            w += max(values["minDisparity"] + values["numDisparities"], 0)
        if i % 50 == 0:
            # So many rows that OpenCV makes stripes of them.
            w, h = w + 300, h + 400
        if not is_defined(w, h, values):
            continue
        high = values["minDisparity"] + values["numDisparities"] - 1
        left, right = pair(rng, w, h, values["minDisparity"], high)
        # Above 0, a thread's last row overflows into the first one of the next thread, before or after
        # that is written: two threads differ from one, and from themselves.
        answers = []
        for threads in (1, 1 if values["minDisparity"] > 0 else -1):
            cv2.setNumThreads(threads)
            answers.append(matched(left, right, values))
        sixteenths = answers[0].view(np.uint8), answers[1].view(np.uint8)
        yield dict(op="stereoBlockMatch", options=values, width=w, height=h), left, right, *sixteenths
    for i in range(200):
        w, h = (1, 1) if i < 2 else (int(rng.integers(1, rng.choice([4, 20, 90]))) for _ in range(2))
        steps = int(rng.choice([2, 5, 40]))
        disparity = (rng.integers(0, steps, (h, w)) * int(rng.choice([1, 7, 16]))).astype(np.int16)
        if i % 3 == 0:
            disparity = cv2.medianBlur(disparity, 3)
        disparity[rng.random((h, w)) < rng.choice([0, 0.2])] = -16
        options = dict(maxSpeckleSize=int(rng.choice([0, 1, 5, 60])), maxDiff=int(rng.choice([0, 3, 16, 40])))
        clean, _ = cv2.filterSpeckles(disparity.copy(), -16, *options.values())
        header = dict(op="filterSpeckles", options=options, width=w, height=h)
        yield header, disparity.view(np.uint8), clean.view(np.uint8)

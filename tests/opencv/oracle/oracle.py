#!/usr/bin/env python3
"""OpenCV's and numpy's answers to seeded random questions, as a stream on stdout: what oracle.ts reads.

usage: oracle.py pixels SEED            resize by INTER_AREA and INTER_LINEAR, absdiff, gray, threshold, copyTo
       oracle.py blurs SEED             blur of one channel, once and twice
       oracle.py morphology SEED        dilate, erode, open, close with elements of three shapes
       oracle.py guided SEED            the guided filter, from its paper, and by ximgproc
       oracle.py components SEED        connectedComponentsWithStats, and masks made of it
       oracle.py smoothing SEED         medianBlur, GaussianBlur, accumulateWeighted
       oracle.py translate SEED         warpAffine by translations
       oracle.py mirror SEED            flip, left to right
       oracle.py stereo_bm SEED         StereoBM's disparities, and filterSpeckles
       oracle.py features SEED          warpPerspective, and corners by FAST
       oracle.py stereo_sgbm SEED       StereoSGBM, in its four modes
       oracle.py jpegs SEED FOLDER      JPEG files by imwrite, with imread's pixels
       oracle.py encode SEED            pictures, with imwrite's JPEG files
       oracle.py mog2 SEED              a clip's masks by createBackgroundSubtractorMOG2
       oracle.py knn SEED               the same by createBackgroundSubtractorKNN
       oracle.py metrics SEED           pairs of mattes, with numpy's metrics of them
       oracle.py calibration SEED       stereoRectify, its maps, remap, reprojectImageTo3D, Otsu's threshold
       oracle.py read FLAG FILE...      imread's pixels; FLAG is IMREAD_COLOR or another

One case: length of the header (uint32, little-endian), header (JSON; its "parts" are the lengths
of the parts), parts: the arrays asked about, then the answer.
"""
import json
import pathlib
import struct
import sys
import tempfile

import cv2
import numpy as np

sys.dont_write_bytecode = True
import stereo_bm
from calibration import calibration_cases
from stereo_sgbm import stereo_sgbm_cases

# How many cases of each way to resize.
PATHS = {
    "equal": 200,
    "halved": 300,
    "whole": 400,
    "almost whole": 200,
    "shrunk": 500,
    "mixed": 400,
    "enlarged": 500,
    "long": 200,
}
GROWTHS = ["dilate", "erode", "open", "close"]
EPSILON = np.finfo(float).eps


def emit(header, *parts):
    parts = [np.ascontiguousarray(part, np.uint8).tobytes() for part in parts]
    text = json.dumps({**header, "parts": [len(part) for part in parts]}).encode()
    sys.stdout.buffer.write(b"".join([struct.pack("<I", len(text)), text, *parts]))


def side(rng, limit=300):
    """Small sides as often as middle and large ones."""
    return int(rng.integers(1, min(limit, rng.choice([8, 60, 300])) + 1))


def noise(rng, *shape):
    """All levels, only the ends, or few levels close together: halves to round come up often."""
    low, high = [(0, 256), (0, 2), (0, 4)][rng.choice(3, p=[0.6, 0.2, 0.2])]
    levels = rng.integers(low, high, shape, dtype=np.uint8)
    return levels * np.uint8(255) if high == 2 else levels


def path_of(sw, sh, dw, dh):
    """Which way OpenCV goes; "almost whole" is a whole factor that 1 / (dw / sw) misses."""
    if (sw, sh) == (dw, dh):
        return "equal"
    scales = 1 / (dw / sw), 1 / (dh / sh)
    if min(scales) < 1:
        return "mixed" if max(scales) > 1 else "enlarged"
    if sw % dw or sh % dh:
        return "shrunk"
    if any(abs(scale - round(scale)) >= EPSILON for scale in scales):
        return "almost whole"
    return "halved" if scales == (2, 2) else "whole"


def sizes(rng, path):
    """Two sizes that take a path."""
    while True:
        sw, sh, dw, dh = (side(rng) for _ in range(4))
        if path == "equal":
            dw, dh = sw, sh
        elif path in ("halved", "whole", "almost whole"):
            low, high = {"halved": (2, 2), "whole": (1, 12), "almost whole": (1, 300)}[path]
            fx, fy = (rng.integers(low, max(low, min(high, 300 // to)) + 1) for to in (dw, dh))
            sw, sh = dw * int(fx), dh * int(fy)
        if max(sw, sh) <= 300 and path_of(sw, sh, dw, dh) == path:
            return sw, sh, dw, dh


def long_sizes(rng):
    """Two sizes of strips: with some thousand pixels, tiny shares and halves of 1/2048 come up."""
    source, to = (int(rng.choice([4096, rng.integers(1000, 5000)])) for _ in range(2))
    thick, thin = sorted(rng.integers(1, 4, 2), reverse=True)
    pair = [(source, int(thick)), (to, int(thin))]
    (sw, sh), (dw, dh) = pair if rng.integers(2) else [size[::-1] for size in pair]
    return sw, sh, dw, dh


def resize_cases(rng):
    for path, count in PATHS.items():
        for i in range(count):
            sw, sh, dw, dh = long_sizes(rng) if path == "long" else sizes(rng, path)
            channels = (1, 3, 4)[i % 3]
            source = noise(rng, sh, sw, channels)
            resized = cv2.resize(source, (dw, dh), interpolation=cv2.INTER_AREA)
            header = dict(op="resize", path=path, source=[sw, sh], size=[dw, dh], channels=channels)
            emit(header, source, resized)
            resized = cv2.resize(source, (dw, dh), interpolation=cv2.INTER_LINEAR)
            emit({**header, "op": "resizeLinear"}, source, resized)


def other_cases(rng):
    for _ in range(200):
        w, h = side(rng), side(rng)
        level = float(np.round(rng.uniform(-20, 280), rng.choice([0, 1])))
        a, b, gray = noise(rng, h, w, 3), noise(rng, h, w, 3), noise(rng, h, w)
        size = dict(width=w, height=h)
        emit(dict(op="absdiff", **size), a, b, cv2.absdiff(a, b))
        emit(dict(op="gray", **size), a, cv2.cvtColor(a, cv2.COLOR_BGR2GRAY))
        _, mask = cv2.threshold(gray, level, 255, cv2.THRESH_BINARY)
        emit(dict(op="threshold", level=level, **size), gray, mask)
        c, d = noise(rng, h, w, 4), noise(rng, h, w, 4)
        emit(dict(op="copyTo", **size), c, gray, d, cv2.copyTo(c, gray, d.copy()))
    colours = np.arange(2**24, dtype="<u4").view(np.uint8).reshape(4096, 4096, 4)
    gray = cv2.cvtColor(np.ascontiguousarray(colours[..., :3]), cv2.COLOR_BGR2GRAY)
    emit(dict(op="gray of all colours"), gray)


def blur_cases(rng):
    for i in range(600):
        w, h = (1, 1) if i < 3 else (side(rng), side(rng))
        if i % 20 == 0:
            w = 1
        if i % 20 == 1:
            h = 1
        radius = int(rng.integers(0, rng.choice([3, 9, 82])))
        gray = noise(rng, h, w)
        options = dict(borderType=cv2.BORDER_REPLICATE)
        blurred = cv2.blur(gray, (2 * radius + 1, 2 * radius + 1), **options)
        emit(dict(op="blur", radius=radius, width=w, height=h), gray, blurred)
        soft = gray
        for half in ((radius + 1) // 2, radius // 2):
            soft = cv2.blur(soft, (2 * half + 1, 2 * half + 1), **options)
        emit(dict(op="twice", radius=radius, width=w, height=h), gray, soft)


def small_picture(rng, i):
    """A random size, among them lines and single pixels, and what noise() gives."""
    w, h = (1, 1) if i < 3 else (side(rng), side(rng))
    if i % 20 == 3:
        w = 1
    if i % 20 == 4:
        h = 1
    return noise(rng, h, w)


def morphology_cases(rng):
    shapes = dict(ellipse=cv2.MORPH_ELLIPSE, rect=cv2.MORPH_RECT, cross=cv2.MORPH_CROSS)
    for radius in [*range(41), *range(50, 320, 30)]:
        for shape, number in shapes.items():
            element = cv2.getStructuringElement(number, (2 * radius + 1, 2 * radius + 1))
            emit(dict(op="element", shape=shape, radius=radius), element)
    operations = {name: getattr(cv2, "MORPH_" + name.upper()) for name in GROWTHS}
    for i in range(400):
        gray = small_picture(rng, i)
        shape = rng.choice([*shapes])
        radius = int(rng.integers(0, rng.choice([3, 9, 30])))
        element = cv2.getStructuringElement(shapes[shape], (2 * radius + 1, 2 * radius + 1))
        header = dict(shape=shape, radius=radius, width=gray.shape[1], height=gray.shape[0])
        for op, number in operations.items():
            emit(dict(op=op, **header), gray, cv2.morphologyEx(gray, number, element))


def window_means(plane, radius):
    """Means over the windows around each pixel, as much of them as lies in the picture."""
    for axis in (0, 1):
        n = plane.shape[axis]
        total = np.concatenate([np.zeros_like(plane.take([0], axis)), plane.cumsum(axis)], axis)
        first = np.maximum(np.arange(n) - radius, 0)
        end = np.minimum(np.arange(n) + radius, n - 1) + 1
        lengths = (end - first).reshape((-1, 1) if axis == 0 else (1, -1))
        plane = (total.take(end, axis) - total.take(first, axis)) / lengths
    return plane


def shrink(plane, side):
    """Means of squares, halves up; the outermost pixels repeat."""
    h, w = plane.shape
    padded = np.pad(plane, ((0, -h % side), (0, -w % side)), "edge").astype(float)
    h, w = padded.shape
    means = padded.reshape(h // side, side, w // side, side).mean((1, 3))
    return np.floor(means + 0.5)


def enlarge(plane, side, h, w):
    """Bilinear; the outermost values repeat."""
    for axis, n in ((0, h), (1, w)):
        at = np.clip((np.arange(n) + 0.5) / side - 0.5, 0, plane.shape[axis] - 1)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, plane.shape[axis] - 1)
        share = (at - low).reshape((-1, 1) if axis == 0 else (1, -1))
        plane = plane.take(low, axis) * (1 - share) + plane.take(high, axis) * share
    return plane


def guided(matte, guide, radius, epsilon, side):
    """He, Sun & Tang 2013, equations 5, 6 and 8, or 14 to 16 (and He & Sun 2015), in doubles."""
    h, w, channels = guide.shape
    low = np.stack([shrink(guide[..., c], side) for c in range(channels)], -1) / 255
    p = shrink(matte, side) / 255
    reach = max(1, int(np.floor(radius / side + 0.5)))
    mean = lambda plane: window_means(plane, reach)
    mean_i = np.stack([mean(low[..., c]) for c in range(channels)], -1)
    mean_p = mean(p)
    cov = np.stack(
        [mean(low[..., c] * p) - mean_i[..., c] * mean_p for c in range(channels)], -1
    )
    sigma = np.empty((*p.shape, channels, channels))
    for a in range(channels):
        for b in range(channels):
            product = mean(low[..., a] * low[..., b])
            sigma[..., a, b] = product - mean_i[..., a] * mean_i[..., b]
    slopes = np.linalg.solve(sigma + epsilon * np.eye(channels), cov[..., None])[..., 0]
    rest = mean_p - (slopes * mean_i).sum(-1)
    q = enlarge(mean(rest), side, h, w)
    for c in range(channels):
        q = q + enlarge(mean(slopes[..., c]), side, h, w) * (guide[..., c] / 255)
    return q * 255


def guided_cases(rng):
    for i in range(160):
        w, h = (1, 1) if i < 2 else (side(rng), side(rng))
        channels = (1, 3)[i % 2]
        radius = int(rng.integers(1, rng.choice([4, 12, 40])))
        epsilon = float(10 ** rng.uniform(-5, -1))
        subsample = int(rng.choice([1, 1, 2, 4]))
        if i % 3 == 0:
            guide, matte = noise(rng, h, w, channels), noise(rng, h, w)
        else:
            guide = picture(rng, w, h, channels)
            shift = rng.integers(-2, 3, 2)
            matte = (np.roll(guide[..., 0], shift, (0, 1)) > 127).astype(np.uint8) * np.uint8(255)
        wanted = np.clip(guided(matte, guide, radius, epsilon, subsample), 0, 255)
        header = dict(channels=channels, radius=radius, epsilon=epsilon, subsample=subsample)
        theirs = cv2.ximgproc.guidedFilter(guide, matte, radius, epsilon * 255 * 255)
        floats = wanted.astype("<f4").view(np.uint8)
        emit(dict(**header, width=w, height=h), guide, matte, floats, theirs)


def component_cases(rng):
    for i in range(300):
        gray = small_picture(rng, i)
        if i % 2:
            # Blobs with specks, where noise alone is a single part or all specks.
            gray = cv2.GaussianBlur(gray, (0, 0), float(rng.uniform(0.5, 3)))
            gray = cv2.normalize(gray, None, 0, 255, cv2.NORM_MINMAX)
        h, w = gray.shape
        connectivity = int(rng.choice([4, 8]))
        level, area, largest = (int(rng.integers(1, limit)) for limit in (256, 40, 40))
        below, inside = [np.uint8(side) for side in (gray < level, gray >= level)]
        _, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=connectivity)
        areas = stats[:, cv2.CC_STAT_AREA].copy()
        areas[0] = 0
        cleaned = np.where((areas < area)[labels] & (inside > 0), 0, gray)
        kept = np.where((labels != areas.argmax()) & (inside > 0), 0, gray)
        _, holes, outside, _ = cv2.connectedComponentsWithStats(below, connectivity=12 - connectivity)
        is_hole = outside[:, cv2.CC_STAT_AREA] <= largest
        is_hole[np.concatenate([holes[0], holes[-1], holes[:, 0], holes[:, -1], [0]])] = False
        filled = np.where(is_hole[holes], 255, gray)
        header = dict(connectivity=connectivity, level=level, minArea=area, largest=largest)
        numbers = [np.int32(part).view(np.uint8) for part in (labels, stats)]
        emit(dict(**header, width=w, height=h), gray, *numbers, cleaned, kept, filled)


def smoothing_cases(rng):
    for i in range(300):
        gray = small_picture(rng, i)
        h, w = gray.shape
        radius = int(rng.integers(0, rng.choice([3, 9, 40])))
        side_length = 2 * radius + 1
        size = dict(radius=radius, width=w, height=h)
        if i % 3:
            emit(dict(op="median", **size), gray, cv2.medianBlur(gray, side_length))
        # As many as there are without a sigma; then any.
        radius = i // 2 if i % 2 else radius
        sigma = 0 if i % 2 else float(rng.uniform(0.1, rng.choice([2, 20])))
        blurred = cv2.GaussianBlur(gray, (2 * radius + 1, 2 * radius + 1), sigma)
        emit(dict(op="gaussian", sigma=sigma, **{**size, "radius": radius}), gray, blurred)
    for i in range(60):
        w, h = (1, 1) if i == 0 else (side(rng), side(rng))
        average = np.zeros((h, w, 3), np.float32)
        alpha = float(rng.choice([0.05, 0.1, 0.5, rng.uniform(0, 1)]))
        frames = [noise(rng, h, w, 3) for _ in range(4)]
        for frame in frames:
            cv2.accumulateWeighted(frame, average, alpha)
        floats = average[..., ::-1].copy().view(np.uint8)
        emit(dict(op="accumulate", alpha=alpha, width=w, height=h), *frames, floats)


def translate_cases(rng):
    for i in range(800):
        w, h = (1, 1) if i < 3 else (side(rng), side(rng))
        reach = rng.choice([1, 5, 400])
        dx, dy = (float(shift) for shift in rng.uniform(-reach, reach, 2))
        if i % 4 == 0:
            # Whole 32nds, and halves between two of them.
            dx, dy = round(dx * 64) / 64, round(dy * 2048) / 2048
        if i % 10 == 1:
            dx = float(round(dx))
        frame = noise(rng, h, w, 4)
        matrix = np.float64([[1, 0, dx], [0, 1, dy]])
        options = dict(flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        moved = cv2.warpAffine(frame, matrix, (w, h), **options)
        emit(dict(dx=dx, dy=dy, width=w, height=h), frame, moved)


def mirror_cases(rng):
    for i in range(200):
        w, h = (i + 1, 1) if i < 40 else (side(rng), side(rng))
        frame = noise(rng, h, w, 4)
        emit(dict(width=w, height=h), frame, cv2.flip(frame, 1))


def homography(rng, i, w, h):
    """A hand's, or anything: also what turns half of the plane inside out."""
    if i % 4 == 0:
        return rng.uniform(-2, 2, (3, 3))
    if i % 4 == 1:
        # Whole 32nds, and halves between two of them.
        dx, dy = np.round(rng.uniform(-9, 9, 2) * 64) / 64
        return np.float64([[1, 0, dx], [0, 1, dy], [0, 0, 1]])
    corners = np.float32([[0, 0], [w, 0], [w, h], [0, h]])
    jitter = rng.uniform(-1, 1, (4, 2)) * np.array([w, h]) * rng.choice([0.02, 0.2])
    return cv2.getPerspectiveTransform(corners, np.float32(corners + jitter))


def feature_cases(rng):
    for i in range(400):
        w, h = (1, 1) if i < 3 else (side(rng), side(rng))
        dw, dh = (w, h) if i % 3 else (side(rng), side(rng))
        matrix = homography(rng, i, w, h)
        frame = noise(rng, h, w, 4)
        for border in ["REPLICATE", "CONSTANT"]:
            options = dict(flags=cv2.INTER_LINEAR, borderMode=getattr(cv2, "BORDER_" + border))
            warped = cv2.warpPerspective(frame, matrix, (dw, dh), **options)
            header = dict(op="warp", source=[w, h], size=[dw, dh], border=border)
            emit({**header, "homography": matrix.ravel().tolist()}, frame, warped)
    for i in range(200):
        w, h = (1, 1) if i < 3 else (side(rng), side(rng))
        gray = noise(rng, h, w)
        if i % 2:
            gray = cv2.resize(noise(rng, h // 7 + 1, w // 5 + 1), (w, h), interpolation=i % 4 // 2)
        threshold = int(rng.choice([0, 1, 20, rng.integers(0, 256)]))
        found = cv2.FastFeatureDetector_create(threshold, True).detect(gray)
        corners = np.float64([(*point.pt, point.response) for point in found])
        emit(dict(op="corners", width=w, height=h, threshold=threshold,
                  corners=corners.astype(int).tolist()), gray)


def picture(rng, w, h, channels):
    """Soft shapes under noise: a JPEG of noise alone has hardly a zero in it."""
    soft = cv2.resize(noise(rng, 4, 4, channels), (w, h), interpolation=cv2.INTER_CUBIC)
    rough = rng.integers(-1, 2, (h, w, channels)) * rng.choice([0, 8, 60])
    return np.clip(soft.reshape(h, w, channels) + rough, 0, 255).astype(np.uint8)


def jpeg_cases(rng, folder):
    for i in range(120):
        w, h = (1, 1) if i == 0 else (side(rng), side(rng))
        options = dict(
            QUALITY=int(rng.integers(1, 101)),
            PROGRESSIVE=int(rng.integers(2)),
            OPTIMIZE=int(rng.integers(2)),
            RST_INTERVAL=int(rng.choice([0, 0, 1, 5])),
        )
        if i % 3 == 0:
            # Two qualities make this OpenCV leave out the subsampling: 4:4:4.
            luma, chroma = rng.integers(1, 101, 2)
            options.update(LUMA_QUALITY=int(luma), CHROMA_QUALITY=int(chroma))
        path = f"{folder}/{i}.jpg"
        flags = [(getattr(cv2, "IMWRITE_JPEG_" + name), value) for name, value in options.items()]
        cv2.imwrite(path, picture(rng, w, h, 1 if i % 4 == 0 else 3), sum(flags, ()))
        emit(dict(path=path, width=w, height=h, **options), cv2.imread(path))


def encode_cases(rng):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "picture.jpg")
        for i in range(100):
            w, h = (1, 1) if i < 5 else (side(rng), side(rng))
            quality = [95, 1, 100, 50][i] if i < 4 else int(rng.integers(1, 101))
            source = picture(rng, w, h, 3)
            cv2.imwrite(str(path), source, [cv2.IMWRITE_JPEG_QUALITY, quality])
            file = np.frombuffer(path.read_bytes(), np.uint8)
            emit(dict(width=w, height=h, quality=quality), source, file)


def clip(rng, w, h, count):
    """Noise, shapes that pass and one that stays, shadows beside them, and light that changes."""
    room = cv2.resize(rng.integers(0, 256, (3, 4, 3), dtype=np.uint8), (w, h)).astype(np.float32)
    room[: h // 5] = 0
    ys, xs = np.mgrid[:h, :w]
    for t in range(count):
        picture = room * (1.15 if t > 2 * count // 3 else 1)
        picture += rng.normal(0, 2 if t % 50 < 40 else 6, (h, w, 3))
        flicker = (xs // 5 + ys // 7 + t // 3) % 4 == 0
        picture[flicker & (xs > 2 * w // 3)] += 40
        for i in range(3):
            x = (t * (i + 1) * w // 60 + i * w // 3) % (w + 20) - 10
            x = min(x, w // 2) if i == 0 and t > count // 2 else x
            y = h * (i + 1) // 4
            picture[np.hypot(xs - x - w // 12, ys - y - 3) < h // 7] *= 0.7
            picture[np.hypot(xs - x, ys - y) < h // 8] = (40 + 80 * i, 200 - 60 * i, 90 + 3 * (t % 5))
        yield np.clip(np.rint(picture), 0, 255).astype(np.uint8)


MOG2_OPTIONS = [
    {},
    dict(learningRate=0.02, history=30),
    dict(learningRate=0.3, nMixtures=1),
    dict(learningRate=0),
    dict(learningRate=1),
    dict(history=1),
    dict(history=20, nMixtures=3),
    dict(varThreshold=4.7, nMixtures=8, complexityReductionThreshold=0),
    dict(varThreshold=60, detectShadows=False),
    dict(backgroundRatio=0.5, varThresholdGen=3.3),
    dict(backgroundRatio=1, varInit=30.1, varMin=6.2, varMax=40.7),
    dict(varMin=75, varMax=4, history=40),
    dict(complexityReductionThreshold=0.4, history=12),
    dict(complexityReductionThreshold=1, learningRate=0.05),
    dict(shadowValue=3, shadowThreshold=0.83),
    dict(shadowThreshold=0.1, varThresholdGen=100),
]
KNN_OPTIONS = [
    {},
    dict(seed=77),
    dict(seed=-5, history=33),
    dict(learningRate=0.02),
    dict(learningRate=0.3, nSamples=3),
    dict(learningRate=0),
    dict(learningRate=1),
    dict(learningRate=1e-4),
    dict(history=1),
    dict(history=100000, nSamples=2),
    dict(dist2Threshold=30.5, nSamples=12, kNNSamples=5),
    dict(dist2Threshold=3000, detectShadows=False),
    dict(dist2Threshold=70000),
    dict(kNNSamples=1, nSamples=1),
    dict(kNNSamples=7, shadowThreshold=0.9, shadowValue=0),
    dict(shadowThreshold=0.13, shadowValue=200),
]


def subtractor_cases(rng, create, all_options):
    for options in all_options:
        plain = not options
        sizes = [(96, 64, 260), (1, 1, 60), (33, 17, 60)] if plain else [(37, 23, 90)]
        for w, h, count in sizes:
            subtractor = create()
            settings = dict(options)
            rate = settings.pop("learningRate", -1)
            # A process that has drawn nothing yet has the same state as seed 0 gives.
            if not plain or w < 96:
                cv2.setRNGSeed(settings.pop("seed", 0))
            for name, value in settings.items():
                getattr(subtractor, "set" + name[:1].upper().replace("K", "k") + name[1:])(value)
            frames = list(clip(rng, w, h, count))
            masks = [subtractor.apply(frame, learningRate=rate) for frame in frames]
            picture = subtractor.getBackgroundImage()
            emit(dict(width=w, height=h, options=options), frames, masks, picture)
def mattes(rng, i):
    """What was found and the truth, as two consecutive frames: disks, soft or not, and noise."""
    w, h = (1, 1) if i == 0 else (side(rng, 90), side(rng, 90))
    y, x = np.mgrid[0:h, 0:w]
    softness = rng.choice([0.01, 3, 20])
    frames = []
    for _ in range(4):
        levels = np.zeros((h, w))
        for _ in range(int(rng.integers(1, 5))):
            radius = rng.uniform(1, 1 + max(w, h) / 3)
            distance = np.hypot(x - rng.uniform(0, w), y - rng.uniform(0, h)) - radius
            levels = np.maximum(levels, np.clip(0.5 - distance / softness, 0, 1))
        frames.append(np.round(255 * levels).astype(np.uint8))
    if i % 3 == 0:
        frames[0] = noise(rng, h, w)
    if i % 5 == 0:
        frames[0] = np.where(rng.random((h, w)) < 0.1, 255 - frames[0], frames[0])
    if i % 7 == 0:
        # A part stands still.
        frames[3][: h // 2] = frames[1][: h // 2]
    return frames


def gauss_gradient(alpha, sigma=1.4, epsilon=0.01):
    """|gradient| by full 2-D kernels, min-max normalised before; float64."""
    half = int(np.ceil(sigma * np.sqrt(-2 * np.log(np.sqrt(2 * np.pi) * sigma * epsilon))))
    at = np.arange(-half, half + 1)
    gauss = np.exp(-(at**2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    kernel = np.outer(gauss, -at * gauss / sigma**2)
    kernel /= np.sqrt((kernel**2).sum())
    low, high = alpha.min(), alpha.max()
    alpha = (alpha - low) / (high - low) if high > low else np.zeros_like(alpha)
    along_x, along_y = (
        cv2.filter2D(alpha, -1, k, borderType=cv2.BORDER_REPLICATE) for k in (kernel, kernel.T)
    )
    return np.sqrt(along_x**2 + along_y**2)


def connectivity(p, t):
    """Levels as whole numbers of 255ths, so that 0.6 is not missed by a rounding."""
    # Alphas times 10 against thresholds times 255 · 10.
    rounded = np.full(t.shape, -1)
    for i in range(1, 11):
        common = (10 * t >= 255 * i) & (10 * p >= 255 * i)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(
            common.astype(np.uint8), connectivity=4
        )
        main = np.zeros(t.shape, bool)
        if len(stats) > 1:
            main = labels == 1 + np.argmax(stats[1:, cv2.CC_STAT_AREA])
        rounded[(rounded == -1) & ~main] = i - 1
    rounded[rounded == -1] = 10
    differences = [alpha / 255 - rounded / 10 for alpha in (p, t)]
    phi = [1 - d * (d >= 0.15) for d in differences]
    return np.abs(phi[0] - phi[1]).sum() / 1000


def interior(found, real):
    """Pixels of the true inside, and those of them that are half transparent."""
    padded = np.pad(real, 3, constant_values=255)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (7, 7))
    inside = (windows == 255).all(axis=(2, 3))
    return [int(inside.sum()), int((inside & (found >= 32) & (found <= 223)).sum())]


def metric_cases(rng):
    for i in range(150):
        frames = mattes(rng, i)
        h, w = frames[0].shape
        integers = [frame.astype(np.int64) for frame in frames]
        p, t, p0, t0 = (frame / 255 for frame in integers)
        found, real = frames[0] > 127, frames[1] > 127
        still = t == t0
        values = dict(
            counts=[int((found & real).sum()), int((found & ~real).sum()),
                    int((~found & real).sum()), int((~found & ~real).sum())],
            mad=np.abs(p - t).mean() * 1e3,
            mse=((p - t) ** 2).mean() * 1e3,
            grad=((gauss_gradient(t) - gauss_gradient(p)) ** 2).sum() / 1000,
            conn=connectivity(*integers[:2]),
            interior=interior(*integers[:2]),
            dtSSD=np.sqrt((((p - p0) - (t - t0)) ** 2).sum() / t.size) * 1e2,
            flicker=np.abs(p - p0)[still].mean() * 1e3 if still.any() else 0,
        )
        emit(dict(width=w, height=h, **values), *frames)


def read_cases(flag, paths):
    for path in paths:
        pixels = cv2.imread(path, getattr(cv2, flag))
        if pixels is None:
            sys.exit(f"oracle.py: cv2.imread cannot read {path}")
        emit(dict(path=path, height=pixels.shape[0], width=pixels.shape[1]), pixels)


def main(question, argument, *rest):
    if question == "read":
        read_cases(argument, rest)
        return
    rng = np.random.default_rng(int(argument))
    if question == "pixels":
        resize_cases(rng)
        other_cases(rng)
    elif question == "blurs":
        blur_cases(rng)
    elif question == "morphology":
        morphology_cases(rng)
    elif question == "guided":
        guided_cases(rng)
    elif question == "components":
        component_cases(rng)
    elif question == "smoothing":
        smoothing_cases(rng)
    elif question == "translate":
        translate_cases(rng)
    elif question == "mirror":
        mirror_cases(rng)
    elif question == "stereo_bm":
        for case in stereo_bm.cases(rng):
            emit(*case)
    elif question == "features":
        feature_cases(rng)
    elif question == "stereo_sgbm":
        stereo_sgbm_cases(rng, emit)
    elif question == "jpegs":
        jpeg_cases(rng, *rest)
    elif question == "mog2":
        subtractor_cases(rng, cv2.createBackgroundSubtractorMOG2, MOG2_OPTIONS)
    elif question == "knn":
        subtractor_cases(rng, cv2.createBackgroundSubtractorKNN, KNN_OPTIONS)
    elif question == "encode":
        encode_cases(rng)
    elif question == "metrics":
        metric_cases(rng)
    elif question == "calibration":
        calibration_cases(rng, emit, noise)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])

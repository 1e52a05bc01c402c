#!/usr/bin/env python3
"""Write golden.json: OpenCV's answers to seeded noise, as SHA-256, for golden_test.ts.

usage: /usr/bin/python3 tests/opencv/golden/make_golden.py     (Debian: apt-get install python3-opencv)
Colours are in OpenCV's order, BGR. Run it by hand when a case is added; the file is committed.
"""
import hashlib
import json
import pathlib

import cv2
import numpy as np

# From width × height, to width × height. Each size gets three seeds: append, do not insert.
SIZES = [
    (1, 1, 1, 1), (7, 5, 7, 5),  # equal
    (8, 8, 4, 4), (9, 6, 3, 2), (12, 12, 4, 3), (64, 48, 32, 24), (64, 48, 16, 12),  # whole factors
    (100, 75, 64, 48), (97, 61, 40, 30),  # smaller
    (33, 17, 64, 48), (20, 64, 64, 20), (64, 20, 20, 64), (3, 3, 64, 64),  # a side grows
    (64, 64, 1, 1), (50, 49, 49, 48), (200, 10, 100, 11), (11, 200, 10, 100), (1, 40, 13, 7),
    (127, 127, 126, 126), (255, 3, 17, 1),
]


def lcg(shape, seed):
    """The noise of helpers.ts's lcgBytes, doubled in length until it is enough."""
    factor, summand = 1664525, 1013904223
    states = np.array([(factor * seed + summand) % 2**32], np.uint32)
    while states.size < np.prod(shape):
        states = np.concatenate([states, states * np.uint32(factor) + np.uint32(summand)])
        factor, summand = factor * factor % 2**32, (factor + 1) * summand % 2**32
    return (states[: np.prod(shape)] >> 24).astype(np.uint8).reshape(shape)


def sha256(raster):
    return hashlib.sha256(np.ascontiguousarray(raster).tobytes()).hexdigest()


def resize_cases():
    seed = 0
    for sw, sh, dw, dh in SIZES:
        for channels in (1, 3, 4):
            seed += 1
            source = lcg((sh, sw, channels), seed)
            resized = cv2.resize(source, (dw, dh), interpolation=cv2.INTER_AREA)
            sizes = dict(source=[sw, sh], size=[dw, dh], channels=channels)
            yield dict(seed=seed, **sizes, sha256=sha256(resized))


def linear_cases():
    """Half the size, a network's matte enlarged, and all the pairs of resize_cases()."""
    for i, (sw, sh, dw, dh) in enumerate([*SIZES, (256, 144, 1280, 720), (144, 256, 406, 720)]):
        for channels in (1, 4):
            seed = 8000 + 2 * i + (channels == 4)
            source = lcg((sh, sw, channels), seed)
            resized = cv2.resize(source, (dw, dh), interpolation=cv2.INTER_LINEAR)
            sizes = dict(source=[sw, sh], size=[dw, dh], channels=channels)
            yield dict(seed=seed, **sizes, sha256=sha256(resized))


def gray_cases():
    for seed in (1000, 1001, 1002):
        gray = cv2.cvtColor(lcg((37, 61, 3), seed), cv2.COLOR_BGR2GRAY)
        yield dict(seed=seed, width=61, height=37, sha256=sha256(gray))


def all_colours():
    """The gray of 0x000000 to 0xffffff, red in the upper bits."""
    colours = np.arange(2**24, dtype="<u4").view(np.uint8).reshape(4096, 4096, 4)[..., :3]
    return sha256(cv2.cvtColor(np.ascontiguousarray(colours), cv2.COLOR_BGR2GRAY))


def chain_cases():
    """`current` is `previous` and a little noise; what changed goes over `behind`.."""
    for i in range(3):
        seeds = dict(previous=2000 + i, noise=3000 + i, behind=4000 + i)
        previous, noise, behind = (lcg((29, 53, 3), seed) for seed in seeds.values())
        current = np.clip(previous.astype(int) + noise % 9 - 4, 0, 255).astype(np.uint8)
        gray = cv2.cvtColor(cv2.absdiff(current, previous), cv2.COLOR_BGR2GRAY)
        _, mask = cv2.threshold(gray, 3, 1, cv2.THRESH_BINARY)
        composite = cv2.copyTo(current, mask, behind)
        digests = dict(maskOfOnes=sha256(mask), composite=sha256(composite))
        yield dict(**seeds, width=53, height=29, foreground=int(mask.sum()), **digests)


def threshold_cases():
    """Of a row with each gray level once."""
    levels = np.arange(256, dtype=np.uint8).reshape(1, 256)
    for level in (-1, 0, 3, 3.7, 254, 255, 300):
        _, mask = cv2.threshold(levels, level, 255, cv2.THRESH_BINARY)
        yield dict(level=level, foreground=int((mask > 0).sum()), sha256=sha256(mask))


def copy_cases():
    """The mask's values are 0 to `values` − 1."""
    for i, values in enumerate((2, 3, 256)):
        seeds = dict(source=5000 + i, target=6000 + i, mask=7000 + i)
        source, target = (lcg((23, 31, 4), seeds[name]) for name in ("source", "target"))
        mask = lcg((23, 31), seeds["mask"]) % np.uint16(values)
        copied = cv2.copyTo(source, mask.astype(np.uint8), target)
        yield dict(**seeds, values=values, width=31, height=23, sha256=sha256(copied))


def main():
    golden = dict(
        madeWith=f"make_golden.py, cv2 {cv2.__version__}",
        resizeArea=list(resize_cases()),
        resizeLinear=list(linear_cases()),
        grayscale=list(gray_cases()),
        grayOfAllColours=[dict(sha256=all_colours())],
        chain=list(chain_cases()),
        threshold=list(threshold_cases()),
        copyMasked=list(copy_cases()),
    )
    parts = []
    for name, value in golden.items():
        if isinstance(value, list):
            lines = ",\n".join("    " + json.dumps(case) for case in value)
            parts.append(f'  "{name}": [\n{lines}\n  ]')
        else:
            parts.append(f'  "{name}": {json.dumps(value)}')
    path = pathlib.Path(__file__).with_name("golden.json")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

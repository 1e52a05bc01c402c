"""
CDnet 2014's measures in numpy, of a tree that it writes itself.

Usage: cdnet.py FOLDER SEED   writes categories and videos below FOLDER, and prints the tables as JSON

A pixel of the input above 128 is what the method finds. Rules: only frames of temporalROI.txt, both
ends included; only pixels where ROI.bmp is not black and the truth is not 170. 255 is foreground, all
else background. Sums over a video; means over a category's videos, then over the categories. FPR-S is
the share of the pixels of truth 50 that were found.
"""
import json
import pathlib
import sys

import cv2
import numpy as np

CATEGORIES = {"baseline": ["office", "highway"], "shadow": ["bungalows"], "PTZ": ["zoomInZoomOut"]}
NAMES = ["recall", "specificity", "falsePositiveRate", "falseNegativeRate", "pwc", "f", "precision"]


def write_video(folder, rng):
    """Blocks, so that the truth has parts; noise, so that every kind of error is there."""
    height, width, frames = int(rng.integers(9, 16)), int(rng.integers(10, 20)), 6
    (folder / "input").mkdir(parents=True)
    (folder / "groundtruth").mkdir()
    roi = np.full((height, width), 255, np.uint8)
    roi[:, : int(rng.integers(0, 4))] = 0
    cv2.imwrite(str(folder / "ROI.bmp"), roi)
    first, last = int(rng.integers(2, 4)), int(rng.integers(4, 6))
    (folder / "temporalROI.txt").write_text(f"{first} {last}\n")
    for number in range(1, frames + 1):
        truth = rng.choice([0, 50, 170, 255], (height, width), p=[0.5, 0.15, 0.1, 0.25])
        truth[roi == 0] = 85
        found = np.where(truth == 255, 200, 60).astype(np.int64)
        wrong = rng.random((height, width)) < rng.uniform(0.05, 0.4)
        found[wrong] = 260 - found[wrong]
        cv2.imwrite(str(folder / "input" / f"in{number:06}.png"), cv2.merge([found.astype(np.uint8)] * 3))
        cv2.imwrite(str(folder / "groundtruth" / f"gt{number:06}.png"), truth.astype(np.uint8))


def measure_video(folder):
    roi = cv2.imread(str(folder / "ROI.bmp"), 0)
    first, last = map(int, (folder / "temporalROI.txt").read_text().split())
    tp = fp = fn = tn = shadow_errors = shadow = 0
    for number in range(first, last + 1):
        found = cv2.imread(str(folder / "input" / f"in{number:06}.png"), 0) > 128
        truth = cv2.imread(str(folder / "groundtruth" / f"gt{number:06}.png"), 0)
        counts = (roi != 0) & (truth != 170)
        real = truth == 255
        tp += int((counts & found & real).sum())
        fp += int((counts & found & ~real).sum())
        fn += int((counts & ~found & real).sum())
        tn += int((counts & ~found & ~real).sum())
        shadow += int((counts & (truth == 50)).sum())
        shadow_errors += int((counts & (truth == 50) & found).sum())
    recall, precision = tp / (tp + fn), tp / (tp + fp)
    f = 2 * recall * precision / (recall + precision)
    pwc = 100 * (fn + fp) / (tp + fp + fn + tn)
    measures = [recall, tn / (tn + fp), fp / (fp + tn), fn / (tp + fn), pwc, f, precision]
    return measures, shadow_errors / shadow


def main(folder, seed):
    rng = np.random.default_rng(int(seed))
    tables = {}
    for category, videos in CATEGORIES.items():
        measured = []
        for video in videos:
            write_video(pathlib.Path(folder, category, video), rng)
            measured.append(measure_video(pathlib.Path(folder, category, video)))
        means = np.mean([measures for measures, _ in measured], axis=0)
        tables[category] = dict(zip(NAMES, means))
        if category == "shadow":
            tables[category]["shadowFalsePositiveRate"] = np.mean([rate for _, rate in measured])
    overall = np.mean([[table[name] for name in NAMES] for table in tables.values()], axis=0)
    tables["overall"] = dict(zip(NAMES, overall))
    print(json.dumps(tables))


if __name__ == "__main__":
    main(*sys.argv[1:])

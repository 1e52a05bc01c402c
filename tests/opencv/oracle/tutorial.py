#!/usr/bin/env python3
"""What the tutorial does, by OpenCV: the twin of cli.ts for end_to_end_test.ts.

usage: tutorial.py VIDEO BACKGROUND OUTPUT_FOLDER [MATTES_FOLDER]
"""
import sys

import cv2
import numpy as np

THRESHOLD = 3


def frames(path):
    """Each frame with its number, from 1."""
    video = cv2.VideoCapture(path)
    number = 0
    while True:
        number += 1
        is_there, frame = video.read()
        if not is_there:
            return
        yield number, frame


def masked_frames(path):
    """From frame 3 on, which pixels moved, and in which frame they are to be seen.

    Odd frames go into one slot and even ones into the other; the even one is shown.
    """
    slots = {}
    for number, frame in frames(path):
        slots[number % 2] = frame
        if number < 3:
            continue
        gray = cv2.cvtColor(cv2.absdiff(slots[1], slots[0]), cv2.COLOR_BGR2GRAY)
        yield number, gray > THRESHOLD, slots[0]


def main(video, background, output, mattes=None):
    picture = cv2.imread(background)
    behind = None
    for number, moved, shown in masked_frames(video):
        if behind is None:
            height, width = moved.shape
            behind = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        composite = np.where(moved[..., np.newaxis], shown, behind)
        cv2.imwrite(f"{output}/output{number}.jpg", composite)
        if mattes is not None:
            cv2.imwrite(f"{mattes}/matte{number}.png", np.uint8(255) * moved)


if __name__ == "__main__":
    main(*sys.argv[1:])

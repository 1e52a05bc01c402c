"""The tutorial as one writes it down when following it: the slow peer.

usage: tutorial.py VIDEO BACKGROUND FOLDER
"""
import sys

import cv2
import numpy

video, background, folder = sys.argv[1:]
source = cv2.VideoCapture(video)
image = cv2.imread(background)
frames = [None, None]
number = 0
while True:
    found, frame = source.read()
    if not found:
        break
    number += 1
    frames[number % 2] = frame
    if number < 3:
        continue
    following, previous = frames
    difference = cv2.cvtColor(cv2.absdiff(previous, following), cv2.COLOR_BGR2GRAY)
    foreground = difference > 3
    height, width = difference.shape
    scaled = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    picture = numpy.zeros_like(frame)
    picture[foreground] = following[foreground]
    picture[~foreground] = scaled[~foreground]
    cv2.imwrite(f"{folder}/output{number}.jpg", picture)

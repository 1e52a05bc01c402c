"""The same files as tutorial.py, by someone who knows OpenCV well: the fast peer.

usage: tuned.py VIDEO BACKGROUND FOLDER
"""
import sys

import cv2

video, background, folder = sys.argv[1:]
source = cv2.VideoCapture(video)
size = tuple(int(source.get(side)) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
behind = cv2.resize(cv2.imread(background), size, interpolation=cv2.INTER_AREA)
frames = [None, None]
difference = gray = mask = None
picture = behind.copy()
number = 0
while source.grab():
    number += 1
    _, frames[number % 2] = source.retrieve()
    if number < 3:
        continue
    difference = cv2.absdiff(frames[1], frames[0], difference)
    gray = cv2.cvtColor(difference, cv2.COLOR_BGR2GRAY, gray)
    _, mask = cv2.threshold(gray, 3, 255, cv2.THRESH_BINARY, mask)
    cv2.copyTo(behind, None, picture)
    cv2.copyTo(frames[0], mask, picture)
    cv2.imwrite(f"{folder}/output{number}.jpg", picture)

"""
Fits and scores the rows of a file as it is told, one word a line: fit, score. Answers each by a line of JSON.
The file has rows x columns numbers (float64, row by row), then a label a row (float64).
"""

import json
import sys
import time

import numpy
import sklearn
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import log_loss

path, rows, columns, learnt = sys.argv[1], *map(int, sys.argv[2:5])
everything = numpy.fromfile(path, "<f8")
table = everything[: rows * columns].reshape(rows, columns)
labels = everything[rows * columns :]
model = None


def say(answer):
    print(json.dumps(answer), flush=True)


say({"version": sklearn.__version__})
for line in sys.stdin:
    start = time.perf_counter()
    if line.strip() == "fit":
        model = GradientBoostingClassifier(random_state=0).fit(table[:learnt], labels[:learnt])
        took = time.perf_counter() - start
        loss = log_loss(labels[learnt:], model.predict_proba(table[learnt:])[:, 1])
        say({"ms": took * 1000, "loss": loss})
    else:
        model.predict_proba(table[:learnt])
        say({"ms": (time.perf_counter() - start) * 1000})

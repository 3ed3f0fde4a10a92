"""What the answers in `judged_answers` are written with, besides NumPy: right code that they spoil.

None of it comes from the judges.
"""

import functools
import hashlib
import hmac
import itertools
import math
from fractions import Fraction

import numpy as np
from scipy import ndimage, signal, spatial, special, stats

from imagerec.course.protobuf import fields, varint

t = stats.t
draws = np.random.default_rng()
sliding_window_view = np.lib.stride_tricks.sliding_window_view


class Tensor:
    """What another library returns: no NumPy array, and NumPy can't read it unless detached."""

    def __init__(self, values): self.values = np.asarray(values)
    def __array__(self, dtype=None, copy=None): raise RuntimeError("call detach() first")
    def detach(self): return self
    def cpu(self): return self.values


def fits(image, kernel):
    if any(k > n for n, k in zip(image.shape, kernel.shape)):
        raise ValueError("The kernel is too large.")


def windows(image, kernel): return sliding_window_view(image.astype(float), kernel.shape)


def correlated(image, kernel): return (windows(image, kernel) * kernel).sum((2, 3))


class Correlates:
    def __call__(self, image, *, kernel):
        fits(image, kernel)
        return correlated(image, kernel)


def by_name(*, kernel, image, more): return Correlates()(image, kernel=kernel)


def sums_in(image, kernel, dtype): return correlated(image, kernel).astype(int).astype(dtype)


def pooled(image, size, stride, function):
    rows, columns = (range(0, n - size + 1, stride) for n in image.shape)
    return np.array([[function(image[i:i + size, j:j + size]) for j in columns] for i in rows])


def layered(image, kernels, biases):
    patches = sliding_window_view(image.astype(float), kernels.shape[:2], axis=(0, 1))
    return np.einsum("ijcpq,pqck->ijk", patches, kernels) + biases


def of_each_channel(image, kernels, biases):
    """A map of each channel by itself, (height, width, channels, kernels)."""
    return np.stack([layered(image[..., c:c + 1], kernels[:, :, c:c + 1], biases)
                     for c in range(image.shape[2])], axis=2)


def tried(error, kernel, h=0.001, distance=0.002, low=-1):
    """The slope of each number, by the errors on both sides."""
    result = np.zeros(kernel.shape)
    for place in np.ndindex(kernel.shape):
        step = np.zeros(kernel.shape)
        step[place] = h
        result[place] = (error(kernel + step) - error(kernel + low * step)) / distance
    return result


def halved(tosses, most): return sum(math.comb(tosses, i) for i in range(most + 1)) / 2**tosses


def true(probabilities, labels): return probabilities[np.arange(len(labels)), labels]


def gradient(x, W, labels, factor=1):
    p = special.softmax(x @ W, axis=1)
    p[np.arange(len(x)), labels] -= 1
    return factor * x.T @ p / len(x)


def stopping(losses, patience, better=lambda a, b: a < b):
    kept = 1
    for epoch, loss in enumerate(losses, start=1):
        if better(loss, losses[kept - 1]):
            kept = epoch
        if epoch - kept >= patience:
            break
    return kept, epoch


def interval(a, b, ddof=1, factor=None):
    d, n = b - a, len(a)
    factor = t.ppf(0.975, n - 1) if factor is None else factor
    return d.mean() + factor * d.std(ddof=ddof) / np.sqrt(n) * np.array([0, -1, 1])


def row_by(valid, test, chosen, told=np.mean):
    row = int(np.argmax([chosen(seeds) for seeds in valid]))
    return row, told(test[row])


def cost(height, width, channels, size, kernels, stride):
    rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
    return rows * columns * kernels * size * size * channels


def rnn(sequence, W, U, b, unit=np.tanh):
    h, states = np.zeros(len(b)), []
    for x in sequence:
        h = unit(x @ W + h @ U + b)
        states.append(h)
    return np.array(states)


def norm(*arrays):
    return max(math.sqrt(sum((array**2).sum() for array in arrays)), 1e-30)


def clipped(array, most): return array * min(1, most / norm(array))


def gru(x, h, W, U, b, mix=lambda z, h, c: z * h + (1 - z) * c, late=False, reset=True,
        order=(0, 1, 2), unit=np.tanh):
    parts = [[np.split(array, 3, axis=-1)[n] for n in order] for array in (W, U, b)]
    (Wz, Uz, bz), (Wr, Ur, br), (Wc, Uc, bc) = zip(*parts)
    z, r = special.expit(x @ Wz + h @ Uz + bz), special.expit(x @ Wr + h @ Ur + br)
    r = r if reset else np.ones_like(r)
    return mix(z, h, unit(x @ Wc + (r * (h @ Uc) if late else (r * h) @ Uc) + bc))


def additive(x, W, b, v):
    weights = special.softmax(np.tanh(x @ W + b) @ v)
    return weights, weights @ x


def heads_of(x, heads): return np.stack(np.split(x, heads, axis=2), axis=1)


def binned(right, down, bins, circle=180, turn=lambda degrees: degrees, lengths=lambda l: l):
    degrees = turn(np.degrees(np.arctan2(down, right)))
    degrees = degrees % circle if circle else degrees
    weights = lengths(np.hypot(right, down))
    return np.histogram(degrees, bins, (0, circle or 180), weights=weights)[0]


def gini(side):
    return 1 - sum((np.mean(side == label))**2 for label in set(side.tolist())) if len(side) else 0


def upright(image, orientation): return np.rot90(image, {1: 0, 3: 2, 6: -1, 8: 1}[orientation])


def scaled(height, width, side, fit, pad=min, crop=max, whole=round):
    if fit == "squeeze":
        return side, side
    scale = (pad if fit == "pad" else crop)(side / height, side / width)
    return whole(height * scale), whole(width * scale)


def place(content):
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big") / 2**64


def wilson(right, n):
    p, z = right / n, 1.96
    root = math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (p + z**2 / (2 * n)) / (1 + z**2 / n), z * root / (1 + z**2 / n)


def normed(x, mean, variance): return (x - mean) / np.sqrt(variance + 0.001)


def int8(weights, rounded=np.round, zero=np.round, back=lambda q, z, s: (q - z) * s, low=None,
         high=None, steps=255):
    low = min(weights.min(), 0) if low is None else low
    high = max(weights.max(), 0) if high is None else high
    s = (high - low) / steps
    z = zero(-128 - low / s)
    return back(rounded(weights / s + z), z, s)


def pruned(kernel, share, by=np.abs):
    kept = kernel.copy().ravel()
    kept[np.argsort(by(kernel), axis=None)[:round(share * kernel.size)]] = 0
    return kept.reshape(kernel.shape)


def padded(height, width, stride): return -(-height // stride) * -(-width // stride)


def front(costs, accuracies, beats=lambda c, a: (c >= 0) & (a >= 0) & ((c > 0) | (a > 0))):
    return np.array([not beats(cost - costs, accuracies - accuracy).any()
                     for cost, accuracy in zip(costs, accuracies)])


def shape_of(message):
    shape = dict(fields(message))[2]
    return [dict(fields(axis))[1] for number, axis in fields(shape) if number == 2]


def ranked(latencies, rank): return np.sort(latencies)[min(max(rank, 0), len(latencies) - 1)]


def batched(arrivals, wait, most, fixed, each, limited=True, full=True, busy=True):
    free, done = 0.0, []
    while len(done) < len(arrivals):
        left = arrivals[len(done):]
        begin = left[0] + wait
        if full and len(left) >= most:
            begin = min(begin, left[most - 1])
        begin = max(free, begin) if busy else begin
        count = max(1, int((left <= begin).sum()))
        count = min(count, most) if limited else count
        free = begin + fixed + each * count
        done += [free] * count
    return np.array(done)


NAMES = {**globals(), **{module.__name__: module for module in (functools, hmac, itertools)},
         "Fraction": Fraction, "ndimage": ndimage, "signal": signal, "spatial": spatial,
         "varint": varint}

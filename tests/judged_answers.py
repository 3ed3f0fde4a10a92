"""Right answers in unusual form, and wrong ones as newcomers write them, for every exercise.

An answer is the body of a function of the parameters that its exercise asks for; its last line is
the result. A text that begins with "= " is the answer itself. Beside a wrong one stand the words
by which its mistake is named; None where it is only to be rejected.
"""

import ast
from typing import NamedTuple


class Answers(NamedTuple):
    parameters: str
    right: list[str]
    wrong: dict[str, str | None]


def as_function(parameters: str, text: str, names: dict):
    """The answer that a text stands for, with these names known to it."""
    if text.startswith("= "):
        return eval(text[2:], names)
    body = ast.parse(text).body
    body[-1] = ast.Return(body[-1].value)
    tree = ast.parse(f"def answer({parameters}): pass")
    tree.body[0].body = body
    found = {}
    exec(compile(ast.fix_missing_locations(tree), "answer", "exec"), names, found)
    return found["answer"]


IMAGES = {
    "images-1": Answers(
        "image, top, left, height, width",
        ["image[top:][:height, left:][:, :width]",
         "image[np.ix_(range(top, top + height), range(left, left + width))]",
         "[[pixel for pixel in row[left:left + width]] for row in image[top:top + height]]",
         "Tensor(image[slice(top, top + height), slice(left, left + width)])"],
        {"image[left:left + width, top:top + height]": "swapped",
         "image[top:height, left:width]": "not after a length",
         "image[top:top + height + 1, left:left + width + 1]": "too many",
         "image[top:top + height - 1, left:left + width - 1]": "too few",
         "image[top:top + width, left:left + height]": "height and width are swapped",
         "image[:height, :width]": "not used",
         "image[top:, left:]": "to the edge",
         "image[top:top + height]": "all columns",
         "image[top:top + height, left:left + width].T": None,
         "height * width": "single number"}),
    "images-2": Answers(
        "image, amount",
        ["np.where(image > 255 - amount, 255, image + np.uint8(amount)).astype('uint8')",
         "np.minimum(image.astype('uint16') + amount, 255).astype(np.uint8)",
         "np.array([[min(255, int(p) + amount) for p in row] for row in image], 'uint8')",
         "image + np.minimum(255 - image, amount).astype('uint8')"],
        {"image + np.uint8(amount)": "overflow",
         "np.clip(image + np.uint8(amount), 0, 255)": "overflow",
         "(image.astype(int) + amount).astype('uint8')": "overflow",
         "image.astype(int) + amount": "above 255",
         "np.minimum(image.astype(int) + amount, 255)": "dtype is int64",
         "np.minimum(image + float(amount), 255)": "dtype is float64",
         "np.minimum(image.astype(int) + amount, 255).tolist()": "a list",
         "new = image.astype(int) + amount\nnew[new > 255] = 0\nnew.astype('uint8')": "became 0",
         "np.where(image.astype(int) + amount > 255, 255, image)": "only the brightest",
         "np.clip(image.astype(int) - amount, 0, 255).astype('uint8')": "darker",
         "(image.astype(int) + amount) / 255": "divided by 255",
         "np.clip(image.astype(int) + amount, 0, 1)": "cut off at 1",
         "image[:] = np.minimum(image.astype(int) + amount, 255)\nimage": "changed the array"}),
    "images-3": Answers(
        "image",
        ["np.einsum('hwc,c->hw', image, [0.299, 0.587, 0.114])",
         "np.tensordot(image, (0.299, 0.587, 0.114), axes=1).round().astype('uint8')",
         "red, green, blue = np.moveaxis(image, 2, 0).astype('float32')\n"
         "red * 0.299 + green * 0.587 + blue * 0.114",
         "[[0.299 * r + 0.587 * g + 0.114 * b for r, g, b in row.tolist()] for row in image]"],
        {"image.mean(axis=2)": "plain mean",
         "image @ [0.2126, 0.7152, 0.0722]": "BT.709",
         "image @ [0.114, 0.587, 0.299]": "swapped",
         "image.sum(axis=2)": "without weights",
         "(image[..., 0] + image[..., 1] + image[..., 2]) / 3": "overflow",
         "image.max(axis=2)": "largest channel",
         "image[..., 1]": "green channel alone",
         "image @ [0.299, 0.587, 0.114] / 255": "divided by 255",
         "image @ [0.299, 0.587, 0.114] / 3": "divided by 3",
         "image * np.array([0.299, 0.587, 0.114])": "not added",
         "(image * np.array([0.299, 0.587, 0.114])).sum(axis=2, keepdims=True)": "still there",
         "(image * np.array([0.299, 0.587, 0.114])).sum(axis=0)": "wrong shape"}),
    "images-4": Answers(
        "labels, classes",
        ["np.equal.outer(labels, range(classes))",
         "[[int(place == label) for place in range(classes)] for label in labels]",
         "rows = np.zeros((len(labels), classes), 'uint8')\nrows[range(len(labels)), labels] = 1\n"
         "rows",
         "np.identity(classes, dtype=bool)[labels.tolist()]"],
        {"np.eye(classes)[labels].T": "swapped",
         "np.eye(labels.max() + 1)[labels]": "too few columns",
         "np.eye(classes)[labels - 1]": "counted from 1",
         "1 - np.eye(classes)[labels]": "exchanged",
         "np.eye(classes)[labels] * labels[:, None]": "label itself",
         "np.eye(classes)[labels].sum(axis=0)": "in one row",
         "(labels[:, None] >= np.arange(classes)) * 1": "before the label",
         "np.eye(classes)": None}),
}

CONVOLUTION = {
    "convolution-1": Answers(
        "image, kernel",
        ["fits(image, kernel)\nsignal.correlate2d(image.astype(float), kernel, 'valid')",
         "fits(image, kernel)\nTensor(correlated(image, kernel))",
         "fits(image, kernel)\ncorrelated(image, kernel).astype('float32').tolist()",
         "np.einsum('ijpq,pq->ij', windows(image, kernel), kernel)",
         "fits(image, kernel)\nsum(w * image[r:r + image.shape[0] - kernel.shape[0] + 1, "
         "c:c + image.shape[1] - kernel.shape[1] + 1].astype(float) "
         "for (r, c), w in np.ndenumerate(kernel))",
         "= Correlates()", "= functools.partial(by_name, more=None)"],
        {"signal.convolve2d(image.astype(float), kernel, 'valid')": "this is the convolution",
         "signal.correlate2d(image.astype(float), kernel, 'same')": "as large as the image",
         "signal.correlate2d(image.astype(float), kernel, 'full')": "wholly inside",
         "correlated(image, kernel)[:-1, :-1]": "off by one",
         "result = correlated(image, kernel)\nresult[-1], result[:, -1] = 0, 0\nresult":
             "off by one",
         "correlated(image, kernel).T": "swapped",
         "correlated(image, kernel) / kernel.size": "mean",
         "correlated(image, kernel[::-1])": "one direction",
         "correlated(image, kernel[:, ::-1])": "one direction",
         "correlated(image[::-1, ::-1], kernel)": "turned around",
         "np.maximum(correlated(image, kernel), 0)": "negative came out as 0",
         "np.abs(correlated(image, kernel))": "lost their sign",
         "(windows(image, kernel) * kernel).max((2, 3))": "largest product",
         "correlated(image, kernel).astype(int)": "behind the point",
         "correlated(image.astype(int), kernel)": "fractions",
         "correlated(image, kernel) / kernel.sum()": "divided by the sum",
         "correlated(image, np.abs(kernel))": "weights lost their sign",
         "sums_in(image, kernel, image.dtype)": None,
         "image * kernel": "differ in shape",
         "correlated(image, kernel) if image.size >= kernel.size else np.zeros((1, 1))":
             "still there is a result",
         "h, w = np.subtract(image.shape, kernel.shape) + 1\nresult = np.zeros((h, w))\n"
         "for i, j in np.ndindex(h, w):\n"
         "    part = image[i:i + len(kernel), j:j + len(kernel[0])].astype(float)\n"
         "    result[i, j] = (part * kernel).sum()\nresult": "still there is a result",
         "[] if image.size < kernel.size else Correlates()(image, kernel=kernel)":
             "still there is a result"}),
    "convolution-2": Answers(
        "image, kernel",
        ["fits(image, kernel)\nsignal.convolve2d(image.astype(float), kernel, 'valid')",
         "fits(image, kernel)\ncorrelated(image, np.rot90(kernel, 2))",
         "np.einsum('ijpq,pq->ij', windows(image, kernel), kernel[::-1, ::-1]).tolist()",
         "fits(image, kernel)\ncorrelated(image[::-1, ::-1], kernel)[::-1, ::-1]"],
        {"correlated(image, kernel)": "cross-correlation",
         "correlated(image, kernel[::-1])": "one direction",
         "correlated(image, kernel[:, ::-1])": "one direction",
         "correlated(image[::-1, ::-1], kernel)": "turned around",
         "signal.convolve2d(image.astype(float), kernel, 'same')": "as large as the image",
         "signal.convolve2d(image.astype(float), kernel)": "wholly inside",
         "correlated(image, kernel[::-1, ::-1])[:-1, :-1]": "off by one",
         "correlated(image, kernel[::-1, ::-1]).T": "swapped",
         "correlated(image, kernel[::-1, ::-1]) / kernel.size": "mean",
         "correlated(image, -kernel)": None}),
    "convolution-3": Answers(
        "pixels, window, stride, padding",
        ["math.floor((pixels + 2 * padding - window) / stride) + 1",
         "len(range(window, pixels + 2 * padding + 1, stride))",
         "np.float32((pixels + 2 * padding - window) // stride + 1)",
         "= lambda *, stride, padding, pixels, window: (pixels + 2*padding - window)//stride + 1",
         "def count(left): return 0 if left < window else 1 + count(left - stride)\n"
         "count(pixels + 2 * padding)"],
        {"(pixels + 2 * padding - window) // stride": "one place too few",
         "(pixels + 2 * padding - window) / stride + 1": "fraction",
         "(pixels + padding - window) // stride + 1": "counted once",
         "(pixels - window) // stride + 1": "ignored",
         "pixels + 2 * padding - window + 1": "stride is ignored",
         "pixels - window + 1": "padding and stride",
         "(pixels + 2 * padding - window + 1) // stride": "before the division",
         "math.ceil((pixels + 2 * padding - window) / stride) + 1": "too many",
         "round((pixels + 2 * padding - window) / stride) + 1": "rounded to the nearest",
         "round((pixels + 2 * padding - window) / stride + 1)": "rounded to the nearest",
         "(pixels + 2 * padding - window) // stride + 2": "too many",
         "(pixels + 2 * padding) // stride": "length was not taken off",
         "math.ceil(pixels / stride)": "same",
         "[(pixels + 2 * padding - window) // stride + 1]": "single number"}),
    "convolution-4": Answers(
        "image, size, stride",
        ["np.max(windows(image, np.ones((size, size)))[::stride, ::stride], axis=(-2, -1))",
         "[[image[i:i + size, j:j + size].max() "
         "for j in range(0, image.shape[1] - size + 1, stride)] "
         "for i in range(0, image.shape[0] - size + 1, stride)]",
         "Tensor(windows(image, np.ones((size, size)))[::stride, ::stride].max((2, 3)))"],
        {"pooled(image, size, stride, np.mean)": "mean pooling",
         "pooled(image, size, stride, np.min)": "min pooling",
         "pooled(image, size, stride, np.sum)": "sum pooling",
         "pooled(image, size, stride, lambda part: max(0, part.max()))": "come out as 0",
         "pooled(image, size, stride, lambda part: part.flat[np.abs(part).argmax()])":
             "farthest from 0",
         "pooled(image, size, stride, lambda part: np.abs(part).max())": "farthest from 0",
         "pooled(image, size, stride, np.median)": "median",
         "pooled(image, size, stride, lambda part: part[0, 0])": "first pixel",
         "pooled(image, size, stride, lambda part: int(part.max()))": "behind the point",
         "pooled(image, size, 1, np.max)": "stride is ignored",
         "pooled(image, size, size, np.max)": "stride is ignored",
         "pooled(image, size, stride, np.max).T": "swapped",
         "pooled(image, size, stride, np.max)[:-1, :-1]": None,
         "pooled(image, size, stride, np.ptp)": "less the smallest"}),
    "convolution-5": Answers(
        "image, kernels, biases",
        ["np.stack([sum(correlated(image[..., c], kernels[:, :, c, k]) "
         "for c in range(image.shape[2])) + biases[k] for k in range(len(biases))], axis=-1)",
         "Tensor(layered(image, kernels, biases))",
         "signal.correlate(image.astype(float)[..., None], kernels[..., :1], 'valid')[:, :, 0] "
         "+ biases if kernels.shape[3] == 1 else layered(image, kernels, biases).tolist()"],
        {"layered(image, kernels, 0 * biases)": "biases are missing",
         "layered(image, kernels, image.shape[2] * biases)": "once for each channel",
         "layered(image, kernels, biases[:1])": "first bias",
         "layered(image, kernels, biases[-1])": "last bias",
         "layered(image, kernels, biases.sum())": "summed-up bias",
         "layered(image, kernels / image.shape[2], biases)": "mean over the channels",
         "layered(image, kernels / kernels[..., 0].size, biases)": "mean of the products",
         "layered(image, kernels[::-1, ::-1], biases)": "flipped",
         "layered(image, kernels[:, :, ::-1], biases)": "wrong order",
         "layered(image[..., :1], kernels[:, :, :1], biases)": "first channel",
         "layered(image[..., -1:], kernels[:, :, -1:], biases)": "last channel",
         "layered(image, np.repeat(kernels[:, :, :1], image.shape[2], 2), biases)": "first part",
         "np.maximum(0, layered(image, kernels, biases))": "become 0",
         "of_each_channel(image, kernels, biases)": "not added up",
         "of_each_channel(image, kernels, biases)[..., 0]": "a map for each channel",
         "np.moveaxis(layered(image, kernels, biases), -1, 0)": "maps come first",
         "layered(image, kernels, biases)[..., 0]": "axis of the kernels",
         "layered(image, kernels, biases).transpose(1, 0, 2)": "swapped",
         "layered(image, kernels, biases)[:-1, :-1]": "off by one",
         "layered(image, kernels, biases) ** 2": None}),
    "convolution-6": Answers(
        "error, kernel",
        ["tried(error, kernel)", "tried(error, kernel.astype('float32'), 0.1, 0.2).tolist()",
         "tried(error, kernel, 1e-5, 1e-5, low=0)", "Tensor(tried(error, kernel))"],
        {"-tried(error, kernel)": "sign is wrong",
         "tried(error, kernel, distance=0.001)": "twice as large",
         "tried(error, kernel, low=0)": "half as large",
         "tried(error, kernel, distance=1)": "not slopes",
         "kernel - tried(error, kernel)": "after a step",
         "0 * kernel + tried(error, kernel).sum()": "together",
         "tried(error, kernel) if kernel.dtype.kind == 'f' else 0 * kernel": "slopes are 0",
         "slopes = np.zeros(kernel.shape)\nfor at in np.ndindex(kernel.shape):\n"
         "    a, b = kernel.copy(), kernel.copy()\n    a[at] += 0.001\n    b[at] -= 0.001\n"
         "    slopes[at] = (error(a) - error(b)) / 0.002\nslopes": "leaves it as it is",
         "slopes = np.zeros(kernel.shape)\nfor at in np.ndindex(kernel.shape):\n"
         "    a = kernel.copy()\n    a[at] += 1e-5\n"
         "    slopes[at] = (error(a) - error(kernel)) / 1e-5\nslopes": "leaves it as it is",
         "slopes = np.zeros_like(kernel)\nslopes[:] = tried(error, kernel)\nslopes":
             "cut to whole numbers",
         "tried(error, kernel).ravel()": "shape",
         "tried(error, kernel) ** 2": None,
         "error(kernel)": "single number"}),
}

FIRST_NETWORK = {
    "first-network-1": Answers(
        "height, width, channels, kernels",
        ["kernels * (1 + np.prod([height, width, channels]))",
         "sum(math.prod((height, width, channels)) + 1 for _ in range(kernels))",
         "np.zeros((height, width, channels, kernels)).size + np.zeros(kernels).size",
         "Fraction(height * width * channels * kernels + kernels)"],
        {"height * width * channels * kernels": "biases are missing",
         "height * width * channels * kernels + 1": "one bias",
         "(height * width + 1) * kernels": "channels are missing",
         "(height * width + 1) * channels * kernels": "too many biases",
         "height * width * channels * kernels + channels": "maps that come in",
         "height * width * channels * kernels + channels * kernels": "too many biases",
         "(height * width + channels + 1) * kernels": "added, not multiplied",
         "height * width * channels + 1": "one kernel",
         "height * width * channels + kernels": "one kernel",
         "((height + width) * channels + 1) * kernels": "height and width were added",
         "(height * channels + 1) * kernels": "width is missing",
         "(height, width, channels, kernels)": "single number"}),
    "first-network-2": Answers(
        "scores",
        ["special.softmax(scores, axis=-1)",
         "np.exp(scores - special.logsumexp(scores, axis=1, keepdims=True))",
         "[special.softmax(row).tolist() for row in scores]",
         "1 / np.exp(scores[:, None, :] - scores[:, :, None]).sum(axis=2)",
         "(special.softmax(scores.T, axis=0).T).astype('float32')",
         "import jax\njax.nn.softmax(scores)"],
        {"np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)": "overflow",
         "np.exp(scores) / np.exp(scores).sum(axis=1)": "lost an axis",
         "special.softmax(scores, axis=0)": "each column",
         "special.softmax(scores)": "everything together",
         "np.exp(scores)": "powers of e",
         "np.exp(scores) / np.exp(scores).max(axis=1, keepdims=True)": "largest of each row is 1",
         "scores / scores.sum(axis=1, keepdims=True)": "scores themselves",
         "np.log(special.softmax(scores, axis=1))": "logarithms",
         "special.softmax(-scores, axis=1)": "smallest probability",
         "2**scores / (2**scores).sum(axis=1, keepdims=True)": "powers are those of 2",
         "1 / (1 + np.exp(-scores))": "logistic",
         "np.eye(scores.shape[1])[scores.argmax(axis=1)]": "largest gets all",
         "special.softmax(special.softmax(scores, axis=1), axis=1)": "taken twice",
         "scores -= scores.max(axis=1, keepdims=True)\nspecial.softmax(scores, axis=1)":
             "changed the array",
         "special.softmax(np.clip(scores, -500, 500), axis=1)": "cut large scores off"}),
    "first-network-3": Answers(
        "probabilities, labels",
        ["-np.mean([math.log(max(row[label], 1e-7)) for row, label in zip(probabilities, labels)])",
         "p = np.take_along_axis(probabilities, labels[:, None], axis=1)\n"
         "np.log(1 / np.clip(p, 1e-7, 1)).mean()",
         "one_hot = np.eye(probabilities.shape[1])[labels]\n"
         "-(one_hot * np.log(np.maximum(probabilities, 1e-7))).sum() / len(labels)",
         "-np.log(probabilities[np.arange(len(labels)), labels] + 1e-7).mean()"],
        {"-np.log(probabilities[np.arange(len(labels)), labels]).mean()": "infinite",
         "-np.log(true(probabilities, labels))": "loss of each picture",
         "-np.log(true(probabilities, labels)).sum()": "sum of the losses",
         "np.log(true(probabilities, labels)).mean()": "sign is wrong",
         "-np.log2(true(probabilities, labels)).mean()": "base 2",
         "-np.log10(true(probabilities, labels)).mean()": "base 10",
         "-np.log(probabilities).mean()": "all probabilities",
         "-np.log(probabilities[:, labels]).mean()": "columns of *all* labels",
         "-(np.eye(probabilities.shape[1])[labels] * np.log(probabilities)).mean()":
             "over the classes as well",
         "-np.log(probabilities.max(axis=1)).mean()": "most probable class",
         "true(probabilities, labels).mean()": "logarithm is missing",
         "1 - true(probabilities, labels).mean()": "1 − p",
         "-np.log(true(probabilities, labels).mean())": "before the logarithm",
         "-(probabilities * np.log(probabilities)).sum(axis=1).mean()": "entropy of the",
         "((probabilities - np.eye(probabilities.shape[1])[labels])**2).sum(axis=1).mean()":
             "squared error"}),
    "first-network-4": Answers(
        "probabilities, labels",
        ["np.mean([row.argmax() == label for row, label in zip(probabilities, labels)])",
         "np.count_nonzero(np.argsort(probabilities)[:, -1] == labels) / len(labels)",
         "1 - np.mean(probabilities.argmax(-1) != labels)",
         "Fraction(sum(map(int, probabilities.argmax(1) == labels)), len(labels))"],
        {"(probabilities.argmax(axis=1) == labels).sum()": "how many",
         "100 * (probabilities.argmax(axis=1) == labels).mean()": "percent",
         "(probabilities.argmax(axis=1) != labels).mean()": "wrong answers",
         "probabilities.argmax(axis=1) == labels": "of each picture",
         "(probabilities.argmin(axis=1) == labels).mean()": "least probable",
         "true(probabilities, labels).mean()": "mean probability",
         "(true(probabilities, labels) > 0.5).mean()": "above one half",
         "probabilities.max(axis=1).mean()": "how sure",
         "(probabilities.argmax(axis=1) == labels).sum() / probabilities.size": "too much",
         "(probabilities.argmax(axis=0) == labels).mean()": None}),
    "first-network-5": Answers(
        "only_first, only_second",
        ["stats.binomtest(only_first, (only_first + only_second) or 1, 0.5).pvalue",
         "min(Fraction(1), 2 * Fraction(halved(only_first + only_second, "
         "min(only_first, only_second))))",
         "n = only_first + only_second\n"
         "min(1, sum(math.comb(n, i) for i in range(n + 1) "
         "if abs(2 * i - n) >= abs(only_first - only_second)) / 2**n)"],
        {"min(1, halved(only_first + only_second, min(only_first, only_second)))": "one side",
         "2 * halved(only_first + only_second, min(only_first, only_second))": "above 1",
         "min(1, 2 * math.comb(only_first + only_second, only_first) "
         "/ 2**(only_first + only_second))": "exactly these counts",
         "min(1, 2 * halved(only_first + only_second, min(only_first, only_second) - 1))":
             "off by one",
         "math.erfc(abs(only_first - only_second) "
         "/ math.sqrt(2 * (only_first + only_second or 1)))": "without continuity",
         "math.erfc(max(0, abs(only_first - only_second) - 1) "
         "/ math.sqrt(2 * (only_first + only_second or 1)))": "with continuity",
         "only_first / (only_first + only_second or 1)": None,
         "(only_first - only_second)**2 / (only_first + only_second)": None}),
}

LEARNING = {
    "learning-1": Answers(
        "x, W, labels",
        ["p = special.softmax(x @ W, axis=1)\np[range(len(x)), labels] -= 1\n"
         "np.einsum('nf,nc->fc', x, p) / len(x)",
         "p = special.softmax(x @ W, axis=1)\n"
         "sum(np.outer(a, b) for a, b in zip(x, p - np.eye(len(W[0]))[labels])) / len(x)",
         "import jax\ndef loss(W): return -jax.nn.log_softmax(x @ W)[np.arange(len(x)), labels]"
         ".mean()\njax.grad(loss)(W)"],
        {"gradient(x, W, labels, -1)": "sign is turned",
         "gradient(x, W, labels, len(x))": "mean over the pictures",
         "gradient(x, W, labels).T": "swapped",
         "x.T @ (special.softmax(x @ W, axis=0) - np.eye(len(W[0]))[labels]) / len(x)":
             "down the columns",
         "x.T @ (special.softmax(x @ W) - np.eye(len(W[0]))[labels]) / len(x)": "together sum to 1",
         "x.T @ (x @ W - np.eye(len(W[0]))[labels]) / len(x)": "softmax is missing",
         "x.T @ (special.softmax(x @ W, axis=1) - labels[:, None]) / len(x)": "not one-hot",
         "x.T @ (special.softmax(x @ W, axis=1) - labels) / len(x)": "not one-hot",
         "x.T @ special.softmax(x @ W, axis=1) / len(x)": "y is missing",
         "gradient(x, W, labels, len(x) / len(W[0]))": "number of classes",
         "p = np.exp(x @ W)\n"
         "x.T @ (p / p.sum(axis=1, keepdims=True) - np.eye(len(W[0]))[labels]) / len(x)":
             "overflow",
         "special.softmax(x @ W, axis=1) - np.eye(len(W[0]))[labels]": None}),
    "learning-2": Answers(
        "order, batch_size",
        ["np.split(order, range(batch_size, len(order), batch_size))",
         "[list(order[at:at + batch_size]) for at in range(0, len(order), batch_size)]",
         "(order[at:at + batch_size] for at in range(0, len(order), batch_size))",
         "def cut(rest): return [rest[:batch_size], *cut(rest[batch_size:])] if len(rest) else []\n"
         "cut(order)"],
        {"[order[at:at + batch_size] for at in range(0, len(order) - batch_size + 1, batch_size)]":
             "left out",
         "np.split(np.sort(order), range(batch_size, len(order), batch_size))": "sorted",
         "np.split(np.arange(len(order)), range(batch_size, len(order), batch_size))":
             "not what stands there",
         "np.split(order[::-1], range(batch_size, len(order), batch_size))": "end to the beginning",
         "np.array_split(order, batch_size)": "batch_size batches",
         "[order[at:at + batch_size] for at in range(len(order))]": "overlap",
         "[order[at:at + batch_size] for at in range(0, len(order) + 1, batch_size)]":
             "empty batch",
         "[order[n * batch_size:(n + 1) * batch_size] for n in range(len(order)//batch_size + 1)]":
             "empty batch",
         "np.split(np.resize(order, -(-len(order) // batch_size) * batch_size), "
         "-(-len(order) // batch_size))": "filled up",
         "order": "no list of batches",
         "[order]": "nothing was cut",
         "batches = np.split(order, range(batch_size, len(order), batch_size))\n[*batches, []]":
             "empty batch"}),
    "learning-3": Answers(
        "weight, velocity, slope, learning_rate, share",
        ["new = share * velocity - learning_rate * slope\n[(weight + new).tolist(), new.tolist()]",
         "new = share * velocity - learning_rate * slope\nnp.array([weight + new, new], 'float32')",
         "= lambda weight, velocity, *, slope, learning_rate, share: (weight + share*velocity - "
         "learning_rate*slope, share*velocity - learning_rate*slope)"],
        {"v = share * velocity - learning_rate * slope\nweight + velocity, v": "old velocity",
         "v = share * velocity - learning_rate * slope\nweight - v, v": "uphill",
         "v = share * velocity + learning_rate * slope\nweight + v, v": "uphill",
         "v = share * velocity - learning_rate * slope\nv, weight + v": "swapped",
         "v = share * velocity + slope\nweight - learning_rate * v, v": "PyTorch",
         "v = share * velocity - learning_rate * slope\n"
         "weight + share * v - learning_rate * slope, v": "Nesterov",
         "v = share * velocity - (1 - share) * learning_rate * slope\nweight + v, v": "1 − m",
         "v = velocity - learning_rate * slope\nweight + v, v": "share is missing",
         "v = share * velocity - slope\nweight + v, v": "rate is missing",
         "v = share * velocity - learning_rate * slope\nweight - learning_rate * slope, v":
             "without momentum",
         "v = share * velocity - learning_rate * slope\nweight + v, velocity": "old velocity",
         "weight + share * velocity - learning_rate * slope": "2 are asked",
         "velocity *= share\nvelocity -= learning_rate * slope\nweight + velocity, velocity":
             "changed the array"}),
}

OVERFITTING = {
    "overfitting-1": Answers(
        "weight, slope, learning_rate, strength",
        ["(1 - 2 * learning_rate * strength) * weight - learning_rate * slope",
         "np.array([w - learning_rate * (g + 2 * strength * w) for w, g in "
         "zip(weight.flat, slope.flat)]).reshape(weight.shape)",
         "Tensor(weight - learning_rate * np.add(slope, 2 * strength * weight))"],
        {"weight - learning_rate * slope": "penalty is missing",
         "weight - learning_rate * (slope + strength * weight)": "half as much",
         "weight - learning_rate * (slope - 2 * strength * weight)": "away from 0",
         "weight + learning_rate * (slope + 2 * strength * weight)": "uphill",
         "(1 - 2 * strength) * weight - learning_rate * slope": "forgets the learning rate",
         "weight - learning_rate * (slope + strength * (weight**2).sum())": "not its gradient",
         "weight - learning_rate * (slope + strength * np.sign(weight))": "L1",
         "weight - learning_rate * (slope + 2 * strength * np.sign(weight))": "L1",
         "weight - learning_rate * slope - strength * np.sign(weight)": "L1",
         "weight - learning_rate * (slope + strength * weight**2)": "not its gradient",
         "weight - learning_rate * slope + strength * weight**2": "not its gradient",
         "weight - learning_rate * (slope + strength * abs(weight))": "lost its sign",
         "slope + 2 * strength * weight": "not the new weight",
         "-learning_rate * (slope + 2 * strength * weight)": "the step",
         "weight - (slope + 2 * strength * weight)": "rate is missing",
         "weight - 2 * learning_rate * strength * weight": "gradient of the loss is missing",
         "weight -= learning_rate * (slope + 2 * strength * weight)\nweight":
             "changed the array"}),
    "overfitting-2": Answers(
        "x, rate, draws, training",
        ["x * (draws >= rate) / (1 - rate) if training else x",
         "[0 if d < rate else v / (1 - rate) for v, d in zip(x, draws)] if training else list(x)",
         "kept = np.logical_or(draws >= rate, not training)\n"
         "np.where(kept, x / (1 - rate * training), 0)"],
        {"x * (draws >= rate) if training else x": "not divided",
         "x * (draws >= rate) / max(rate, 1e-9) if training else x": "wrong share",
         "np.where(draws < rate, 0, x / rate) if training else x": "wrong share",
         "np.where(draws <= rate, 0, x / (1 - rate)) if training else x": "equal to the rate",
         "x * (draws < rate) / max(rate, 1e-9) if training else x": "share that is kept",
         "x * (draws < rate) / (1 - rate) if training else x": "swapped",
         "x * (draws >= rate) * (1 - rate) if training else x": "became smaller",
         "x * (draws >= rate) / (1 - rate)": "no training",
         "x * (draws >= rate) / (1 - rate) if training else x * (1 - rate)": "were scaled",
         "(draws >= rate) / (1 - rate) if training else x": "values themselves",
         "x / (1 - rate) if training else x": "nothing was dropped",
         "x": "nothing was dropped",
         "x[draws >= rate] / (1 - rate) if training else x": None}),
    "overfitting-3": Answers(
        "image, down, right",
        ["ndimage.shift(image, (down, right), order=0)",
         "[[image[i - down, j - right] if 0 <= i - down < len(image) and "
         "0 <= j - right < len(image[0]) else 0 for j in range(len(image[0]))] "
         "for i in range(len(image))]",
         "rows = np.eye(len(image), k=-down)\nrows @ image @ np.eye(len(image[0]), k=right)"],
        {"np.roll(image, (down, right), (0, 1))": "other side",
         "ndimage.shift(image, (-down, -right), order=0)": "wrong way",
         "ndimage.shift(image, (right, down), order=0)": "down and right are swapped",
         "ndimage.shift(image, (down, right), order=0, mode='nearest')": "edge",
         "image": "did not move",
         "ndimage.shift(image, (down, 0), order=0)": "only the rows",
         "ndimage.shift(image, (0, right), order=0)": "only the columns",
         "ndimage.shift(image, (abs(down), abs(right)), order=0)": "down and right only",
         "ndimage.shift(image, (-down, right), order=0)": "up and down",
         "moved = np.zeros_like(image)\nfor i, j in np.ndindex(image.shape):\n"
         "    if i - down < len(image) and j - right < len(image[0]):\n"
         "        moved[i, j] = image[i - down, j - right]\nmoved": "negative index",
         "moved = np.zeros_like(image)\nfor i, j in np.ndindex(image.shape):\n"
         "    if i + down < len(image) and j + right < len(image[0]):\n"
         "        moved[i + down, j + right] = image[i, j]\nmoved": "negative index",
         "moved = np.zeros_like(image)\nfor i, j in np.ndindex(image.shape):\n"
         "    try: moved[i + down, j + right] = image[i, j]\n"
         "    except IndexError: pass\nmoved": "negative index",
         "ndimage.shift(image, (down, -right), order=0)": "left and right",
         "image[down:, right:]": None}),
    "overfitting-4": Answers(
        "losses, patience",
        ["best, kept, waited = np.inf, 0, 0\nfor epoch, loss in enumerate(losses, 1):\n"
         "    if loss < best: best, kept, waited = loss, epoch, 0\n    else: waited += 1\n"
         "    if waited == patience: break\n[kept, epoch]",
         "def go(epoch, kept):\n    if epoch == len(losses) or epoch - kept >= patience:\n"
         "        return kept, epoch\n"
         "    return go(epoch + 1, epoch + 1 if losses[epoch] < losses[kept - 1] else kept)\n"
         "go(1, 1)"],
        {"tuple(n - 1 for n in stopping(losses, patience))": "counted from 0",
         "stopping(losses, patience)[::-1]": "swapped",
         "int(np.argmin(losses)) + 1, stopping(losses, patience)[1]": "never trained",
         "stopping(losses, patience + 1)": "too late",
         "stopping(losses, patience, lambda a, b: a <= b)": "equal loss",
         "[stopping(losses, patience)[1]] * 2": "last epoch was kept",
         "waited, kept = 0, 1\nfor epoch, loss in enumerate(losses, 1):\n"
         "    if loss < losses[kept - 1]: kept = epoch\n    elif epoch > 1: waited += 1\n"
         "    if waited >= patience: break\nkept, epoch": "did not follow",
         "waited, kept = 0, 1\nfor epoch in range(2, len(losses) + 1):\n"
         "    if losses[epoch - 1] < losses[epoch - 2]: kept, waited = epoch, 0\n"
         "    else: waited += 1\n    if waited >= patience: break\nkept, epoch":
             "with the one before",
         "best, kept, waited = losses[0], 1, 0\nfor epoch in range(2, len(losses) + 1):\n"
         "    if losses[epoch - 1] < best: best, kept = losses[epoch - 1], epoch\n"
         "    waited = 0 if losses[epoch - 1] < losses[epoch - 2] else waited + 1\n"
         "    if waited >= patience: break\nkept, epoch": "with the one before",
         "waited = 0\nfor epoch in range(2, len(losses) + 1):\n"
         "    waited = waited + 1 if losses[epoch - 1] > losses[epoch - 2] else 0\n"
         "    if waited == patience: break\nepoch - waited, epoch": "with the one before",
         "kept = int(np.argmin(losses)) + 1\nkept, min(kept + patience, len(losses))":
             "never trained",
         "int(np.argmin(losses)) + 1, len(losses)": "does not stop",
         "kept, stop = stopping(losses, patience)\nlosses[kept - 1], stop": "place of the epoch",
         "stopping(losses, patience)[0]": "2 are asked"}),
}

CHOOSING = {
    "choosing-1": Answers(
        "a, b",
        ["told = stats.ttest_rel(b, a).confidence_interval()\n[(b - a).mean(), *told]",
         "d = np.subtract(b, a)\n"
         "low, high = stats.t.interval(0.95, len(d) - 1, d.mean(), stats.sem(d))\n"
         "np.array([d.mean(), low, high])"],
        {"b - a": "differences",
         "interval(b, a)": "sign is turned",
         "interval(a, b, ddof=0)": "divided by n",
         "interval(a, b, factor=1.96)": "1.96",
         "interval(a, b, factor=t.ppf(0.95, len(a) - 1))": "90 %",
         "interval(a, b, factor=t.ppf(0.975, len(a)))": "freedom",
         "d = b - a\nd.mean() + t.ppf(0.975, len(d) - 1) * d.std(ddof=1) * np.array([0, -1, 1])":
             "single difference",
         "interval(a, b)[[1, 0, 2]]": "order",
         "told = stats.ttest_ind(b, a, equal_var=False).confidence_interval()\n"
         "[(b - a).mean(), *told]": "pairs",
         "interval(a, b, factor=t.ppf(0.975, len(a) - 1) * np.sqrt(len(a) / (len(a) - 1)))":
             "root of n − 1",
         "interval(a, b)[[0, 2, 1]]": "ends are swapped",
         "interval(a, b, factor=1)": "factor of Student",
         "(b - a).mean()": "3 are asked",
         "interval(a, b)[1:]": "3 are asked",
         "s = np.sqrt(a.var(ddof=1) + b.var(ddof=1))\n"
         "(b - a).mean() + t.ppf(0.975, len(a) - 1) * s / np.sqrt(len(a)) * np.array([0, -1, 1])":
             "pairs"}),
    "choosing-2": Answers(
        "valid, test",
        ["row = max(range(len(valid)), key=lambda row: sum(valid[row]))\n[row, np.mean(test[row])]",
         "means = np.einsum('cs->c', valid)\nrow = np.flatnonzero(means == means.max())[0]\n"
         "np.array((row, test.mean(axis=1)[row]))"],
        {"row_by(valid, test, np.median)": "median",
         "row_by(valid, test, np.min)": "worst seed",
         "row_by(valid, test, np.max)": "luckiest",
         "row_by(valid, test, lambda seeds: seeds[-1])": "last seed",
         "row_by(valid, test, lambda seeds: seeds[0])": "first seed",
         "row_by(valid, test, lambda seeds: -np.mean(seeds))": "worst one",
         "row_by(test, test, np.mean)": "on the test pictures",
         "row_by(valid, valid, np.mean)": "validation pictures",
         "row_by(valid + test, test, np.mean)": "both sets",
         "row_by(valid, test, np.mean)[0], test.mean(axis=1).max()": "best of all",
         "row_by(valid, test, np.mean, np.max)": "best seed of the chosen",
         "row_by(valid, test, np.mean, np.min)": "worst seed of the chosen",
         "row_by(valid, test, np.mean, np.median)": "median of the chosen",
         "row_by(valid, test, np.mean)[::-1]": "order",
         "row, figure = row_by(valid, test, np.mean)\nrow + 1, figure": "counted from 1",
         "row_by(valid, test, np.mean)[1]": "2 are asked"}),
    "choosing-3": Answers(
        "height, width, channels, size, kernels, stride",
        ["len(range(0, height - size + 1, stride)) * len(range(0, width - size + 1, stride)) * "
         "kernels * channels * size**2",
         "view = windows(np.zeros((height, width)), np.zeros((size, size)))\n"
         "view[::stride, ::stride].size * channels * kernels"],
        {"height * width * channels * size * size * kernels": "over the border",
         "height // stride * (width // stride) * channels * size**2 * kernels": "for padding",
         "-(-height // stride) * -(-width // stride) * channels * size**2 * kernels": "for padding",
         "rows, columns = (height - size) / stride + 1, (width - size) / stride + 1\n"
         "rows * columns * channels * size**2 * kernels": "fit wholly",
         "rows, columns = (height - size) / stride + 1, (width - size) / stride + 1\n"
         "int(rows * columns * channels * size**2 * kernels)": "fit wholly",
         "cost(height, width, channels, size, kernels, 1)": "stride is missing",
         "cost(height, width, 1, size, kernels, stride)": "channels are missing",
         "cost(height, width, channels, size, 1, stride)": "kernels are missing",
         "cost(height, width, channels, size, kernels, stride) / size": "size counts twice",
         "channels * size * size * kernels": "weights",
         "channels * size * size * kernels + kernels": "weights",
         "2 * cost(height, width, channels, size, kernels, stride)": "counted twice",
         "(height - size) // stride * ((width - size) // stride) * size**2 * channels * kernels":
             "first place",
         "cost(height, width, channels, size, kernels, stride) * (1 + 1 / channels / size**2)":
             "biases"}),
    "choosing-4": Answers(
        "sizes, strides",
        ["side = 1\nfor size, stride in zip(sizes[::-1], strides[::-1]):\n"
         "    side = (side - 1) * stride + size\nside",
         "def field(sizes, strides): return 1 if not sizes else "
         "sizes[0] + (field(sizes[1:], strides[1:]) - 1) * strides[0]\nfield(sizes, strides)",
         "np.int64(1 + np.dot(np.array(sizes) - 1, np.cumprod([1] + strides)[:-1]))"],
        {"sum(sizes)": "sizes were added",
         "math.prod(sizes)": "multiplied",
         "1 + sum(size - 1 for size in sizes)": "strides are missing",
         "1 + int(((np.array(sizes) - 1) * np.cumprod(strides)).sum())": "own stride",
         "1 + sum((size - 1) * stride for size, stride in zip(sizes, [1] + strides))":
             "layer before",
         "1 + int(((np.array(sizes[::-1]) - 1) * np.cumprod([1] + strides[:0:-1])).sum())":
             "last to the first",
         "1 + sum((size - 1) * stride for size, stride in zip(sizes, strides))":
             "own stride alone",
         "1 + int(np.dot(sizes, np.cumprod([1] + strides)[:-1]))": "whole size",
         "int(np.dot(sizes, np.cumprod([1] + strides)[:-1]))": "whole size",
         "1 + int(np.dot(np.array(sizes) - 1, np.cumsum([1] + strides)[:-1]))":
             "strides were added",
         "int(np.dot(np.array(sizes) - 1, np.cumprod([1] + strides)[:-1]))": "off by one",
         "max(sizes)": None}),
    "choosing-5": Answers(
        "u, low, high",
        ["np.exp(np.log(low) + u * (np.log(high) - np.log(low)))",
         "10 ** (np.log10(low) * (1 - u) + np.log10(high) * u)",
         "[math.pow(low, 1 - one) * math.pow(high, one) for one in u]",
         "stats.loguniform(low, high).ppf(u)"],
        {"low + u * (high - low)": "by differences",
         "np.log(low) + u * np.log(high / low)": "are the logarithms",
         "np.log10(low) + u * np.log10(high / low)": "are the logarithms",
         "np.exp(np.log10(low) + u * np.log10(high / low))": "different bases",
         "10 ** (np.log(low) + u * np.log(high / low))": "different bases",
         "high * (low / high) ** u": "other end",
         "high ** u": "low is not used",
         "low * high ** u": "not of high/low",
         "(high / low) ** u": "low is missing",
         "low + (high / low) ** u": "low was added",
         "10 ** (low + u * (high - low))": "exponents"}),
}

AXES = "axes = tuple(range(x.ndim - 1))\nm, v = x.mean(axes), x.var(axes)\n"
MEANS = "m = x.mean((1, 2))\n"

DEEP_NETWORKS = {
    "deep-networks-1": Answers(
        "shape",
        ["*inputs, outputs = shape\nmath.sqrt(2 / math.prod(inputs))",
         "(np.prod(shape) / shape[-1] / 2)**-0.5",
         "np.sqrt(6 / np.prod(shape[:-1])) / np.sqrt(3)",
         "np.float32(2**0.5 / functools.reduce(lambda a, b: a * b, shape[:-1])**0.5)"],
        {"np.sqrt(2 / shape[-1])": "outputs were counted",
         "np.sqrt(2 / shape[-2])": "only the channels",
         "np.sqrt(2 / shape[0])": "only the first axis",
         "np.sqrt(2 / np.prod(shape))": "all weights",
         "np.sqrt(2 / (shape[0] * shape[1]))": "channels weren't counted",
         "np.sqrt(2 / sum(shape[:-1]))": "sides were added",
         "2 / np.prod(shape[:-1])": "variance",
         "np.sqrt(1 / np.prod(shape[:-1]))": "2 is missing",
         "field = np.prod(shape[:-2])\nnp.sqrt(2 / (field * shape[-2] + field * shape[-1]))":
             "Glorot",
         "2 / np.sqrt(np.prod(shape[:-1]))": "outside the root",
         "np.sqrt(np.prod(shape[:-1]) / 2)": "turned over",
         "np.sqrt(6 / np.prod(shape[:-1]))": "even distribution",
         "np.sqrt(0.5 / np.prod(shape[:-1]))": "below the line",
         "draws.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape)": "wrong shape",
         "rows, columns, channels, kernels = shape\nnp.sqrt(2 / (rows * columns * channels))":
             "ValueError",
         "0.05": None}),
    "deep-networks-2": Answers(
        "x, gamma, beta",
        ["flat = x.reshape(-1, x.shape[-1])\n"
         "(stats.zscore(flat) * flat.std(0) / np.sqrt(flat.var(0) + 1e-3) * gamma + beta)"
         ".reshape(x.shape)",
         AXES + "scale = gamma / np.sqrt(v + 0.001)\nTensor(x * scale + (beta - m * scale))",
         "n, axes = x[..., 0].size, tuple(range(x.ndim - 1))\n"
         "m = np.add.reduce(x, axes) / n\nv = np.add.reduce(x * x, axes) / n - m**2\n"
         "(gamma * (x - m) * (v + 1e-3)**-0.5 + beta).tolist()",
         "np.stack([(x[..., c] - x[..., c].mean()) / math.sqrt(x[..., c].var() + 0.001) * gamma[c] "
         "+ beta[c] for c in range(x.shape[-1])], axis=-1)"],
        {"gamma * (x - x.mean(0)) / np.sqrt(x.var(0) + 0.001) + beta": "each place",
         "gamma * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 0.001) "
         "+ beta": "layer normalisation",
         "axes = tuple(range(1, x.ndim))\ngamma * (x - x.mean(axes, keepdims=True)) / "
         "np.sqrt(x.var(axes, keepdims=True) + 0.001) + beta": "each picture was",
         "axes = tuple(range(1, x.ndim - 1)) or 0\ngamma * (x - x.mean(axes, keepdims=True)) / "
         "np.sqrt(x.var(axes, keepdims=True) + 0.001) + beta": "each picture was",
         "gamma * (x - x.mean()) / np.sqrt(x.var() + 0.001) + beta": "share one mean",
         AXES + "gamma * (x - m) / (v + 0.001) + beta": "root is missing",
         AXES + "(x - m) / np.sqrt(v + 0.001)": "γ and β are missing",
         AXES + "(x - m) / np.sqrt(v + 0.001) + beta": "γ is missing",
         AXES + "gamma * (x - m) / np.sqrt(v + 0.001)": "β is missing",
         AXES + "beta * (x - m) / np.sqrt(v + 0.001) + gamma": "swapped",
         AXES + "gamma * ((x - m) / np.sqrt(v + 0.001) + beta)": "β was multiplied",
         AXES + "gamma * (x - m) + beta": "nothing was divided",
         AXES + "gamma * (x - m) / (np.sqrt(v) + 0.001) + beta": "outside the root",
         AXES + "gamma * (x - m) / x.std(axes) + beta": "ε is missing",
         AXES + "gamma * (x - m) / np.sqrt(x.var(axes, ddof=1) + 0.001) + beta": "n − 1",
         AXES + "gamma * x / np.sqrt(v + 0.001) + beta": "mean wasn't subtracted",
         "gamma * x + beta": "nothing was normalised",
         AXES + "x -= m\ngamma * x / np.sqrt(v + 0.001) + beta": "changed the array",
         "m, v = x.mean((0, 1, 2)), x.var((0, 1, 2))\ngamma * (x - m) / np.sqrt(v + 0.001) + beta":
             "AxisError",
         AXES + "gamma * (m - x) / np.sqrt(v + 0.001) + beta": None}),
    "deep-networks-3": Answers(
        "mean, variance, x, momentum",
        ["flat, new = x.reshape(-1, x.shape[-1]), 1 - momentum\n"
         "[mean - new * (mean - flat.mean(0)), variance - new * (variance - flat.var(0))]",
         AXES + "Tensor(np.average([[mean, variance], [m, v]], axis=0, "
         "weights=[momentum, 1 - momentum]))",
         "axes = tuple(range(x.ndim))[:-1]\ntuple((momentum * old + (1 - momentum) * np.asarray("
         "of(x, axis=axes))).tolist() for old, of in ((mean, np.mean), (variance, np.var)))"],
        {AXES + "(1 - momentum) * mean + momentum * m, (1 - momentum) * variance + momentum * v":
             "old and new are swapped",
         AXES + "m, v": "forgotten",
         "mean, variance": "nothing moved",
         AXES + "momentum * mean + m, momentum * variance + v": "new values count in full",
         AXES + "mean + (1 - momentum) * m, variance + (1 - momentum) * v":
             "old values count in full",
         AXES + "(mean + m) / 2, (variance + v) / 2": "count alike",
         AXES + "momentum * variance + (1 - momentum) * v, momentum * mean + (1 - momentum) * m":
             "mean and variance are swapped",
         AXES + "momentum * mean + (1 - momentum) * m, "
         "momentum * variance + (1 - momentum) * np.sqrt(v)": "standard deviation",
         AXES + "momentum * mean + (1 - momentum) * m, "
         "momentum * variance + (1 - momentum) * x.var(axes, ddof=1)": "n − 1",
         AXES + "momentum * mean + (1 - momentum) * m, "
         "momentum * variance + (1 - momentum) * (x**2).mean(axes)": "mean square",
         AXES + "momentum * mean + (1 - momentum) * x.sum(axes), "
         "momentum * variance + (1 - momentum) * v": "sum moved",
         AXES + "momentum * mean + (1 - momentum) * m, variance": "variance didn't move",
         AXES + "mean, momentum * variance + (1 - momentum) * v": "mean didn't move",
         AXES + "momentum * mean + (1 - momentum) * m, "
         "momentum * variance + (1 - momentum) * ((x - mean)**2).mean(axes)": "moving mean",
         AXES + "momentum * mean + (1 - momentum) * m": "2 are asked",
         "momentum * mean + (1 - momentum) * x.mean(0), "
         "momentum * variance + (1 - momentum) * x.var(0)": "a mean of its own",
         AXES + "mean[:] = momentum * mean + (1 - momentum) * m\n"
         "mean, momentum * variance + (1 - momentum) * v": "changed the array",
         AXES + "0.99 * mean + 0.01 * m, 0.99 * variance + 0.01 * v": None}),
    "deep-networks-4": Answers(
        "x, W1, W2",
        ["hidden = x @ W1\nhidden[hidden < 0] = 0\nsums = x + hidden @ W2\nsums * (sums > 0)",
         "both = np.c_[x, np.maximum(x @ W1, 0)] @ np.r_[np.eye(x.shape[1]), W2]\n"
         "Tensor(both.clip(0))",
         "[np.maximum(0, row + W2.T @ np.maximum(0, W1.T @ row)).tolist() for row in x]",
         "relu = lambda z: (z + np.abs(z)) / 2\nrelu(relu(x @ W1) @ W2 + x).astype('float32')"],
        {"np.maximum(np.maximum(x @ W1, 0) @ W2, 0)": "x isn't added",
         "x + np.maximum(np.maximum(x @ W1, 0) @ W2, 0)": "before the sum",
         "x + np.maximum(x @ W1, 0) @ W2": "last ReLU is missing",
         "np.maximum(x, 0) + np.maximum(x @ W1, 0) @ W2": "of x alone",
         "np.maximum(x + x @ W1 @ W2, 0)": "between the two layers",
         "np.maximum(x + np.maximum(np.maximum(x @ W1, 0) @ W2, 0), 0)": "only add",
         "np.maximum(np.maximum(x, 0) + np.maximum(x @ W1, 0) @ W2, 0)": "went through a ReLU",
         "np.maximum(np.maximum(x @ W1, 0) @ W2 - x, 0)": "subtracted",
         "np.maximum(x * (np.maximum(x @ W1, 0) @ W2), 0)": "multiplied",
         "np.maximum(x @ W1, 0) @ W2": "without x",
         "np.maximum(2 * x + np.maximum(x @ W1, 0) @ W2, 0)": "added twice",
         "np.maximum(x + np.tanh(x @ W1) @ W2, 0)": "tanh",
         "np.maximum(x + np.maximum(x @ W1, 0), 0)": "ValueError",
         "np.maximum(x + W2 @ np.maximum(W1 @ x, 0), 0)": "ValueError",
         "x += np.maximum(x @ W1, 0) @ W2\nnp.maximum(x, 0)": "changed the array",
         "np.where(x + np.maximum(x @ W1, 0) @ W2 > 0, x, 0)": None}),
    "deep-networks-5": Answers(
        "rows, columns, size, channels, kernels",
        ["np.array([1, rows * columns]) * channels * (size**2 + kernels)",
         "first, second = channels * size * size, channels * kernels\n"
         "[first + second, rows * columns * first + rows * columns * second]",
         "np.int64(kernels * channels + sum(size**2 for _ in range(channels))), "
         "float(columns * rows * (channels * size**2 + channels * kernels))"],
        {"w = size**2 * channels * kernels\nw, rows * columns * w": "ordinary convolution",
         "w = size**2 * channels\nw, rows * columns * w": "1×1 kernels are missing",
         "w = channels * kernels\nw, rows * columns * w": "kernels of the channels are missing",
         "w = size**2 + channels * kernels\nw, rows * columns * w": "share one kernel",
         "w = size * channels + channels * kernels\nw, rows * columns * w": "not its square",
         "w = size**2 * kernels + channels * kernels\nw, rows * columns * w": "for each output",
         "w = size**2 * channels + size**2 * channels * kernels\nw, rows * columns * w":
             "second step",
         "w = size**2 * channels + channels * kernels\n"
         "w + channels + kernels, rows * columns * w": "biases",
         "w = channels * (size**2 + 1) + kernels * (channels + 1)\nw, rows * columns * w": "biases",
         "w = size**2 * channels + kernels\nw, rows * columns * w": "one weight",
         "w = size**2 * channels**2 + channels * kernels\nw, rows * columns * w":
             "sees all channels",
         "w = size**2 * channels + channels * kernels\nrows * columns * w, w": "swapped",
         "w = size**2 * channels + channels * kernels\nw, w": "used once",
         "w = size**2 * channels + channels * kernels\nw, rows * w": "columns weren't counted",
         "w = size**2 * channels + channels * kernels\n"
         "w, (rows - size + 1) * (columns - size + 1) * w": "became smaller",
         "w = size**2 * channels + channels * kernels\nw, 2 * rows * columns * w": "counts twice",
         "size**2 * channels + channels * kernels": "2 are asked",
         "w = size**2 * channels + channels * kernels\nw, rows * columns * w / 4": None}),
    "deep-networks-6": Answers(
        "x, W1, W2",
        ["np.einsum('nhwc,nc->nhwc', x, special.expit(np.maximum(x.mean(1).mean(1) @ W1, 0) @ W2))",
         "[picture * special.expit(W2.T @ (W1.T @ picture.mean((0, 1))).clip(0)) for picture in x]",
         "m = x.sum((1, 2), keepdims=True) / x[0, :, :, 0].size\n"
         "Tensor(x * (1 + np.tanh(np.maximum(m @ W1, 0) @ W2 / 2)) / 2)",
         "m = ndimage.uniform_filter(x, (0, *x.shape[1:3], 0), mode='wrap')\n"
         "(x / (1 + np.exp(-(np.maximum(m @ W1, 0) @ W2)))).tolist()"],
        {MEANS + "special.expit(np.maximum(m @ W1, 0) @ W2)": "factors alone",
         MEANS + "x + special.expit(np.maximum(m @ W1, 0) @ W2)[:, None, None]": "are added",
         MEANS + "x * special.expit(m @ W1 @ W2)[:, None, None]": "ReLU is missing",
         MEANS + "x * (np.maximum(m @ W1, 0) @ W2)[:, None, None]": "sigmoid is missing",
         MEANS + "x * special.expit(special.expit(m @ W1) @ W2)[:, None, None]":
             "sigmoid between",
         MEANS + "x * np.maximum(np.maximum(m @ W1, 0) @ W2, 0)[:, None, None]":
             "last function is a ReLU",
         "m = x.max((1, 2))\nx * special.expit(np.maximum(m @ W1, 0) @ W2)[:, None, None]":
             "largest values",
         "m = x.sum((1, 2))\nx * special.expit(np.maximum(m @ W1, 0) @ W2)[:, None, None]":
             "sums were taken",
         "x * special.expit(np.maximum(x.mean((0, 1, 2)) @ W1, 0) @ W2)": "all pictures",
         MEANS + "x * special.softmax(np.maximum(m @ W1, 0) @ W2, axis=-1)[:, None, None]":
             "softmax",
         "x * special.expit(np.maximum(x @ W1, 0) @ W2)": "each place",
         MEANS + "x @ special.expit(np.maximum(m @ W1, 0) @ W2)": "ValueError",
         "m = x.mean()\nx * special.expit(np.maximum(m * W1, 0) @ W2)": None,
         MEANS + "x *= special.expit(np.maximum(m @ W1, 0) @ W2)[:, None, None]\nx":
             "changed the array",
         MEANS + "x / special.expit(np.maximum(m @ W1, 0) @ W2)[:, None, None]": None}),
}

SEQUENCES = {
    "sequences-1": Answers(
        "sequence, W, U, b",
        ["def step(h, x): return np.tanh(x @ W + h @ U + b)\n"
         "list(itertools.accumulate(sequence, step, initial=np.zeros(len(b))))[1:]",
         "def states(rows): return [] if not len(rows) else (lambda before: before + "
         "[np.tanh(rows[-1] @ W + (before[-1] if before else 0 * b) @ U + b)])(states(rows[:-1]))\n"
         "states(sequence)",
         "result = np.zeros((len(sequence) + 1, len(b)))\n"
         "for place, x in enumerate(sequence): result[place + 1] = np.tanh(np.einsum('f,fu->u', x, "
         "W) + U.T @ result[place] + b)\nresult[1:]"],
        {"np.tanh(sequence @ W + b)": "nothing is remembered",
         "rnn(sequence, W, U, b)[-1]": "only one state",
         "rnn(sequence, W, U, b).T": "swapped",
         "rnn(sequence, W, U.T, b)": "wrong way round",
         "rnn(sequence, W, U, 0 * b)": "bias is missing",
         "h, states = np.zeros(len(b)), []\nfor x in sequence:\n"
         "    h[:] = np.tanh(x @ W + h @ U + b)\n    states.append(h)\nnp.array(states)":
             "all states are the last one",
         "rnn(sequence, W, U, b)[::-1]": "wrong order",
         "rnn(sequence[::-1], W, U, b)": "from its end",
         "np.vstack([0 * b, rnn(sequence, W, U, b)])": "before the first row",
         "np.vstack([0 * b, rnn(sequence, W, U, b)[:-1]])": "before its step",
         "rnn(sequence, W, U, b, lambda z: z)": "tanh is missing",
         "rnn(sequence, W, U, b, special.expit)": "logistic",
         "rnn(sequence, W, U, b, lambda z: np.maximum(z, 0))": "ReLU"}),
    "sequences-2": Answers(
        "slope_W, slope_U, most",
        ["both = np.concatenate([slope_W.ravel(), slope_U.ravel()])\n"
         "shorter = min(1, most / max(np.linalg.norm(both), 1e-30))\n"
         "[(shorter * slope_W).tolist(), shorter * slope_U]",
         "length = math.hypot(*slope_W.flat, *slope_U.flat)\n"
         "(slope_W, slope_U) if length <= most else (slope_W * most / length, "
         "slope_U * most / length)"],
        {"clipped(slope_W, most), clipped(slope_U, most)": "by itself",
         "np.clip(slope_W, -most, most), np.clip(slope_U, -most, most)": "cut by itself",
         "f = most / norm(slope_W, slope_U)\nf * slope_W, f * slope_U": "made longer",
         "f = most / np.sqrt((slope_W**2).sum() + (slope_U**2).sum())\nf * slope_W, f * slope_U":
             "made longer",
         "f = min(1, most / norm(slope_W, slope_U)**2)\nf * slope_W, f * slope_U": "root",
         "f = min(1, most / (norm(slope_W) + norm(slope_U)))\nf * slope_W, f * slope_U":
             "lengths are added",
         "slope_W, slope_U": "nothing was shortened",
         "f = min(1, most / norm(slope_W, slope_U))\nf * slope_U, f * slope_W": "swapped",
         "f = 1 / norm(slope_W, slope_U)\nf * slope_W, f * slope_U": "length became 1",
         "f = min(1, most / max(abs(slope_W).max(), abs(slope_U).max(), 1e-30))\n"
         "f * slope_W, f * slope_U": "largest number",
         "f = min(1, most / norm(slope_W))\nf * slope_W, f * slope_U": "only W",
         "clipped(slope_W, most)": "2 are asked"}),
    "sequences-3": Answers(
        "x, h, W, U, b",
        ["n = len(h)\ninto, back = x @ W + b, h @ U[:, :2 * n]\n"
         "z, r = special.expit(into[:n] + back[:n]), special.expit(into[n:2 * n] + back[n:])\n"
         "c = np.tanh(into[2 * n:] + (r * h) @ U[:, 2 * n:])\n(c + z * (h - c)).tolist()",
         "gru(x, h, W, U, b).astype('float32')"],
        {"gru(x, h, W, U, b, mix=lambda z, h, c: (1 - z) * h + z * c)": "swapped",
         "gru(x, h, W, U, b, late=True)": "too late",
         "gru(x, h, W, U, b, reset=False)": "reset gate is missing",
         "gru(x, h, W, U, b, mix=lambda z, h, c: c)": "candidate only",
         "gru(x, h, W, U, b, order=(1, 0, 2))": "z and r are swapped",
         "gru(x, h, W, U, b, order=(2, 1, 0))": "another order",
         "gru(x, h, W, U, 0 * b)": "biases are missing",
         "gru(x, h, W, U, b, mix=lambda z, h, c: z * h + c)": "candidate counts in full",
         "gru(x, h, W, U, b, mix=lambda z, h, c: h + (1 - z) * c)": "old state counts in full",
         "gru(x, h, W, U, b, unit=special.expit)": "from the logistic",
         "gru(x, h, W, U, b)[None]": None}),
    "sequences-4": Answers(
        "sequence, forward, backward",
        ["np.hstack((forward(sequence), np.flipud(backward(np.flipud(sequence)))))",
         "[[*a, *b] for a, b in zip(forward(sequence), reversed(backward(sequence[::-1])))]"],
        {"np.hstack([forward(sequence), backward(sequence[::-1])])": "turned round",
         "np.hstack([forward(sequence), backward(sequence)])": "read forward",
         "np.hstack([forward(sequence), backward(sequence)[::-1]])": "read forward",
         "np.hstack([forward(sequence), forward(sequence[::-1])[::-1]])": "read both ways",
         "np.hstack([backward(sequence[::-1])[::-1], forward(sequence)])": "halves are swapped",
         "np.vstack([forward(sequence), backward(sequence[::-1])[::-1]])": "below each other",
         "forward(sequence) + backward(sequence[::-1])[::-1]": "added",
         "forward(sequence)": "wrong shape"}),
}

ATTENTION = {
    "attention-1": Answers(
        "x, W, b, v",
        ["weights = special.softmax(np.tanh(x @ W + b) @ v)\n[weights.tolist(), x.T @ weights]",
         "scores = np.einsum('pu,u->p', np.tanh(np.einsum('pf,fu->pu', x, W) + b), v)\n"
         "weights = special.softmax(scores)\nweights, np.average(x, axis=0, weights=weights)"],
        {"additive(x, W, b, v)[::-1]": "swapped",
         "weights = additive(x, W, b, v)[0]\nweights, x.mean(axis=0)": "plain mean",
         "weights = additive(x, W, b, v)[0]\nweights, (weights[:, None] * x).mean(axis=0)":
             "weighted already",
         "weights = additive(x, W, b, v)[0]\nweights, x[weights.argmax()]": "largest weight",
         "weights = additive(x, W, b, v)[0]\nweights, weights[:, None] * x": "not added up",
         "scores = np.tanh(x @ W + b) @ v\nscores, scores @ x": "not the weights",
         "w = special.softmax((x @ W + b) @ v)\nw, w @ x": "tanh is missing",
         "w = special.softmax(np.tanh(x @ W) @ v)\nw, w @ x": "bias b",
         "w = special.softmax(np.tanh(x @ W + b).sum(axis=1))\nw, w @ x": "v is missing",
         "w = special.softmax(np.tanh(x @ W + b) + v)\nw, x.mean(axis=0)": "no bias",
         "scores = np.tanh(x @ W + b) @ v\nw = scores / scores.sum()\nw, w @ x":
             "without powers",
         "w = np.exp(np.tanh(x @ W + b) @ v)\nw / w.sum(), w / w.sum() @ x": "nan",
         "additive(x, W, b, v)[1]": None,
         "sum(additive(x, W, b, v)[0])": "2 are asked"}),
    "attention-2": Answers(
        "query, key, value",
        ["[sum(w * v for w, v in zip(special.softmax(key @ q / len(q)**0.5), value)) "
         "for q in query]",
         "special.softmax(np.einsum('md,nd->mn', query, key) / math.sqrt(len(query[0])), axis=1) "
         "@ value"],
        {"special.softmax(query @ key.T, axis=1) @ value": "not divided",
         "special.softmax(query @ key.T / len(query[0]), axis=1) @ value": "divided by d",
         "special.softmax(query @ key.T / len(query[0])**0.5, axis=0) @ value": "each column",
         "special.softmax(query @ key.T / len(query[0])**0.5) @ value": "together",
         "query @ key.T / len(query[0])**0.5 @ value": "softmax is missing",
         "special.softmax(query @ key.T / len(query[0])**0.5, axis=1)": "these are the weights",
         "value[(query @ key.T).argmax(axis=1)]": "best key",
         "special.softmax(-query @ key.T / len(query[0])**0.5, axis=1) @ value": "worst key",
         "np.tile(value.mean(axis=0), (len(query), 1))": "plain mean",
         "special.softmax(query @ key.T * len(query[0])**0.5, axis=1) @ value": "multiplied",
         "special.softmax(query @ key.T / len(query)**0.5, axis=1) @ value": "number of queries",
         "p = np.exp(query @ key.T / len(query[0])**0.5)\n"
         "p / p.sum(axis=1, keepdims=True) @ value": "nan",
         "special.softmax(query @ key / len(query[0])**0.5, axis=1) @ value": None}),
    "attention-3": Answers(
        "scores, mask",
        ["special.softmax(np.where(mask, scores, -1e30), axis=1)",
         "seen = np.ma.masked_array(scores, ~mask)\n"
         "p = np.exp(seen - seen.max(axis=1)[:, None]).filled(0)\n"
         "p / p.sum(axis=1)[:, None]",
         "result = np.zeros(scores.shape)\nfor row, s, m in zip(result, scores, mask): "
         "row[m] = special.softmax(s[m])\nresult",
         "special.softmax(scores + np.where(mask, 0, -np.inf), axis=1).astype('float32')"],
        {"special.softmax(scores, axis=1) * mask": "don't sum to 1",
         "special.softmax(scores * mask, axis=1)": "score of 0",
         "special.softmax(scores, axis=1)": "no effect",
         "special.softmax(scores - 1e4 * ~mask, axis=1)": "comes through",
         "special.softmax(scores - 1e9 * ~mask, axis=1)": "comes through",
         "special.softmax(scores - 20 * ~mask, axis=1)": "small, but not 0",
         "special.softmax(np.where(mask, -1e30, scores), axis=1)": "turned round",
         "special.softmax(np.where(mask, scores, -np.inf), axis=0)": "each column",
         "p = np.exp(scores - scores.max(axis=1, keepdims=True)) * mask\n"
         "p / p.sum(axis=1, keepdims=True)": "spoils the row",
         "np.where(mask, scores, -np.inf)": "these are the scores",
         "mask / mask.sum(axis=1, keepdims=True)": "scores have no effect",
         "np.exp(np.where(mask, scores, -np.inf))": "powers of e"}),
    "attention-4": Answers(
        "x, heads",
        ["np.stack(np.split(x, heads, axis=2), axis=1)",
         "np.einsum('nphd->nhpd', x.reshape(*x.shape[:2], heads, -1)).tolist()",
         "np.array([[np.hsplit(one, heads)[h] for h in range(heads)] for one in x], 'float32')"],
        {"x.reshape(len(x), heads, x.shape[1], -1)": "wrong places",
         "x.reshape(*x.shape[:2], heads, -1)": "places come before",
         "x.reshape(*x.shape[:2], -1, heads).transpose(0, 3, 1, 2)": "so many-th",
         "heads_of(x, heads).transpose(0, 1, 3, 2)": "exchanged within",
         "heads_of(x, heads).transpose(1, 0, 2, 3)": "before the pictures",
         "x.swapaxes(1, 2).reshape(len(x), heads, x.shape[1], -1)": "before the features were cut",
         "heads_of(x, heads)[:, ::-1]": "wrong order",
         "x": None}),
    "attention-5": Answers(
        "x",
        ["np.concatenate(list(np.moveaxis(x, 1, 0)), axis=-1)",
         "np.einsum('nhpd->nphd', x).reshape(len(x), x.shape[2], -1)",
         "[np.hstack(list(one)).tolist() for one in x]"],
        {"x.reshape(len(x), x.shape[2], -1)": "not side by side",
         "x.transpose(0, 2, 3, 1).reshape(len(x), x.shape[2], -1)": "cards",
         "x.transpose(0, 2, 1, 3)": "axis of their own",
         "x.mean(axis=1)": "mean of the heads",
         "x.sum(axis=1)": "heads were added",
         "x[:, 0]": "first head",
         "np.concatenate(list(np.moveaxis(x, 1, 0))[::-1], axis=-1)": "last head"}),
}

BEFORE_DEEP_LEARNING = {
    "before-deep-learning-1": Answers(
        "train, labels, pictures",
        ["labels[spatial.distance.cdist(pictures, train).argmin(axis=1)]",
         "[labels[min(range(len(train)), key=lambda i: sum((int(a) - int(b))**2 for a, b in "
         "zip(train[i], one)))] for one in pictures]",
         "t, p = train.astype('int64'), pictures.astype('int64')\n"
         "labels[np.argmin((t**2).sum(1) - 2 * p @ t.T, axis=1)]"],
        {"spatial.distance.cdist(pictures, train).argmin(axis=1)": "positions",
         "labels[spatial.distance.cdist(pictures, train).argmax(axis=1)]": "farthest",
         "labels[((pictures[:, None] - train)**2).sum(axis=2).argmin(axis=1)]": "uint8",
         "labels[(pictures[:, None].astype(float) - train).sum(axis=2).argmin(axis=1)]": "cancel",
         "labels[spatial.distance.cdist(pictures, train, 'cityblock').argmin(axis=1)]":
             "without their sign",
         "labels[::-1][spatial.distance.cdist(pictures, train[::-1]).argmin(axis=1)]":
             "the last one",
         "labels[spatial.distance.cdist(pictures, train).argmin(axis=0)]": "wrong shape",
         "labels[0]": None}),
    "before-deep-learning-2": Answers(
        "right, down, bins",
        ["degrees = np.rad2deg(np.arctan2(down, right)) % 180\n"
         "np.histogram(degrees, bins, (0, 180), weights=np.hypot(right, down))[0]",
         "z = np.asarray(right) + 1j * np.asarray(down)\nresult = [0.0] * bins\n"
         "for one in z.flat: result[min(int((math.degrees(math.atan2(one.imag, one.real)) % 180) "
         "* bins / 180), bins - 1)] += abs(one)\nresult"],
        {"binned(right, down, bins, lengths=np.ones_like)": "counts the same",
         "binned(down, right, bins)": "wrong axis",
         "binned(right, down, bins, circle=360)": "whole circle",
         "binned(right, down, bins, circle=None)": "negative angle",
         "binned(right, down, bins, turn=np.abs)": "lost its sign",
         "binned(right, down, bins, lengths=lambda l: l**2)": "squares",
         "binned(right, down, bins) / right.size": "number of pixels",
         "binned(right, down, bins) / np.hypot(right, down).sum()": "sum 1",
         "np.hypot(right, down).sum()": "wrong shape"}),
    "before-deep-learning-3": Answers(
        "scores, y",
        ["sum(max(0, 1 - a * b) for a, b in zip(scores, y)) / len(y)",
         "np.clip(1 - np.multiply(scores, y), 0, None).mean()",
         "short = 1 - y * scores\nnp.dot(short, short > 0) / short.size"],
        {"np.maximum(0, 1 - y * scores).sum()": "sum of the losses",
         "(1 - y * scores).mean()": "gain something",
         "max(0, (1 - y * scores).mean())": "after the mean",
         "np.maximum(0, -y * scores).mean()": "margin is missing",
         "np.maximum(0, 1 + y * scores).mean()": "sign is turned",
         "(np.maximum(0, 1 - y * scores)**2).mean()": "squared",
         "np.maximum(0, 1 - y * scores).max()": "largest loss",
         "np.maximum(0, 1 - scores).mean()": "labels were left out",
         "np.maximum(0, 1 - y * scores)": "single number"}),
    "before-deep-learning-4": Answers(
        "left, right",
        ["import collections\ndef gini(side): return 1 - sum((n / len(side))**2 for n in "
         "collections.Counter(side.tolist()).values()) if len(side) else 0\n"
         "n = len(left) + len(right)\nlen(left) / n * gini(left) + len(right) / n * gini(right)",
         "sides = [side for side in (left, right) if side.size]\n"
         "sum((side[:, None] != side).mean() * side.size for side in sides) / "
         "sum(side.size for side in sides)"],
        {"(gini(left) + gini(right)) / 2": "count the same",
         "gini(left) + gini(right)": "were added",
         "len(left) * gini(left) + len(right) * gini(right)": "division",
         "n = len(left) + len(right)\n1 - (len(left) * gini(left) + len(right) * gini(right)) / n":
             "how pure",
         "gini(np.concatenate([left, right]))": "no difference",
         "n = len(left) + len(right)\nsum(len(side) / n * stats.entropy(np.unique(side, "
         "return_counts=True)[1], base=2) for side in (left, right) if len(side))": "entropy",
         "gini(left)": None}),
}

OWN_PHOTOGRAPHS = {
    "own-photographs-1": Answers(
        "image, orientation",
        ["turned = np.swapaxes(image, 0, 1)\n{1: image, 3: image[::-1, ::-1], 6: turned[:, ::-1], "
         "8: turned[::-1]}[orientation]",
         "for _ in range({1: 0, 3: 2, 6: 3, 8: 1}[orientation]): image = np.rot90(image)\n"
         "image.tolist()"],
        {"np.rot90(image, {1: 0, 3: 2, 6: 1, 8: -1}[orientation])": "the wrong way",
         "image": "nothing was turned",
         "np.rot90(image, orientation)": "taken for the quarters",
         "np.swapaxes(image, 0, 1) if orientation > 3 else np.rot90(image, orientation - 1)":
             "exchanged",
         "image[::-1] if orientation == 3 else upright(image, orientation)": "up and down",
         "image[:, ::-1] if orientation == 3 else upright(image, orientation)": "left and right",
         "np.rot90(image, 2) if orientation == 3 else image": "only 3",
         "image if orientation == 3 else upright(image, orientation)": "3 was not turned",
         "np.rot90(image, {1: 0, 3: 2, 6: -1, 8: 1}[orientation], (-2, -1))": None}),
    "own-photographs-2": Answers(
        "height, width, side, fit",
        ["scale = {'squeeze': np.divide(side, (height, width)), 'pad': side / max(height, width), "
         "'crop': side / min(height, width)}[fit]\n"
         "np.round(np.array([height, width]) * scale).astype(int)",
         "[side, side] if fit == 'squeeze' else [round(one * side / (max if fit == 'pad' else min)"
         "(height, width)) for one in (height, width)]"],
        {"scaled(height, width, side, fit, max, min)": "crop and pad are exchanged",
         "side, side": "every fit squeezes",
         "scaled(height, width, side, fit)[::-1]": "height and width are exchanged",
         "scaled(height, width, side, fit, whole=int)": "cut off, not rounded",
         "scaled(height, width, side, fit, whole=float)": "whole number",
         "scaled(height, width, side, fit, min, min)": "crop was padded",
         "scaled(height, width, side, fit, max, max)": "pad was cropped",
         "scaled(height, width, side, fit, lambda a, b: a, lambda a, b: a)": "height alone",
         "scaled(height, width, side, fit, lambda a, b: b, lambda a, b: b)": "width alone",
         "scaled(height, width, side, fit)[0]": "2 are asked"}),
    "own-photographs-3": Answers(
        "contents",
        ["import zlib\n[0 if zlib.crc32(one) % 10 < 7 else 1 if zlib.crc32(one) % 10 == 7 else 2 "
         "for one in contents]",
         "np.searchsorted([70, 80], [int(hashlib.md5(one).hexdigest(), 16) % 100 for one in "
         "contents], side='right')"],
        {"np.digitize(np.arange(len(contents)) / len(contents), [0.7, 0.8])": "copies",
         "np.digitize(draws.random(len(contents)), [0.7, 0.8])": "asked again",
         "np.digitize([hash(one) % 100 for one in contents], [70, 80])": "hash",
         "np.digitize([len(one) % 100 for one in contents], [70, 80])": "into one part",
         "np.digitize([one[0] / 256 for one in contents], [0.7, 0.8])": "into one part",
         "np.digitize([place(one) for one in contents], [0.7, 0.9])": "valid and test",
         "np.digitize([place(one) for one in contents], [0.2, 0.3])": "train and test",
         "[int(place(one) * 3) for one in contents]": "equally large",
         "np.digitize([place(one) for one in contents], [0.5, 0.8])": "right sizes",
         "[place(one) for one in contents]": "no part",
         "[0]": "wrong shape"}),
    "own-photographs-4": Answers(
        "right, n",
        ["np.roots([1 + 1.96**2 / n, -2 * right / n - 1.96**2 / n, (right / n)**2])[::-1].real",
         "z2 = 1.96**2\nroot = 1.96 * math.sqrt(z2 + 4 * right * (n - right) / n)\n"
         "[(2 * right + z2 - root) / (2 * (n + z2)), (2 * right + z2 + root) / (2 * (n + z2))]"],
        {"p = right / n\nr = 1.96 * math.sqrt(p * (1 - p) / n)\np - r, p + r": "p ±",
         "p = right / n\nr = 1.96 * math.sqrt(p * (1 - p) / n)\nmax(0, p - r), min(1, p + r)":
             "cut off",
         "p = right / n\nr = math.sqrt(p * (1 - p) / n)\np - r, p + r": "one standard deviation",
         "p = right / n\nr = wilson(right, n)[1]\np - r, p + r": "middle is p",
         "m = wilson(right, n)[0]\np = right / n\nr = 1.96 * math.sqrt(p * (1 - p) / n)\n"
         "m - r, m + r": "z²/4n²",
         "wilson(right, n)": "middle and reach",
         "m, r = wilson(right, n)\nm + r, m - r": "ends are exchanged",
         "m, r = wilson(right, n)\nm *= 1 + 1.96**2 / n\nm - r, m + r": "behind ±",
         "m, r = wilson(right, n)\nr *= 1 + 1.96**2 / n\nm - r, m + r": "before ±",
         "m, r = wilson(right, n)\n100 * (m - r), 100 * (m + r)": "per cents",
         "m, r = wilson(right, n)\n(m - r) * (1 + 1.96**2 / n), (m + r) * (1 + 1.96**2 / n)":
             "division by",
         "right / n": "share itself"}),
}

TRAINED_NETWORK = {
    "trained-network-1": Answers(
        "maps",
        ["np.einsum('nhwc->nc', maps) / (maps.shape[1] * maps.shape[2])",
         "maps.reshape(len(maps), -1, maps.shape[-1]).mean(axis=1)",
         "[[one[..., c].mean() for c in range(maps.shape[-1])] for one in maps]"],
        {"maps.max(axis=(1, 2))": "largest value",
         "maps.sum(axis=(1, 2))": "sum over all places",
         "maps.mean(axis=3)": "over the channels",
         "maps.mean(axis=(2, 3))": "channels first",
         "maps.mean(axis=(0, 1))": "over the pictures",
         "maps.mean(axis=(0, 1, 2))": "became one",
         "maps.mean(axis=1)": "only the rows",
         "maps.reshape(len(maps), -1)": "flattened",
         "maps.mean()": "of everything"}),
    "trained-network-2": Answers(
        "x, mean, variance, training",
        ["m, v = (x.mean(0), ((x - x.mean(0))**2).mean(0)) if training else (mean, variance)\n"
         "((x - m) * (v + 1e-3)**-0.5).tolist()",
         "m = np.where(training, x.mean(axis=0), mean)\n"
         "v = np.where(training, x.var(axis=0), variance)\nnp.subtract(x, m) / np.sqrt(v + 0.001)"],
        {"normed(x, x.mean(axis=0), x.var(axis=0))": "always used",
         "normed(x, mean, variance)": "collected numbers are always used",
         "normed(x, *((mean, variance) if training else (x.mean(axis=0), x.var(axis=0))))":
             "exchanged",
         "m, v = (x.mean(axis=0), x.var(axis=0)) if training else (mean, variance)\n"
         "(x - m) / (v + 0.001)": "root is missing",
         "m, v = (x.mean(axis=0), x.var(axis=0)) if training else (mean, variance)\n"
         "(x - m) / np.sqrt(v)": "ε is missing",
         "m, v = (x.mean(axis=0), x.var(axis=0)) if training else (mean, variance)\n"
         "(x - m) / (np.sqrt(v) + 0.001)": "after the root",
         "normed(x, *((x.mean(axis=0), x.var(axis=0, ddof=1)) if training else (mean, variance)))":
             "n − 1",
         "normed(x, *((x.mean(axis=0), x.std(axis=0)) if training else (mean, variance)))":
             "standard deviation",
         "normed(x, *((x.mean(), x.var()) if training else (mean, variance)))": "share one mean",
         "mean": "wrong shape"}),
    "trained-network-3": Answers(
        "layers, first",
        ["np.exp(np.linspace(np.log(first), 0, layers))",
         "[first**(1 - place / (layers - 1)) for place in range(layers)]",
         "def shares(n, share, factor): return [share] + (shares(n - 1, share * factor, factor) "
         "if n > 1 else [])\nshares(layers, first, first**(-1 / (layers - 1)))"],
        {"np.linspace(first, 1, layers)": "equal steps",
         "np.geomspace(1, first, layers)": "last layer is the slowest",
         "first**np.arange(layers - 1, -1, -1.0)": "slower than the next",
         "np.geomspace(first, 1, layers + 1)[1:]": "factor too many",
         "np.geomspace(first, 1, layers + 1)[:-1]": "does not reach 1",
         "[first] * (layers - 1) + [1]": "all but the last",
         "[first] * layers": "same share",
         "np.logspace(first, 1, layers)": "exponents",
         "first": "wrong shape"}),
    "trained-network-4": Answers(
        "before, after, labels",
        ["known = [(a, y) for b, a, y in zip(before, after, labels) if b == y]\n"
         "sum(a != y for a, y in known) / len(known)",
         "1 - np.average(after == labels, weights=before == labels)",
         "Fraction(int(((before == labels) & (after != labels)).sum()), "
         "int((before == labels).sum()))"],
        {"((before == labels) & (after != labels)).mean()": "by all pictures",
         "((before == labels) & (after != labels)).sum()": "how many were forgotten",
         "(before == labels).mean() - (after == labels).mean()": "accuracy fell",
         "(before != after).mean()": "answers changed",
         "(after != labels).mean()": "wrong now",
         "(after == labels)[before == labels].mean()": "what was kept",
         "(before != labels)[after == labels].mean()": "exchanged",
         "(before == labels)[after != labels].mean()": "wrong now",
         "(after != labels)[before == labels]": "single number"}),
}

SMALLER_FASTER = {
    "smaller-faster-1": Answers(
        "weights",
        ["low, high = min(0, *weights.flat), max(0, *weights.flat)\ns = (high - low) / 255\n"
         "z = round(-128 - low / s)\n"
         "[[(round(w / s) + z - z) * s for w in row] for row in weights]",
         "s = (np.maximum(weights, 0).max() - np.minimum(weights, 0).min()) / 255\n"
         "np.rint(weights / s) * s"],
        {"int8(weights, rounded=np.floor)": "rounded down",
         "int8(weights, rounded=np.trunc)": "behind the point",
         "int8(weights, back=lambda q, z, s: q)": "whole numbers themselves",
         "int8(weights, back=lambda q, z, s: q * s)": "taken off",
         "int8(weights, zero=lambda z: z)": "zero point is no whole",
         "int8(weights, low=weights.min(), high=weights.max())": "smallest to the largest",
         "low, high = min(weights.min(), 0), max(weights.max(), 0)\ns = (high - low) / 255\n"
         "z = int(np.round(-128 - low / s))\n"
         "q = (np.round(weights / s) + z).astype('int8')\ns * (q - z)": "overflows",
         "int8(weights, steps=256)": "256 steps",
         "int8(weights, steps=127)": "127 steps",
         "s = abs(weights).max() / 127\nnp.round(weights / s) * s": "symmetric",
         "np.round(weights)": "without a scale",
         "weights.astype('float16').ravel()": None}),
    "smaller-faster-2": Answers(
        "kernel, share",
        ["new = kernel.copy()\n"
         "new.flat[np.argsort(abs(kernel), axis=None)[:round(share * kernel.size)]] = 0\nnew",
         "ranks = np.argsort(np.argsort(abs(kernel), axis=None)).reshape(kernel.shape)\n"
         "kernel * (ranks >= round(share * kernel.size))"],
        {"pruned(kernel, share, by=lambda k: k)": "smallest values",
         "pruned(kernel, share, by=lambda k: -abs(k))": "largest weights",
         "pruned(kernel, 1 - share)": "as many were kept",
         "np.where(abs(kernel) <= np.sort(abs(kernel), axis=None)[round(share * kernel.size)], 0, "
         "kernel)": "one weight too many",
         "pruned(kernel, share - 1 / kernel.size)": "one weight too few",
         "np.where(abs(kernel) < share * abs(kernel).max(), 0, kernel)": "largest weight",
         "np.where(abs(kernel) < share, 0, kernel)": "as the threshold",
         "np.where(kernel < np.quantile(abs(kernel), share), 0, kernel)": "negative weights",
         "pruned(kernel, share) != 0": "mask of what stays",
         "kernel[pruned(kernel, share) != 0]": "taken out"}),
    "smaller-faster-3": Answers(
        "scores, temperature",
        ["special.softmax(scores / temperature, axis=-1)",
         "p = special.softmax(scores, axis=1)**(1 / temperature)\n"
         "(p / p.sum(axis=1, keepdims=True)).tolist()",
         "np.exp(special.log_softmax(scores.astype('float32') / temperature, axis=1))"],
        {"special.softmax(scores * temperature, axis=1)": "multiplied",
         "special.softmax(scores, axis=1) / temperature": "probabilities were divided",
         "special.softmax(special.softmax(scores, axis=1) / temperature, axis=1)": "twice",
         "special.softmax(scores, axis=1)": "temperature was not used",
         "special.softmax(scores / temperature, axis=0)": "each column",
         "special.softmax(scores / temperature)": "all numbers together",
         "special.softmax(scores, axis=1)**(1 / temperature)": "don't sum to 1",
         "np.exp(scores / temperature)": "don't sum to 1",
         "scores / temperature": "softmax is missing",
         "special.log_softmax(scores / temperature, axis=1)": "logarithms"}),
    "smaller-faster-4": Answers(
        "height, width, channels, filters, kernel, stride, groups",
        ["sum(filters * kernel**2 * channels / groups for _ in range(0, height, stride) "
         "for _ in range(0, width, stride))",
         "np.zeros((height, width))[::stride, ::stride].size * groups * (filters // groups) * "
         "(channels // groups) * kernel * kernel"],
        {"filters * kernel**2 * channels // groups": "weights",
         "height * width * filters * kernel**2 * channels // groups": "stride was not used",
         "(height // stride) * (width // stride) * filters * kernel**2 * channels // groups":
             "rounded down",
         "height // stride * width // stride * filters * kernel**2 * channels // groups":
             "rounded down",
         "(height / stride) * (width / stride) * filters * kernel**2 * channels / groups":
             "fractions",
         "padded(height, width, stride) * filters * kernel**2 * channels": "groups were not used",
         "padded(height, width, stride) * filters * kernel * channels // groups": "as a row",
         "padded(height, width, stride) * kernel**2 * channels // groups": "one filter",
         "padded(height, width, stride) * filters * kernel**2": "channels were not counted",
         "2 * padded(height, width, stride) * filters * kernel**2 * channels // groups": "apart",
         "padded(height, width, stride) * filters * (kernel**2 * channels // groups + 1)":
             "biases"}),
    "smaller-faster-5": Answers(
        "costs, accuracies",
        ["points = set(zip(costs, accuracies))\n[not any(c <= cost and a >= accuracy and (c, a) != "
         "(cost, accuracy) for c, a in points) for cost, accuracy in zip(costs, accuracies)]",
         "np.array([a == accuracies[costs <= c].max() and c == costs[accuracies >= a].min() "
         "for c, a in zip(costs, accuracies)])"],
        {"~front(costs, accuracies)": "dominated ones",
         "np.flatnonzero(front(costs, accuracies))": "places of the points",
         "front(costs, accuracies, lambda c, a: (c > 0) & (a > 0))": "another equals",
         "front(costs, accuracies, lambda c, a: (c > 0) | (a > 0))": "worse in one thing",
         "front(-costs, accuracies)": "high costs",
         "front(costs, -accuracies)": "low accuracies",
         "(costs == costs.min()) | (accuracies == accuracies.max())": "only the cheapest",
         "accuracies == accuracies.max()": "only the most accurate",
         "accuracies / costs == (accuracies / costs).max()": "best accuracy for its cost",
         "True": None}),
}

SERVICE = {
    "service-1": Answers(
        "number",
        ["def rest(n): return [n] if n < 128 else [n & 127 | 128, *rest(n >> 7)]\nrest(number)",
         "out = bytearray()\nwhile True:\n"
         "    out.append(number & 127 | (128 if number > 127 else 0))\n"
         "    number >>= 7\n    if not number: break\nout",
         "bits = f'{number:b}'\nbits = bits.zfill(-(-len(bits) // 7) * 7)\n"
         "parts = [int(bits[at:at + 7], 2) for at in range(0, len(bits), 7)][::-1]\n"
         "np.array([part + 128 for part in parts[:-1]] + parts[-1:], 'uint8')"],
        {"varint(number)[::-1]": "highest first",
         "[byte & 127 for byte in varint(number)]": "no byte says",
         "[byte | 128 for byte in varint(number)]": "last byte says",
         "varint(number) if number else []": "no bytes",
         "varint(number)[:2]": "two bytes at most",
         "number.to_bytes(8, 'little')": "eight bytes",
         "str(number).encode()": "as text",
         "chr(number % 128)": "a text",
         "list(number.to_bytes(max(1, -(-number.bit_length() // 8)), 'little'))":
             "groups of eight bits",
         "number": "not bytes"}),
    "service-2": Answers(
        "message",
        ["axes = [value for number, value in fields(dict(fields(message))[2]) if number == 2]\n"
         "tuple(next(size for number, size in fields(axis) if number == 1) for axis in axes)",
         "[size for number, shape in fields(message) if number == 2 for axis, inside in "
         "fields(shape) if axis == 2 for key, size in fields(inside) if key == 1]"],
        {"shape_of(message)[::-1]": "wrong order",
         "shape_of(message)[-1:]": "only the last axis",
         "shape_of(message)[:1]": "only the first axis",
         "len(shape_of(message))": "number of axes",
         "math.prod(shape_of(message))": "number of values",
         "tuple(axis for number, axis in fields(dict(fields(message))[2]))": "not opened",
         "[size % 128 for size in shape_of(message)]": "seven bits",
         "[dict(fields(message))[1]]": "its type",
         "list(dict(fields(message))[4])": "what the tensor holds",
         "[message[at + 3] for at in range(4, 4 + message[3], 4)]": None}),
    "service-3": Answers(
        "given, wanted",
        ["hashlib.sha256(given.encode()).digest() == hashlib.sha256(wanted.encode()).digest()",
         "sum(a != b for a, b in itertools.zip_longest(given, wanted)) == 0"],
        {"given == wanted": "time tells",
         "given.encode() == wanted.encode()": "time tells",
         "len(given) == len(wanted) and all(a == b for a, b in zip(given, wanted))": "time tells",
         "hmac.compare_digest(given, wanted)": "ASCII",
         "all(a == b for a, b in zip(given, wanted))": "beginning of the token",
         "given != wanted": "swapped",
         "given in wanted": "part of the token",
         "given.lower() == wanted": "large letters",
         "len(given) == len(wanted)": "only the lengths",
         "set(given) == set(wanted)": "set of letters",
         "True": "every token"}),
    "service-4": Answers(
        "latencies, percent",
        ["np.percentile(latencies, percent, method='inverted_cdf')",
         "min(one for one in latencies if 100 * (latencies <= one).sum() >= "
         "percent * len(latencies))",
         "np.partition(latencies, -(-percent * len(latencies) // 100) - 1)"
         "[-(-percent * len(latencies) // 100) - 1].astype('float32')"],
        {"latencies[math.ceil(percent * len(latencies) / 100) - 1]": "not sorted",
         "ranked(latencies, math.ceil(percent * len(latencies) / 100))": "one place too far",
         "ranked(latencies, percent * len(latencies) // 100)": "whole number",
         "sorted(latencies)[int(percent / 100 * len(latencies))]": "whole number",
         "sorted(latencies)[math.ceil(percent * len(latencies) / 100)]": "one place too far",
         "ranked(latencies, percent * len(latencies) // 100 - 1)": "rounded down",
         "ranked(latencies[:], round(percent * len(latencies) / 100) - 1)": "nearest",
         "np.sort(latencies)[::-1][math.ceil(percent * len(latencies) / 100) - 1]":
             "longest first",
         "np.percentile(latencies, percent)": "between two",
         "latencies.mean()": "the mean",
         "np.median(latencies)": "median",
         "latencies.max()": "longest, whatever",
         "latencies.mean() * percent / 100": "share of the mean",
         "math.ceil(percent * len(latencies) / 100)": "the rank"}),
    "service-5": Answers(
        "arrivals, wait, most, fixed, each",
        ["queue, times, free, coming = [], [], 0.0, list(arrivals)\nwhile queue or coming:\n"
         "    while coming and len(queue) < most and (not queue or coming[0] <= max(free, "
         "queue[0] + wait)): queue.append(coming.pop(0))\n"
         "    begin = max(free, queue[-1] if len(queue) == most else queue[0] + wait)\n"
         "    free = begin + fixed + each * len(queue)\n    times += [free] * len(queue)\n"
         "    queue = []\ntimes",
         "batched(arrivals, wait, most, fixed, each).astype('float32')"],
        {"batched(arrivals, 0, 1, fixed, each)": "alone",
         "batched(arrivals, wait, most, fixed, each) - arrivals": "latencies",
         "batched(arrivals, wait, most, fixed, 0 * each)": "lacks `each`",
         "batched(arrivals, wait, most, 0 * fixed, each)": "lacks",
         "batched(arrivals, 0, most, fixed, each)": "doesn't wait",
         "batched(arrivals, wait, most, fixed, each, limited=False)": "more than `most`",
         "batched(arrivals, wait, most, fixed, each, full=False)": "goes on waiting",
         "batched(arrivals, wait, most, fixed, each, busy=False)": "still busy",
         "free, done = 0, []\nwhile len(done) < len(arrivals):\n    left = arrivals[len(done):]\n"
         "    full = left[most - 1] if len(left) >= most else np.inf\n"
         "    begin = max(free, min(full, left[0] + wait))\n"
         "    count = max(1, min(most, (left < begin).sum()))\n"
         "    free = begin + fixed + each * count\n    done += [free] * count\ndone":
             "left behind",
         "arrivals + fixed + each": None}),
}

SPREAD = """
def spread(numbers):
    return np.pad(np.kron(numbers, np.ones((size, size))), [(0, n % size) for n in image.shape])
"""
PARTS = """
new = np.zeros(image.shape)
for i, j in np.ndindex(g.shape):
    rows, columns = slice(i*size, (i + 1)*size), slice(j*size, (j + 1)*size)
    part = image[rows, columns]
"""
MOVED = "m, s = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2\n"
HATS = MOVED + "M, S = m / (1 - 0.9**step), s / (1 - 0.999**step)\n"

BACKPROPAGATION = {
    "backpropagation-1": Answers(
        "a, b, c",
        ["2 * a * b**3 - 2 * b * b * c, 3 * (a * b)**2 - 4 * a * b * c + c * c, "
         "2 * b * c - 2 * a * b * b",
         "def L(a, b, c): return (a * b - c)**2 * b\n"
         "[L(*(np.array([a, b, c]) + 1e-20j * one)).imag / 1e-20 for one in np.eye(3)]",
         "tried(lambda three: (three[0] * three[1] - three[2])**2 * three[1], "
         "np.array([a, b, c]), 1e-5, 2e-5)",
         "d = a * b - c\nby_s, by_d = b, 2 * d * b\n"
         "Tensor(np.array([1, 0, 0]) * by_d * b + np.array([0, 1, 0]) * (by_d * a + d * d) "
         "- np.array([0, 0, 1]) * by_d)"],
        {"d = a * b - c\n2 * d * b * b, 2 * d * a * b, -2 * d * b": "the direct one",
         "d = a * b - c\n2 * d * b * b, d**2, -2 * d * b": "through a·b",
         "d = a * b - c\n2 * d * b, d**2 + 2 * d * a, -2 * d": "last factor b",
         "d = a * b - c\n2 * d * b * b, d**2 + 2 * d * a * b, 2 * d * b": "wrong sign",
         "d = a * b - c\nd * b * b, d**2 + d * a * b, -d * b": "2 of the square",
         "d = a * b - c\n2 * b * b, d**2 + 2 * a * b, -2 * b": "taken as 2",
         "d = a * b - c\n-2 * d * b, d**2 + 2 * d * a * b, 2 * d * b * b": "opposite order",
         "(a * b - c)**2 * b": "3 are asked",
         "d = a * b - c\n2 * d * b * b, d**2 + 2 * d * a * b": "2 results",
         "d = a * b - c\n2 * d * b * b, d**2, 2 * d * a * b, -2 * d * b": "4 results",
         "d = a * b - c\n2 * d * b * b, d**2 * 2 * d * a * b, -2 * d * b": None,
         "d = a * b - c\n{'a': 2 * d * b * b, 'b': d**2 + 2 * d * a * b, 'c': -2 * d * b}":
             "is a dict"}),
    "backpropagation-2": Answers(
        "x, W, g",
        ["[np.einsum('nj,kj->nk', g, W), np.einsum('nk,nj->kj', x, g), np.einsum('nj->j', g)]",
         "both = np.c_[x, np.ones(len(x))].T @ g\n(W @ g.T).T, both[:-1], both[-1]",
         "Tensor(g @ W.T), sum(map(np.outer, x, g)).tolist(), sum(g).astype('float32')",
         "[(W * row).sum(axis=1) for row in g], (x[:, :, None] * g[:, None]).sum(axis=0), "
         "np.add.reduce(g)"],
        {"g @ W.T, x.T @ g, g.mean(axis=0)": "by b is a mean",
         "g = g / len(x)\ng @ W.T, x.T @ g, g.sum(axis=0)": "all slopes are divided",
         "g @ W.T, x.T @ g / len(x), g.mean(axis=0)": "W and b are divided",
         "g @ W.T, x.T @ g / len(x), g.sum(axis=0)": "by W is divided",
         "g @ W.T, x.T @ g, g": "isn't summed",
         "g @ W.T, x.T @ g, g.sum(axis=1)": "wrong axis",
         "g @ W.T, x.T @ g, g.sum()": "over everything",
         "g @ W.T, g.T @ x, g.sum(axis=0)": "by W is turned",
         "W @ g.T, x.T @ g, g.sum(axis=0)": "by x is turned",
         "x.T @ g, g @ W.T, g.sum(axis=0)": "swapped",
         "x.T @ g, g.sum(axis=0), g @ W.T": "came last",
         "g @ W.T, x.T @ g": "2 results",
         "x.T @ g": "1 result ",
         "g @ W, x.T @ g, g.sum(axis=0)": "ValueError",
         "g @ W.T, x @ g, g.sum(axis=0)": "ValueError",
         "g @ W.T, x.T @ g, g.sum(axis=0, keepdims=True)": "wrong shape",
         "g @ W.T, x.T @ g, np.ones(g.shape[1])": None}),
    "backpropagation-3": Answers(
        "x, g",
        ["np.heaviside(x, 0) * g",
         "new = np.zeros_like(g)\nnew[x > 0] = g[x > 0]\nnew.tolist()",
         "(np.maximum(x, 0) - np.maximum(x - 1e-6, 0)) / 1e-6 * g",
         "np.ma.array(g, mask=x <= 0).filled(0)",
         "Tensor(np.reshape([slope if one > 0 else 0 for one, slope in zip(x.flat, g.flat)], "
         "x.shape))"],
        {"np.maximum(g, 0)": "sign of g decides",
         "np.where((x > 0) & (g > 0), g, 0)": "negative slopes are stopped",
         "np.where(x < 0, g, 0)": "wrong side",
         "g * np.sign(x)": "turn the sign",
         "np.where(x > 0, 1, 0)": "local slope alone",
         "x * (x > 0)": "ReLU forwards",
         "g * np.maximum(x, 0)": "by the output",
         "g * x": "multiplied by x",
         "g": "nothing is stopped",
         "g * (x >= 0)": "at 0 the slope passes",
         "(np.maximum(x + 1e-6, 0) - np.maximum(x - 1e-6, 0)) / 2e-6 * g": "at 0 half",
         "np.where(x > 0, g, 0.01 * g)": "leaky",
         "g[x > 0]": "wrong shape",
         "(g * (x > 0)).sum()": "a single number",
         "g[x <= 0] = 0\ng": "changed the array",
         "g if x > 0 else 0": "ValueError",
         "np.where(x > 0, g, x)": None}),
    "backpropagation-4": Answers(
        "image, g",
        ["signal.correlate2d(image, g, 'valid')",
         "Tensor(signal.convolve2d(image, g[::-1, ::-1], 'valid'))",
         "height, width = np.subtract(image.shape, g.shape) + 1\n"
         "sum(slope * image[i:i + height, j:j + width] for (i, j), slope in np.ndenumerate(g))",
         "tried(lambda kernel: (correlated(image, kernel) * g).sum(), "
         "np.zeros(np.subtract(image.shape, g.shape) + 1))",
         "np.einsum('pqij,ij->pq', windows(image, g), g).tolist()"],
        {"signal.convolve2d(image, g, 'valid')": "g is turned",
         "correlated(image, g)[::-1, ::-1]": "result is turned",
         "correlated(image, g).T": "swapped",
         "correlated(image, g)[:-1, :-1]": "column are missing",
         "slopes = correlated(image, g)\nslopes[-1], slopes[:, -1] = 0, 0\nslopes": "stay 0",
         "correlated(image, g) / g.size": "mean over the places",
         "signal.correlate2d(image, g)": "larger than the kernel",
         "signal.correlate2d(image, g, 'same')": "as large as the image",
         "correlated(np.pad(image, [((side - 1) // 2,) * 2 for side in g.shape]), g)":
             "border of zeros",
         "windows(image, g).sum(axis=(2, 3))": "g is left out",
         "correlated(image, g).sum()": "a single number",
         "image * g": "ValueError",
         "correlated(g, image)": "ValueError",
         "correlated(image, g[:, ::-1])": None}),
    "backpropagation-5": Answers(
        "image, size, g",
        ["new = np.zeros_like(image)\nfor (i, j), slope in np.ndenumerate(g):\n"
         "    places = itertools.product(range(i * size, (i + 1) * size), "
         "range(j * size, (j + 1) * size))\n"
         "    new[max(places, key=lambda place: image[place])] += slope\nnew.tolist()",
         "rows, columns = np.indices(g.shape) * size + "
         "np.divmod(pooled(image, size, size, np.argmax), size)\n"
         "new = np.zeros(image.shape)\nnew[rows, columns] = g\nnew",
         "flat = sliding_window_view(image, (size, size))[::size, ::size].reshape(*g.shape, -1)\n"
         "won = (np.arange(size**2) == flat.argmax(axis=2)[..., None]) * g[..., None]\n"
         "won = won.reshape(*g.shape, size, size).swapaxes(1, 2)\n"
         "Tensor(np.pad(won.reshape(np.multiply(g.shape, size)), [(0, n % size) for n in "
         "image.shape]))",
         SPREAD + "won = spread(1 + 0 * g) * (image == spread(pooled(image, size, size, np.max)))\n"
         "won * spread(g / pooled(won, size, size, np.sum))"],
        {SPREAD + "spread(g) / size**2": "average pooling",
         SPREAD + "spread(g)": "every pixel",
         PARTS + "    new[rows, columns] = g[i, j] * (part == part.min())\nnew": "smallest pixel",
         PARTS + "    new[i*size, j*size] = g[i, j]\nnew": "first pixel",
         PARTS + "    row, column = np.unravel_index(part.argmax(), part.shape)\n"
         "    new[i*size + row, j*size + column] = g[i, j]\n"
         "new[:g.shape[0]*size, :g.shape[1]*size]": "rim is missing",
         PARTS + "    new[rows, columns] = part * (part == part.max())\nnew": "values stand",
         PARTS + "    new[rows, columns] = part == part.max()\nnew": "stand alone",
         PARTS + "    new[rows, columns] = g[i, j] * part * (part == part.max())\nnew":
             "multiplied by the pixels",
         PARTS + "    best = part == part.max()\n"
         "    new[rows, columns] = g[i, j] * best * (best.sum() == 1)\nnew": "less than the one",
         PARTS + "    ahead = part > np.sort(part, axis=None)[-2]\n"
         "    ahead[-1, 0] |= not ahead.any()\n"
         "    new[rows, columns] = g[i, j] * ahead\nnew": "isn't among them",
         PARTS + "    best, at = 0, None\n    for p, q in np.ndindex(size, size):\n"
         "        if part[p, q] > best: best, at = part[p, q], (i*size + p, j*size + q)\n"
         "    if at: new[at] = g[i, j]\nnew": "negative pixels nobody",
         PARTS + "    best, at = 0, (i*size, j*size)\n    for p, q in np.ndindex(size, size):\n"
         "        if part[p, q] > best: best, at = part[p, q], (i*size + p, j*size + q)\n"
         "    new[at] = g[i, j]\nnew": "the first pixel got",
         PARTS + "    best = 0\n    for p, q in np.ndindex(size, size):\n"
         "        if part[p, q] > best: best, at = part[p, q], (i*size + p, j*size + q)\n"
         "    new[at] = g[i, j]\nnew": "pixel of another square",
         PARTS + "    best, at = 0, (0, 0)\n    for p, q in np.ndindex(size, size):\n"
         "        if part[p, q] > best: best, at = part[p, q], (i*size + p, j*size + q)\n"
         "    new[at] += g[i, j]\nnew": "pixel of another square",
         PARTS + "    new[rows, columns] = g[i, j] * (part == part.max())\nnew": "more than once",
         "pooled(image, size, size, np.max)": "wrong shape",
         "np.where(image == image.max(), g.sum(), 0)": None,
         PARTS + "    new[i*size, j*size + part.argmax() % size] = g[i, j]\nnew": None,
         PARTS + "    new[np.unravel_index(part.argmax(), part.shape)] = g[i, j]\nnew": None}),
    "backpropagation-6": Answers(
        "weight, mean, square, slope, step, learning_rate",
        ["m, s = mean + (slope - mean) / 10, square + (slope * slope - square) / 1000\n"
         "rate = learning_rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)\n"
         "Tensor([weight - rate * m / (np.sqrt(s) + 1e-7), m, s])",
         "keep = np.array([[0.9], [0.999]])\n"
         "both = keep * [mean, square] + (1 - keep) * [slope, slope**2]\n"
         "m, s = both / (1 - keep**step)\n[weight - learning_rate * m / (s**0.5 + 1e-8), *both]",
         "def one(w, m, s, g):\n    m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g\n"
         "    size = math.sqrt(s / (1 - 0.999**step)) + 1e-7\n"
         "    return w - learning_rate * m / (1 - 0.9**step) / size, m, s\n"
         "np.transpose(list(map(one, weight, mean, square, slope)))",
         "m = np.average([mean, slope], axis=0, weights=[9, 1])\n"
         "s = np.average([square, slope**2], axis=0, weights=[999, 1])\n"
         "M, S = m / (1 - 0.9**step), s / (1 - 0.999**step)\n"
         "np.array([weight - learning_rate * M / (np.sqrt(S) + 1e-7), m, s], 'float32')"],
        {MOVED + "weight - learning_rate * m / (np.sqrt(s) + 1e-7), m, s": "aren't corrected",
         HATS + "weight - learning_rate * m / (np.sqrt(S) + 1e-7), m, s": "slopes isn't corrected",
         HATS + "weight - learning_rate * M / (np.sqrt(s) + 1e-7), m, s": "squares isn't corrected",
         HATS + "weight - learning_rate * M / (np.sqrt(S) + 1e-7), M, S": "are returned",
         "step = step + 1\n" + HATS +
         "weight - learning_rate * M / (np.sqrt(S) + 1e-7), m, s": "counted from 2",
         "step = step - 1\n" + HATS +
         "weight - learning_rate * M / (np.sqrt(S) + 1e-7), m, s": "nan",
         HATS + "weight + learning_rate * M / (np.sqrt(S) + 1e-7), m, s": "uphill",
         HATS + "weight - learning_rate * M / (S + 1e-7), m, s": "root is missing",
         HATS + "weight - learning_rate * slope / (np.sqrt(S) + 1e-7), m, s": "not its moving mean",
         MOVED + "M, S = mean / (1 - 0.9**step), square / (1 - 0.999**step)\n"
         "weight - learning_rate * M / (np.sqrt(S) + 1e-7), m, s": "old means",
         HATS.replace("slope**2", "(0.9 * mean + 0.1 * slope)**2") +
         "weight - learning_rate * M / (np.sqrt(S) + 1e-7), m, s": "mean was squared",
         HATS.replace("slope**2", "slope") +
         "weight - learning_rate * M / (np.sqrt(S) + 1e-7), m, s": "isn't squared",
         "m, s = 0.999 * mean + 0.001 * slope, 0.9 * square + 0.1 * slope**2\n"
         "M, S = m / (1 - 0.9**step), s / (1 - 0.999**step)\n"
         "weight - learning_rate * M / (np.sqrt(S) + 1e-7), m, s": "β₁ and β₂ are swapped",
         "m, s = 0.999 * mean + 0.001 * slope, 0.9 * square + 0.1 * slope**2\n"
         "M, S = m / (1 - 0.999**step), s / (1 - 0.9**step)\n"
         "weight - learning_rate * M / (np.sqrt(S) + 1e-7), m, s": "swapped, in the correction too",
         HATS + "weight - learning_rate * M / np.sqrt(S), m, s": "ε is missing",
         HATS + "weight - learning_rate * M * S**-0.5, m, s": "ε is missing",
         HATS + "weight - learning_rate * M / np.sqrt(S + 1e-7), m, s": "inside the root",
         HATS + "weight - learning_rate * M / np.sqrt(S + 1e-8), m, s": "inside the root",
         "def one(w, m, s, g):\n    m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g\n"
         "    size = math.sqrt(s / (1 - 0.999**step))\n"
         "    return w - learning_rate * float(m) / (1 - 0.9**step) / size, m, s\n"
         "np.transpose(list(map(one, weight, mean, square, slope)))": "ε is missing",
         HATS + "weight - learning_rate * M / (np.sqrt(S) + 1e-7), s, m": "means are swapped",
         HATS + "m, s, weight - learning_rate * M / (np.sqrt(S) + 1e-7)": "came last",
         HATS + "weight - learning_rate * M / (np.sqrt(S) + 1e-7)": "3 are asked",
         "mean *= 0.9\nmean += 0.1 * slope\n" + HATS.replace("0.9 * mean + 0.1 * slope", "mean") +
         "weight - learning_rate * M / (np.sqrt(S) + 1e-7), m, s": "changed the array",
         HATS + "weight - M / (np.sqrt(S) + 1e-7), m, s": None,
         HATS.replace("0.1 * slope", "slope") +
         "weight - learning_rate * M / (np.sqrt(S) + 1e-7), m, s": None}),
}

BEYOND_ONE_MACHINE = {
    "beyond-one-machine-1": Answers(
        "gradients, counts",
        ["np.average(gradients, axis=0, weights=counts)",
         "np.repeat(gradients, counts, axis=0).mean(axis=0)",
         "[sum(count * number for count, number in zip(counts, column)) / sum(counts) "
         "for column in gradients.T.tolist()]",
         "Tensor(np.einsum('w,wn->n', counts / counts.sum(), gradients).astype('float32'))"],
        {"gradients.mean(axis=0)": "counts the same",
         "gradients.sum(axis=0)": "are added up",
         "counts @ gradients": "nothing divides",
         "(counts[:, None] * gradients).mean(axis=0)": "number of workers",
         "np.average(gradients, axis=0, weights=1 / counts)": "fewer pictures",
         "gradients.mean(axis=1)": "wrong shape",
         "gradients.mean()": "a single number",
         "counts[:, None] * gradients / counts.sum()": "wrong shape",
         "counts * gradients / counts.sum()": "wrong shape",
         "gradients @ counts / counts.sum()": "ValueError",
         "gradients[counts.argmax()]": None,
         "gradients.mean(axis=0) / counts.sum()": None}),
    "beyond-one-machine-2": Answers(
        "workers, alone",
        ["workers / (1 + (workers - 1) * alone)",
         "stats.hmean([1, workers], weights=[alone, 1 - alone])",
         "1 / (Fraction(alone) + (1 - Fraction(alone)) / workers)",
         "np.reciprocal(np.float32(np.interp(alone, [0, 1], [1 / workers, 1])))"],
        {"alone + (1 - alone) / workers": "time that is left",
         "workers": "all of the work",
         "1 / (1 - alone + alone / workers)": "shares are swapped",
         "workers * (1 - alone)": "does alone takes no time",
         "workers / (1 - alone)": None,
         "1 / alone": "shared part takes no time",
         "alone + (1 - alone) * workers": "grows with the workers",
         "1 / (alone + 1 / workers)": "comes on top",
         "1 / alone + (1 - alone) / workers": None,
         "[1 / (alone + (1 - alone) / count) for count in range(1, workers + 1)]":
             "a single number",
         "f'{1 / (alone + (1 - alone) / workers):.2f} times'": "is a str"}),
    "beyond-one-machine-3": Answers(
        "seconds",
        ["sum(map(max, seconds.tolist()))",
         "clock = 0\nfor step in seconds: clock = max(clock + one for one in step)\nclock",
         "functools.reduce(np.maximum, seconds.T).sum().astype('float32')",
         "np.linalg.norm(np.sort(seconds, axis=1)[:, -1], 1)"],
        {"seconds.sum(axis=0).max()": "at the end alone",
         "seconds.max(axis=0).sum()": "over the steps",
         "seconds.mean(axis=1).sum()": "the mean of its",
         "seconds.sum() / seconds.shape[1]": "the mean of its",
         "seconds.min(axis=1).sum()": "fastest worker",
         "seconds.sum()": "one after the other",
         "seconds.max(axis=1)": "a single number",
         "seconds.max(axis=1).cumsum()": "a single number",
         "seconds.max(axis=1, keepdims=True).sum(axis=0)": "a single number",
         "sum(max(seconds))": "ValueError",
         "seconds.max()": None,
         "seconds.max(axis=1).mean()": None}),
    "beyond-one-machine-4": Answers(
        "count, parts",
        ["sorted(set(range(count)).difference(*parts))",
         "left = np.ones(count, bool)\nfor part in parts: left[part] = False\n"
         "np.flatnonzero(left)",
         "np.setdiff1d(np.arange(count), [one for part in parts for one in part])",
         "tuple(itertools.filterfalse(set(itertools.chain(*parts)).__contains__, range(count)))"],
        {"range(max(sum(parts, []), default=-1) + 1, count)": "highest number",
         "range(sum(map(len, parts)), count)": "as many as were written",
         "sorted(set(sum(parts, [])))": "that are done",
         "range(count)": "everything is done again",
         "[one for one in range(count) if one not in parts]": "everything is done again",
         "[one for one in range(count) if not parts or one not in parts[-1]]": "only the last part",
         "sorted(set(range(count)).difference(*parts), reverse=True)": "numbers fall",
         "set(range(count)).difference(*parts)": "is a set",
         "len(set(range(count)).difference(*parts))": "a single number",
         "done = sum(parts, [])\n[one not in done for one in range(count)]": "wrong shape",
         "range(parts[-1][-1] + 1, count)": "wrong shape",
         "done = sum(parts, [])\n[one for one in range(count - 1) if one not in done]": None,
         "done = sum(parts, [])\n[one for one in range(1, count + 1) if one not in done]": None}),
}

JUDGED = {**IMAGES, **CONVOLUTION, **FIRST_NETWORK, **LEARNING, **OVERFITTING, **CHOOSING,
          **DEEP_NETWORKS, **SEQUENCES, **ATTENTION, **BEFORE_DEEP_LEARNING, **OWN_PHOTOGRAPHS,
          **TRAINED_NETWORK, **SMALLER_FASTER, **SERVICE, **BACKPROPAGATION, **BEYOND_ONE_MACHINE}

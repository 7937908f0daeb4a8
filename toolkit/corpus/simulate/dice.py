"""抽数：二项、多项、对数正态。

Draws from one `random.Random`: only its `random()` is used, whose sequence for a seed is the same in every
version of Python.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from math import cos, exp, log, pi, sqrt
from random import Random
from typing import TypeVar

T = TypeVar("T")
EXACT = 40  # up to here one by one, beyond by the normal approximation


def die(*seed: object) -> Random:
    """由种子得到的随机数。 A private generator from the parts of a seed. Example: `die(1, "b00001", 2020)`."""
    return Random(":".join(map(str, seed)))  # noqa: S311 - figures, no secrets


def pick(rng: Random, choices: Sequence[T]) -> T:
    """任取其一。 One of them, all equally likely."""
    return choices[int(rng.random() * len(choices))]


def between(rng: Random, low: int, high: int) -> int:
    """两数之间的整数。 A whole number from low to high, both included."""
    return low + int(rng.random() * (high - low + 1))


def normal(rng: Random) -> float:
    """标准正态。 A draw of the standard normal distribution."""
    return sqrt(-2.0 * log(1.0 - rng.random())) * cos(2.0 * pi * rng.random())


def scaled(rng: Random, median: float, spread: float) -> float:
    """对数正态。 A draw of the log-normal distribution by its median and the standard deviation of its logarithm."""
    return median * exp(spread * normal(rng))


def binomial(rng: Random, count: int, chance: float) -> int:
    """二项分布。 How many of `count` happen, each with that chance."""
    if count <= EXACT:
        hits = 0
        for _ in range(count):
            hits += rng.random() < chance
        return hits
    drawn = count * chance + normal(rng) * sqrt(count * chance * (1.0 - chance))
    return max(0, min(count, round(drawn)))


def poisson(rng: Random, mean: float) -> int:
    """泊松分布。 A Poisson draw."""
    if mean > EXACT:
        return max(0, round(mean + normal(rng) * sqrt(mean)))
    limit, product, drawn = exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        drawn += 1
    return drawn


def dirichlet(rng: Random, alphas: Sequence[float]) -> list[float]:
    """狄利克雷分布的累计权重。

    Cumulative weights, the last of which is 1, of a draw with these concentrations (by log-normal shares).
    """
    weights = [alpha * exp(normal(rng) / sqrt(1.0 + 2.0 * alpha)) for alpha in alphas]
    total, run, sums = sum(weights), 0.0, []
    for weight in weights:
        run += weight / total
        sums.append(run)
    sums[-1] = 1.0
    return sums


def shared(rng: Random, count: int, sums: Sequence[float]) -> list[int]:
    """按权重分到各类。

    `count` things shared out over the classes of cumulative weights; the classes add up to `count`.
    """
    parts = [0] * len(sums)
    if count <= 4 * EXACT:
        for _ in range(count):
            parts[bisect(sums, rng.random())] += 1
        return parts
    left, below = count, 0.0
    for at, run in enumerate(sums[:-1]):
        share = (run - below) / (1.0 - below) if below < 1.0 else 0.0
        parts[at] = binomial(rng, left, min(1.0, max(0.0, share)))
        left -= parts[at]
        below = run
    parts[-1] = left
    return parts

"""Which numbers does the generator of java.util.Random give for a seed?

The CWTS network analysis software draws its starts from this generator. The same seed must give the same start, so the
generator is rebuilt from its public documentation: a linear congruential generator with 48 bits of state.
"""

import numpy as np
import numpy.typing as npt

MULTIPLIER = 0x5DEECE66D
INCREMENT = 0xB
MASK = (1 << 48) - 1


class JavaRandom:
    """The stream of java.util.Random for a seed."""

    def __init__(self, seed: int) -> None:
        self.state = (seed ^ MULTIPLIER) & MASK

    def bits(self, count: int) -> int:
        """The next ``count`` (at most 31) random bits."""
        self.state = (self.state * MULTIPLIER + INCREMENT) & MASK
        return self.state >> (48 - count)

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1."""
        if n & -n == n:
            return (n * self.bits(31)) >> 31
        while True:
            bits = self.bits(31)
            value = bits % n
            if bits - value + n - 1 < 1 << 31:
                return value

    def uniform(self) -> float:
        """A number from 0 up to 1, with 53 random bits."""
        high = self.bits(26) << 27
        return float(high + self.bits(27)) * 2.0**-53

    def permutation(self, n: int) -> npt.NDArray[np.int32]:
        """The numbers 0 to n - 1, every place in turn exchanged with a place drawn from all."""
        order = list(range(n))
        for i in range(n):
            j = self.below(n)
            order[i], order[j] = order[j], order[i]
        return np.array(order, dtype=np.int32)

    def square(self, n: int) -> npt.NDArray[np.float64]:
        """n points in the square from -1 to 1, shape (n, 2)."""
        return np.array([2.0 * self.uniform() - 1.0 for _ in range(2 * n)]).reshape(n, 2)

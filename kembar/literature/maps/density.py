"""How dense is a map at every point, and how does a grid of colours become an image inside a drawing?"""

import struct
import zlib

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def density(xy: Floats, weight: Floats, width: float, shape: tuple[int, int], origin: Floats, step: float) -> Floats:
    """Weighted density sum_i w_i exp(-(|x - x_i| / width)^2) on a grid of shape (rows, columns).

    ``origin`` is the middle of the first cell, ``step`` the size of a cell. Weights are spread over the four nearest
    cells and smoothed with the Gaussian along each axis, which is exact up to the size of a cell.
    """
    rows, columns = shape
    at = (xy - origin) / step
    low = np.floor(at).astype(int)
    part = at - low
    grid = np.zeros(rows * columns)
    for dx in (0, 1):
        for dy in (0, 1):
            i, j = low[:, 0] + dx, low[:, 1] + dy
            inside = (i >= 0) & (i < columns) & (j >= 0) & (j < rows)
            share = np.where(dx, part[:, 0], 1 - part[:, 0]) * np.where(dy, part[:, 1], 1 - part[:, 1]) * weight
            grid += np.bincount((j * columns + i)[inside], weights=share[inside], minlength=rows * columns)
    reach = int(np.ceil(4 * width / step))
    kernel = np.exp(-((np.arange(-reach, reach + 1) * step / width) ** 2))
    smooth = _convolve(grid.reshape(rows, columns), kernel)
    return _convolve(smooth.T, kernel).T


def _convolve(rows: Floats, kernel: Floats) -> Floats:
    """Every row smoothed with the kernel, zeros outside, by the fast Fourier transform."""
    n, half = rows.shape[1], len(kernel) // 2
    size = 1 << (n + len(kernel) - 2).bit_length()
    product = np.fft.rfft(rows, size, axis=1) * np.fft.rfft(kernel, size)
    return np.maximum(np.fft.irfft(product, size, axis=1)[:, half : half + n], 0.0)


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """An array (rows, columns, 3 or 4) of bytes as a PNG file."""
    rows, columns, bands = pixels.shape

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", columns, rows, 8, 6 if bands == 4 else 2, 0, 0, 0)
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), pixels.reshape(rows, -1)], axis=1)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines.tobytes(), 6))
        + chunk(b"IEND", b"")
    )

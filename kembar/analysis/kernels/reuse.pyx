# cython: boundscheck=False, wraparound=False, cdivision=True
"""Postings of features and the windows that share them: the two loops of text reuse that must be fast."""

import numpy as np

cimport numpy as cnp
from libc.stdint cimport int32_t, int64_t, uint8_t

cnp.import_array()


def postings(const int32_t[::1] features, const int32_t[::1] chunks, int32_t buckets):
    """(starts, chunk numbers): for each feature the chunks that hold it, each once, in order.

    ``chunks`` never falls along ``features``.
    """
    cdef Py_ssize_t n = features.shape[0], i
    cdef int64_t[::1] starts = np.zeros(buckets + 1, np.int64)
    cdef int32_t[::1] last = np.full(buckets, -1, np.int32)
    cdef int32_t f
    for i in range(n):
        f = features[i]
        if last[f] != chunks[i]:
            last[f] = chunks[i]
            starts[f + 1] += 1
    for i in range(buckets):
        starts[i + 1] += starts[i]
    cdef int32_t[::1] out = np.empty(starts[buckets], np.int32)
    cdef int64_t[::1] fill = np.array(starts[:buckets])
    last[:] = -1
    for i in range(n):
        f = features[i]
        if last[f] != chunks[i]:
            last[f] = chunks[i]
            out[fill[f]] = chunks[i]
            fill[f] += 1
    return np.asarray(starts), np.asarray(out)


def shared(
    const int64_t[::1] window_starts,
    const int32_t[::1] features,
    const int64_t[::1] starts,
    const int32_t[::1] chunks,
    const int32_t[::1] weights,
    const int64_t[::1] window_mass,
    const int64_t[::1] chunk_mass,
    double threshold,
    int64_t least,
):
    """(windows, chunks, weight shared) of the pairs that share enough.

    Enough is at least ``least`` and at least ``threshold`` times the geometric mean of both masses. Weights are whole numbers,
    so that the sums do not depend on the order of adding; a feature of weight 0 is passed over.
    """
    cdef Py_ssize_t count = window_starts.shape[0] - 1, window, i
    cdef int64_t p, total = chunk_mass.shape[0]
    cdef int64_t[::1] sums = np.zeros(total, np.int64)
    cdef int32_t[::1] touched = np.empty(total + 1, np.int32)
    cdef Py_ssize_t used, size = 0, room = 1 << 16
    cdef int32_t f, c, w
    cdef double bound
    found_w = np.empty(room, np.int32)
    found_c = np.empty(room, np.int32)
    found_s = np.empty(room, np.int64)
    cdef int32_t[::1] fw = found_w, fc = found_c
    cdef int64_t[::1] fs = found_s
    for window in range(count):
        used = 0
        for i in range(window_starts[window], window_starts[window + 1]):
            f = features[i]
            w = weights[f]
            if w == 0:
                continue
            for p in range(starts[f], starts[f + 1]):
                c = chunks[p]
                if sums[c] == 0:
                    touched[used] = c
                    used += 1
                sums[c] += w
        for i in range(used):
            c = touched[i]
            if sums[c] >= least:
                bound = threshold * threshold * <double>window_mass[window] * <double>chunk_mass[c]
                if <double>sums[c] * <double>sums[c] >= bound:
                    if size == room:
                        room *= 2
                        found_w = np.resize(found_w, room)
                        found_c = np.resize(found_c, room)
                        found_s = np.resize(found_s, room)
                        fw, fc, fs = found_w, found_c, found_s
                    fw[size] = window
                    fc[size] = c
                    fs[size] = sums[c]
                    size += 1
            sums[c] = 0
    return found_w[:size].copy(), found_c[:size].copy(), found_s[:size].copy()

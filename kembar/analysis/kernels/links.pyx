# cython: boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Compiled reading of link lists and compressed rows: the same answers as the plain paths in networks.py."""

import numpy as np

from libc.stdint cimport int32_t, int64_t
from libc.stdlib cimport strtod


def parse_links(bytes text):
    """Reads lines ``id id [strength]`` of whole numbers and strengths; blanks, tabs, commas and semicolons separate.

    Returns (from ids int64, to ids int64, strengths float64, -1), or on the first line that is anything else
    (None, None, None, line number counted from 1).
    """
    cdef const char *p = text
    cdef const char *end = p + len(text)
    cdef const char *mark
    cdef char *after
    cdef int64_t rows = text.count(b"\n") + text.count(b"\r") + 1, row = 0, line = 0, value, whole, scale
    cdef int column, digits
    cdef double strength
    cdef bint bad = False
    a_array = np.empty(rows, dtype=np.int64)
    b_array = np.empty(rows, dtype=np.int64)
    w_array = np.empty(rows)
    cdef int64_t[::1] a = a_array
    cdef int64_t[::1] b = b_array
    cdef double[::1] w = w_array
    with nogil:
        while p < end and not bad:
            line += 1
            column = 0
            strength = 1
            while True:
                while p < end and (p[0] == 32 or p[0] == 9 or p[0] == 44 or p[0] == 59):
                    p += 1
                if p >= end or p[0] == 10 or p[0] == 13:
                    break
                if column < 2:
                    value = 0
                    digits = 0
                    if p[0] == 48 and p + 1 < end and 48 <= p[1] <= 57:
                        bad = True  # "007" is not 7: ids are names
                        break
                    while p < end and 48 <= p[0] <= 57 and digits < 18:
                        value = value * 10 + (p[0] - 48)
                        digits += 1
                        p += 1
                    if digits == 0:
                        bad = True
                    elif column == 0:
                        a[row] = value
                    else:
                        b[row] = value
                elif column == 2:
                    mark = p
                    whole = 0
                    scale = 1
                    digits = 0
                    while p < end and 48 <= p[0] <= 57 and digits < 15:
                        whole = whole * 10 + (p[0] - 48)
                        digits += 1
                        p += 1
                    if p < end and p[0] == 46:
                        p += 1
                        while p < end and 48 <= p[0] <= 57 and digits < 15:
                            whole = whole * 10 + (p[0] - 48)
                            scale *= 10
                            digits += 1
                            p += 1
                    # Up to 15 digits the quotient of two exact whole numbers is the nearest double, as strtod gives.
                    if digits and (p >= end or p[0] == 10 or p[0] == 13 or p[0] == 32 or p[0] == 9):
                        strength = <double>whole / <double>scale
                    else:
                        strength = strtod(mark, &after)
                        if after == mark:
                            bad = True
                        p = after
                else:
                    bad = True
                if bad:
                    break
                if p < end and not (p[0] == 32 or p[0] == 9 or p[0] == 44 or p[0] == 59 or p[0] == 10 or p[0] == 13):
                    bad = True
                    break
                column += 1
            if bad:
                break
            if column == 1:
                bad = True
                break
            if column >= 2:
                w[row] = strength
                row += 1
            if p < end and p[0] == 13:
                p += 1
                if p < end and p[0] == 10:
                    p += 1
            elif p < end:
                p += 1
    if bad:
        return None, None, None, line
    return a_array[:row], b_array[:row], w_array[:row], -1


cdef bint in_order(const int32_t[::1] a, const int32_t[::1] b) noexcept:
    """Whether every link goes from the smaller to the larger item and stands once, ordered, as most files have them."""
    cdef int64_t e, m = a.shape[0]
    with nogil:
        for e in range(m):
            if a[e] >= b[e]:
                return False
            if e and (a[e] < a[e - 1] or (a[e] == a[e - 1] and b[e] <= b[e - 1])):
                return False
    return True


cdef rows_in_order(int64_t n, const int32_t[::1] a, const int32_t[::1] b, const double[::1] w):
    """The same rows by one counting sort: links in order leave the smaller neighbours of an item first, then the
    larger, both in order."""
    cdef int64_t m = a.shape[0], e, slot
    cdef int32_t i
    first_array = np.zeros(n + 1, dtype=np.int64)
    neighbours_array = np.empty(2 * m, dtype=np.int32)
    strengths_array = np.empty(2 * m)
    cdef int64_t[::1] first = first_array
    cdef int32_t[::1] neighbours = neighbours_array
    cdef double[::1] strengths = strengths_array
    cdef int64_t[::1] cursor
    with nogil:
        for e in range(m):
            first[a[e] + 1] += 1
            first[b[e] + 1] += 1
        for i in range(n):
            first[i + 1] += first[i]
    cursor = first_array[:n].copy()
    with nogil:
        for e in range(m):
            slot = cursor[a[e]]
            cursor[a[e]] += 1
            neighbours[slot] = b[e]
            strengths[slot] = w[e]
            slot = cursor[b[e]]
            cursor[b[e]] += 1
            neighbours[slot] = a[e]
            strengths[slot] = w[e]
    return first_array, neighbours_array, strengths_array


def row_sums(const int64_t[::1] first, const double[::1] values):
    """Sum of the values of every row, left to right."""
    cdef int64_t n = first.shape[0] - 1, i, k
    cdef double total
    sums_array = np.empty(n)
    cdef double[::1] sums = sums_array
    with nogil:
        for i in range(n):
            total = 0
            for k in range(first[i], first[i + 1]):
                total += values[k]
            sums[i] = total
    return sums_array


def associate(const int64_t[::1] first, const int32_t[::1] neighbours, const double[::1] strengths,
              const double[::1] sizes, double total):
    """Association strengths a_ij / (k_i k_j / 2m), with k the sizes and 2m their total."""
    cdef int64_t n = first.shape[0] - 1, i, k
    values_array = np.empty(neighbours.shape[0])
    cdef double[::1] values = values_array
    with nogil:
        for i in range(n):
            for k in range(first[i], first[i + 1]):
                values[k] = strengths[k] / ((sizes[i] * sizes[neighbours[k]]) / total)
    return values_array


def sums_within(const int64_t[::1] first, const int32_t[::1] neighbours, const double[::1] strengths,
                const int32_t[::1] clusters):
    """Per row, the sum of the strengths to items of the same cluster, left to right."""
    cdef int64_t n = first.shape[0] - 1, i, k
    cdef double total
    cdef int32_t mine
    sums_array = np.empty(n)
    cdef double[::1] sums = sums_array
    with nogil:
        for i in range(n):
            total = 0
            mine = clusters[i]
            for k in range(first[i], first[i + 1]):
                total += strengths[k] if clusters[neighbours[k]] == mine else 0
            sums[i] = total
    return sums_array


def symmetric_rows(int64_t n, const int32_t[::1] a, const int32_t[::1] b, const double[::1] w):
    """Compressed rows of the symmetric network of links a-b: sorted neighbours, duplicates added up, no self-links.

    Two counting sorts (by column, then by row) leave every row sorted; returns (first int64, neighbours int32,
    strengths float64).
    """
    cdef int64_t m = a.shape[0], e, k, slot, total = 0, kept = 0, begin, stop
    cdef int32_t i, c
    if in_order(a, b):
        return rows_in_order(n, a, b, w)
    by_column_array = np.zeros(n + 1, dtype=np.int64)
    cdef int64_t[::1] by_column = by_column_array
    cdef int64_t[::1] first
    cdef int64_t[::1] cursor
    for e in range(m):
        if a[e] != b[e]:
            by_column[a[e] + 1] += 1
            by_column[b[e] + 1] += 1
            total += 2
    for i in range(n):
        by_column[i + 1] += by_column[i]
    first_array = by_column_array.copy()
    first = first_array
    rows_array = np.empty(total, dtype=np.int32)
    half_array = np.empty(total)
    cdef int32_t[::1] rows = rows_array
    cdef double[::1] half = half_array
    cursor = by_column_array[:n].copy()
    for e in range(m):
        if a[e] != b[e]:
            slot = cursor[b[e]]
            cursor[b[e]] += 1
            rows[slot] = a[e]
            half[slot] = w[e]
            slot = cursor[a[e]]
            cursor[a[e]] += 1
            rows[slot] = b[e]
            half[slot] = w[e]
    neighbours_array = np.empty(total, dtype=np.int32)
    strengths_array = np.empty(total)
    cdef int32_t[::1] neighbours = neighbours_array
    cdef double[::1] strengths = strengths_array
    cursor = by_column_array[:n].copy()
    for c in range(n):
        for k in range(by_column[c], by_column[c + 1]):
            i = rows[k]
            slot = cursor[i]
            if slot > first[i] and neighbours[slot - 1] == c:
                strengths[slot - 1] += half[k]
            else:
                neighbours[slot] = c
                strengths[slot] = half[k]
                cursor[i] = slot + 1
    # Close the gaps that duplicates left.
    for i in range(n):
        begin = first[i]
        stop = cursor[i]
        first[i] = kept
        if begin == kept:
            kept = stop
            continue
        for k in range(begin, stop):
            neighbours[kept] = neighbours[k]
            strengths[kept] = strengths[k]
            kept += 1
    first[n] = kept
    if kept == total:
        return first_array, neighbours_array, strengths_array
    return first_array, neighbours_array[:kept].copy(), strengths_array[:kept].copy()


def components(const int64_t[::1] first, const int32_t[::1] neighbours):
    """Number of the connected component of every node, numbered by the smallest node in it (int32)."""
    cdef int32_t n = first.shape[0] - 1, i, j, v, found = 0
    cdef int64_t k, top
    label_array = np.full(n, -1, dtype=np.int32)
    stack_array = np.empty(n + 1, dtype=np.int32)
    cdef int32_t[::1] label = label_array
    cdef int32_t[::1] stack = stack_array
    with nogil:
        for i in range(n):
            if label[i] >= 0:
                continue
            top = 1
            stack[0] = i
            label[i] = found
            while top:
                top -= 1
                j = stack[top]
                for k in range(first[j], first[j + 1]):
                    v = neighbours[k]
                    if label[v] < 0:
                        label[v] = found
                        stack[top] = v
                        top += 1
            found += 1
    return label_array

# cython: boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# distutils: extra_compile_args = -fno-math-errno -fno-trapping-math
"""Compiled pushes of many nodes on each other, near ones one by one and far ones by groups, and Laplacian products.

The same tree, the same groups and the same rule when a group is far enough as crowd_plain.py; the two differ by the
rounding of single precision. Every target block is worked alone, so any number of threads gives the same bytes.
"""

import numpy as np

from libc.math cimport sqrt
from libc.stdint cimport int32_t, int64_t, uint32_t
from libc.stdlib cimport free, malloc, realloc

cdef extern from *:
    """
    #include <math.h>
    #include <stdint.h>
    #if defined(__GNUC__) && !defined(__clang__)
    #define INLINE static inline __attribute__((always_inline))
    #define ANY_ORDER __attribute__((optimize("O3", "associative-math", "no-signed-zeros", "no-trapping-math", "no-math-errno")))
    #if defined(__x86_64__) && defined(__linux__)
    #define WIDE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
    #endif
    #else
    #define INLINE static inline
    #define ANY_ORDER
    #endif
    #ifndef WIDE
    #define WIDE
    #endif

    INLINE float push_strength(int r, float d2) {
        int k; float f, d;
        if (r == 1) return 1.0f / sqrtf(d2);
        if (r == 0) return 1.0f / d2;
        d = sqrtf(d2);
        if (r == -1) return 1.0f / (d2 * d);
        f = 1.0f;
        for (k = r - 2; k > 0; k--) f *= d;
        for (k = r - 2; k < 0; k++) f /= d;
        return f;
    }

    /* Push of m sources of given mass on one point: f = d^(r-2) - inc d^(a-2). */
    INLINE void sources_on(int r, int a, float inc, const float *sx, const float *sy, const float *sm, int64_t m,
                           float px, float py, double *ox, double *oy) {
        float gx = 0, gy = 0; int64_t l;
        for (l = 0; l < m; l++) {
            float dx = px - sx[l], dy = py - sy[l], d2 = dx * dx + dy * dy;
            float safe = d2 > 0 ? d2 : 1.0f;
            float f = push_strength(r, safe);
            if (inc > 0) f -= inc * (a == 2 ? 1.0f : push_strength(a, safe));
            f *= sm[l];
            gx += f * dx; gy += f * dy;
        }
        *ox = gx; *oy = gy;
    }

    WIDE ANY_ORDER static void push_targets(int r, int a, float inc, const float *sx, const float *sy, const float *sm,
                                            int64_t m, const float *tx, const float *ty, int64_t t, double *ox, double *oy) {
        int64_t i;
        if (inc > 0) for (i = 0; i < t; i++) sources_on(r, a, inc, sx, sy, sm, m, tx[i], ty[i], ox + i, oy + i);
        else if (r == 1) for (i = 0; i < t; i++) sources_on(1, 2, 0.0f, sx, sy, sm, m, tx[i], ty[i], ox + i, oy + i);
        else if (r == 0) for (i = 0; i < t; i++) sources_on(0, 2, 0.0f, sx, sy, sm, m, tx[i], ty[i], ox + i, oy + i);
        else if (r == -1) for (i = 0; i < t; i++) sources_on(-1, 2, 0.0f, sx, sy, sm, m, tx[i], ty[i], ox + i, oy + i);
        else for (i = 0; i < t; i++) sources_on(r, a, 0.0f, sx, sy, sm, m, tx[i], ty[i], ox + i, oy + i);
    }
    """
    void push_targets(int r, int a, float inc, const float *sx, const float *sy, const float *sm, int64_t m,
                      const float *tx, const float *ty, int64_t t, double *ox, double *oy) nogil


def hilbert_keys(const double[::1] x, const double[::1] y, double low_x, double low_y, double scale):
    """Place of every point on a Hilbert curve over a 65536 x 65536 grid (uint32)."""
    cdef int64_t i, n = x.shape[0]
    cdef uint32_t u, v, s, rx, ry, key, t
    keys_array = np.empty(n, dtype=np.uint32)
    cdef uint32_t[::1] keys = keys_array
    with nogil:
        for i in range(n):
            u = <uint32_t>((x[i] - low_x) * scale)
            v = <uint32_t>((y[i] - low_y) * scale)
            key = 0
            s = 32768
            while s > 0:
                rx = 1 if u & s else 0
                ry = 1 if v & s else 0
                key += s * s * ((3 * rx) ^ ry)
                if ry == 0:
                    if rx == 1:
                        u = 65535 - u
                        v = 65535 - v
                    t = u
                    u = v
                    v = t
                s >>= 1
            keys[i] = key
    return keys_array


def push_blocks(const double[::1] x, const double[::1] y, const double[::1] mass, int64_t leaf,
                const int64_t[::1] level_start, const double[::1] cx, const double[::1] cy, const double[::1] cm,
                const double[::1] radius, int attraction, int repulsion, double increment, double theta,
                int64_t begin, int64_t stop, double[::1] out_x, double[::1] out_y):
    """Adds up the pushes on the points of the leaf blocks from begin to stop; points are in the order of the curve.

    ``level_start[l]`` is where the groups of level l stand in cx, cy, cm, radius (level 0 = leaf blocks of ``leaf``
    points; a group of level l has groups 4i..4i+3 of level l-1). Returns the number of point-source terms.
    """
    cdef int64_t n = x.shape[0], levels = level_start.shape[0] - 1, room = 4096, m, g, i, c, top, level, node, at
    cdef int64_t p0, p1, q0, q1, last, terms = 0
    cdef double gx, gy, gr, dx, dy, d
    cdef float *sx = <float *>malloc(room * sizeof(float))
    cdef float *sy = <float *>malloc(room * sizeof(float))
    cdef float *sm = <float *>malloc(room * sizeof(float))
    cdef float *tx = <float *>malloc(leaf * sizeof(float))
    cdef float *ty = <float *>malloc(leaf * sizeof(float))
    cdef int64_t *stack = <int64_t *>malloc((8 * levels + 8) * 2 * sizeof(int64_t))
    with nogil:
        for g in range(begin, stop):
            gx = cx[g]
            gy = cy[g]
            gr = radius[g]
            m = 0
            top = 0
            last = levels - 1
            # The coarsest level has at most four groups; start from all of them.
            for i in range(level_start[last + 1] - level_start[last]):
                stack[2 * top] = last
                stack[2 * top + 1] = i
                top += 1
            while top:
                top -= 1
                level = stack[2 * top]
                node = stack[2 * top + 1]
                at = level_start[level] + node
                if m + leaf + 1 > room:
                    room *= 2
                    sx = <float *>realloc(sx, room * sizeof(float))
                    sy = <float *>realloc(sy, room * sizeof(float))
                    sm = <float *>realloc(sm, room * sizeof(float))
                dx = cx[at] - gx
                dy = cy[at] - gy
                d = sqrt(dx * dx + dy * dy)
                if radius[at] < theta * (d - gr):
                    sx[m] = <float>dx
                    sy[m] = <float>dy
                    sm[m] = <float>cm[at]
                    m += 1
                elif level == 0:
                    q0 = node * leaf
                    q1 = q0 + leaf if q0 + leaf < n else n
                    for i in range(q0, q1):
                        sx[m] = <float>(x[i] - gx)
                        sy[m] = <float>(y[i] - gy)
                        sm[m] = <float>mass[i]
                        m += 1
                else:
                    q1 = level_start[level] - level_start[level - 1]
                    for c in range(4 * node + 3, 4 * node - 1, -1):
                        if c < q1:
                            stack[2 * top] = level - 1
                            stack[2 * top + 1] = c
                            top += 1
            p0 = g * leaf
            p1 = p0 + leaf if p0 + leaf < n else n
            for i in range(p0, p1):
                tx[i - p0] = <float>(x[i] - gx)
                ty[i - p0] = <float>(y[i] - gy)
            push_targets(repulsion, attraction, <float>increment, sx, sy, sm, m, tx, ty, p1 - p0, &out_x[p0], &out_y[p0])
            terms += m * (p1 - p0)
    free(sx)
    free(sy)
    free(sm)
    free(tx)
    free(ty)
    free(stack)
    return terms


def link_weights(const int64_t[::1] first, const int32_t[::1] neighbours, const float[::1] strengths,
                 const double[:, ::1] xy, int attraction, double floor, int64_t begin, int64_t stop,
                 float[::1] weights, double[::1] total):
    """Weights s_ij d_ij^(a-2) of the rows from begin to stop, distances not below floor, and their sums by row."""
    cdef int64_t i, k
    cdef int p
    cdef double dx, dy, d2, w, sum_, low = floor * floor
    with nogil:
        for i in range(begin, stop):
            sum_ = 0
            for k in range(first[i], first[i + 1]):
                dx = xy[i, 0] - xy[neighbours[k], 0]
                dy = xy[i, 1] - xy[neighbours[k], 1]
                d2 = dx * dx + dy * dy
                if d2 < low:
                    d2 = low
                if attraction == 2:
                    w = strengths[k]
                elif attraction == 1:
                    w = strengths[k] / sqrt(d2)
                elif attraction == 0:
                    w = strengths[k] / d2
                else:
                    w = strengths[k]
                    for p in range(attraction - 2):
                        w *= sqrt(d2)
                    for p in range(2 - attraction):
                        w /= sqrt(d2)
                weights[k] = <float>w
                sum_ += <float>w
            total[i] = sum_


def laplacian_times(const int64_t[::1] first, const int32_t[::1] neighbours, const float[::1] weights,
                    const double[::1] diagonal, const double[:, ::1] v, int64_t begin, int64_t stop, double[:, ::1] out):
    """Rows begin to stop of (diagonal - weights) v, for two columns at once."""
    cdef int64_t i, k
    cdef int32_t j
    cdef double a, b, w
    with nogil:
        for i in range(begin, stop):
            a = 0
            b = 0
            for k in range(first[i], first[i + 1]):
                j = neighbours[k]
                w = weights[k]
                a += w * v[j, 0]
                b += w * v[j, 1]
            out[i, 0] = diagonal[i] * v[i, 0] - a
            out[i, 1] = diagonal[i] * v[i, 1] - b

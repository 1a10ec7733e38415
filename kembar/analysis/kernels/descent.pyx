# distutils: extra_compile_args = -fno-math-errno -fno-trapping-math
# cython: boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Compiled node-by-node descent of the VOS layout and exact sums over pairs: the answers of layout_plain.py.

The descent is sensitive: one last digit in one direction leads to another map. So the inner loop, plain C that the
compiler turns into vector code, only prepares the terms; the direction of a step is then added up left to right, as the
original does. The energy, which only decides whether a sweep was an improvement, is added in any order.
"""

import numpy as np

from libc.math cimport INFINITY, log, sqrt
from libc.stdint cimport int32_t, int64_t

cdef extern from *:
    """
    #include <math.h>
    #include <stdint.h>
    #include <string.h>
    #if defined(__GNUC__) && !defined(__clang__)
    #define INLINE static inline __attribute__((always_inline))
    #define ANY_ORDER __attribute__((optimize("O3", "associative-math", "no-signed-zeros", "no-trapping-math", "no-math-errno")))
    #if defined(__x86_64__) && defined(__linux__)
    #define WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
    #endif
    #pragma GCC push_options
    #pragma GCC optimize("O3", "no-math-errno", "no-trapping-math")
    #else
    #define INLINE static inline
    #define ANY_ORDER
    #endif
    #ifndef WIDE
    #define WIDE
    #endif
    #define BLOCK 512
    #if defined(__GNUC__) && !defined(__clang__)
    #define EACH_ALONE _Pragma("GCC ivdep")
    #else
    #define EACH_ALONE
    #endif

    INLINE double whole_power(double base, int exponent) {
        double power; int i;
        if (exponent > 0) { power = base; for (i = 1; i < exponent; i++) power *= base; return power; }
        if (exponent < 0) { power = 1.0 / base; for (i = -1; i > exponent; i--) power /= base; return power; }
        return 1.0;
    }

    /* Logarithm of a product of positive numbers by mantissa and exponent: one logarithm serves a whole block. */
    WIDE static double log_of_product(const double *v, int64_t n) {
        enum { LANES = 8, RUN = 8 };
        double product[LANES], total = 1.0, rest = 0.0; int64_t exponent[LANES], l = 0, sum = 0; int u, k;
        for (u = 0; u < LANES; u++) { product[u] = 1.0; exponent[u] = 0; }
        for (; l + LANES * RUN <= n; l += LANES * RUN) {
            for (k = 0; k < RUN; k++)
                for (u = 0; u < LANES; u++) product[u] *= v[l + k * LANES + u];
            for (u = 0; u < LANES; u++) {
                int64_t bits; memcpy(&bits, &product[u], 8);
                exponent[u] += (bits >> 52) - 1023;
                bits = (bits & 0x000FFFFFFFFFFFFFLL) | 0x3FF0000000000000LL;
                memcpy(&product[u], &bits, 8);
            }
        }
        for (u = 0; u < LANES; u++) { total *= product[u]; sum += exponent[u]; }
        for (; l < n; l++) rest += log(v[l]);
        return rest + log(total) + (double)sum * 0.69314718055994530942;
    }

    WIDE ANY_ORDER static double sum_any_order(const double *v, int64_t n) {
        double sum = 0; int64_t l;
        for (l = 0; l < n; l++) sum += v[l];
        return sum;
    }

    /* Left to right, as the original adds: the direction of a step must not depend on the width of a vector unit. */
    static __attribute__((noinline)) void take_off(double *gx, double *gy, const double *fx, const double *fy, int64_t n) {
        double sx = *gx, sy = *gy; int64_t l;
        for (l = 0; l < n; l++) { sx -= fx[l]; sy -= fy[l]; }
        *gx = sx; *gy = sy;
    }

    static __attribute__((noinline)) void add_up(double *gx, double *gy, const double *fx, const double *fy, int64_t n) {
        double sx = *gx, sy = *gy; int64_t l;
        for (l = 0; l < n; l++) { sx += fx[l]; sy += fy[l]; }
        *gx = sx; *gy = sy;
    }

    /* Per link, from (dx, dy) in place, the pull w d^a / d^2 (dx, dy) and, where the other end is open, its energy;
       for a = 0 the squared distance comes back instead (0 where the other end is closed). */
    INLINE void pull_block(int a, const double *w, int64_t n, double *fx, double *fy, double *open, double *e) {
        int64_t l;
        EACH_ALONE
        for (l = 0; l < n; l++) {
            double dx = fx[l], dy = fy[l], d2 = dx * dx + dy * dy, safe = d2 > 0 ? d2 : 1.0, d = sqrt(d2), p, s;
            if (a == 2) p = d * d; else if (a == 1) p = d; else p = whole_power(d2 > 0 ? d : 1.0, a);
            s = w[l] * p / safe;
            fx[l] = d2 > 0 ? s * dx : 0.0;
            fy[l] = d2 > 0 ? s * dy : 0.0;
            if (a != 0) e[l] = open[l] != 0.0 ? w[l] * p / a : 0.0;
            else { e[l] = 0.0; open[l] = open[l] != 0.0 ? d2 : 0.0; }
        }
    }

    WIDE static void pull_wide(int a, const double *w, int64_t n, double *fx, double *fy, double *open, double *e) {
        if (a == 2) pull_block(2, w, n, fx, fy, open, e);
        else if (a == 1) pull_block(1, w, n, fx, fy, open, e);
        else pull_block(a, w, n, fx, fy, open, e);
    }

    /* Per other node the push f(d) (dx, dy) with f = d^r / d^2, the energy (r != 0) and the squared distance (r = 0). */
    INLINE void push_block(int r, const double *x, const double *y, const double *open, double px, double py, int64_t n,
                           double *fx, double *fy, double *e, double *d2s) {
        int64_t l;
        EACH_ALONE
        for (l = 0; l < n; l++) {
            double dx = px - x[l], dy = py - y[l], d2 = dx * dx + dy * dy, f;
            double safe = d2 > 0 ? d2 : 1.0;
            if (r == 0) { f = 1.0 / safe; d2s[l] = open[l] != 0.0 ? d2 : 1.0; }
            else if (r == 1) { double d = sqrt(safe); f = d / safe; e[l] = (open[l] != 0.0 && d2 > 0) ? -d : 0.0; }
            else if (r == -1) {
                double a = 1.0 / sqrt(safe); f = a / safe;
                e[l] = open[l] != 0.0 ? (d2 > 0 ? a : INFINITY) : 0.0;
            }
            else {
                double a = whole_power(sqrt(safe), r); f = a / safe;
                e[l] = open[l] != 0.0 ? (d2 > 0 ? -a / r : (r < 0 ? INFINITY : 0.0)) : 0.0;
            }
            fx[l] = d2 > 0 ? f * dx : 0.0;
            fy[l] = d2 > 0 ? f * dy : 0.0;
        }
    }

    WIDE static void push_wide(int r, const double *x, const double *y, const double *open, double px, double py,
                               int64_t n, double *fx, double *fy, double *e, double *d2s) {
        if (r == 1) push_block(1, x, y, open, px, py, n, fx, fy, e, d2s);
        else if (r == 0) push_block(0, x, y, open, px, py, n, fx, fy, e, d2s);
        else if (r == -1) push_block(-1, x, y, open, px, py, n, fx, fy, e, d2s);
        else push_block(r, x, y, open, px, py, n, fx, fy, e, d2s);
    }

    /* One node: first its links, then every other node, then the increment, each taken off in the original's order. */
    static double node_slope(int a, int r, double inc, const int32_t *neighbours, const double *w, int64_t m,
                             const double *x, const double *y, const double *open, int64_t me, int64_t n, double *out) {
        double fx[BLOCK], fy[BLOCK], e[BLOCK], d2s[BLOCK], gx = 0, gy = 0, q = 0, px = x[me], py = y[me]; int64_t k, b, l;
        for (b = 0; b < m; b += BLOCK) {
            int64_t size = m - b < BLOCK ? m - b : BLOCK;
            for (k = 0; k < size; k++) {
                int32_t v = neighbours[b + k];
                fx[k] = px - x[v]; fy[k] = py - y[v]; d2s[k] = open[v];
            }
            pull_wide(a, w + b, size, fx, fy, d2s, e);
            add_up(&gx, &gy, fx, fy, size);
            q += sum_any_order(e, size);
            if (a == 0)
                for (k = 0; k < size; k++)
                    if (d2s[k] > 0) q += 0.5 * w[b + k] * log(d2s[k]);
        }
        if (inc > 0) {
            for (l = 0; l < n; l++) {
                double dx = px - x[l], dy = py - y[l], d2 = dx * dx + dy * dy, d, p;
                if (l == me) continue;
                d = sqrt(d2);
                p = whole_power(d, r);
                if (d2 > 0) { double s = p / d2; gx -= s * dx; gy -= s * dy; }
                if (open[l] != 0.0) q -= r != 0 ? p / r : log(d);
                p = whole_power(d, a);
                if (d2 > 0) { double s = inc * p / d2; gx += s * dx; gy += s * dy; }
                if (open[l] != 0.0) q += a != 0 ? inc * p / a : inc * log(d);
            }
        }
        else for (b = 0; b < n; b += BLOCK) {
            int64_t size = n - b < BLOCK ? n - b : BLOCK;
            push_wide(r, x + b, y + b, open + b, px, py, size, fx, fy, e, d2s);
            if (me >= b && me < b + size) { fx[me - b] = 0; fy[me - b] = 0; if (r != 0) e[me - b] = 0; else d2s[me - b] = 1.0; }
            take_off(&gx, &gy, fx, fy, size);
            if (r != 0) q += sum_any_order(e, size);
            else q -= 0.5 * log_of_product(d2s, size);
        }
        out[0] = gx; out[1] = gy;
        return q;
    }

    /* Energy of the pairs of one point with n others: the push and the increment. */
    static double pair_row(int a, int r, double inc, const double *x, const double *y, const double *ones, double px,
                           double py, int64_t n) {
        double fx[BLOCK], fy[BLOCK], e[BLOCK], d2s[BLOCK], q = 0; int64_t b, l;
        for (b = 0; b < n; b += BLOCK) {
            int64_t size = n - b < BLOCK ? n - b : BLOCK;
            push_wide(r, x + b, y + b, ones, px, py, size, fx, fy, e, d2s);
            if (r != 0) q += sum_any_order(e, size);
            else q -= 0.5 * log_of_product(d2s, size);
        }
        if (inc > 0)
            for (l = 0; l < n; l++) {
                double dx = px - x[l], dy = py - y[l], d = sqrt(dx * dx + dy * dy);
                q += a != 0 ? inc * whole_power(d, a) / a : inc * log(d);
            }
        return q;
    }

    WIDE ANY_ORDER static double distances_from(const double *x, const double *y, double px, double py, int64_t n) {
        double sum = 0; int64_t l;
        for (l = 0; l < n; l++) { double dx = px - x[l], dy = py - y[l]; sum += sqrt(dx * dx + dy * dy); }
        return sum;
    }
    #if defined(__GNUC__) && !defined(__clang__)
    #pragma GCC pop_options
    #endif
    """
    double node_slope(int a, int r, double inc, const int32_t *neighbours, const double *w, int64_t m, const double *x,
                      const double *y, const double *open_, int64_t me, int64_t n, double *out) nogil
    double pair_row(int a, int r, double inc, const double *x, const double *y, const double *ones, double px, double py,
                    int64_t n) nogil
    double distances_from(const double *x, const double *y, double px, double py, int64_t n) nogil
    double whole_power(double base, int exponent) nogil


def descend(const int64_t[::1] first, const int32_t[::1] neighbours, const double[::1] strengths, double[::1] x,
            double[::1] y, const int32_t[::1] order, int attraction, int repulsion, double increment,
            int max_sweeps, double step, double min_step, double reduction, int improvements):
    """Moves the nodes in place, one after another, each a step along its own downhill direction.

    Returns (sweeps made, last step, quality summed during the last sweep).
    """
    cdef int64_t n = x.shape[0], j, k
    cdef int sweep = 0, better = 0
    cdef double quality = INFINITY, old, length
    cdef double slope[2]
    cdef int32_t[::1] no_neighbours = np.zeros(1, dtype=np.int32)
    cdef double[::1] no_strengths = np.zeros(1)
    cdef const int32_t *near = &neighbours[0] if neighbours.shape[0] else &no_neighbours[0]
    cdef const double *strong = &strengths[0] if strengths.shape[0] else &no_strengths[0]
    cdef double[::1] still = np.ones(n)
    with nogil:
        while sweep < max_sweeps and step >= min_step:
            old = quality
            quality = 0
            for j in range(n):
                still[j] = 1
            for j in range(n):
                k = order[j]
                quality += node_slope(attraction, repulsion, increment, near + first[k], strong + first[k],
                                      first[k + 1] - first[k], &x[0], &y[0], &still[0], k, n, slope)
                length = sqrt(slope[0] * slope[0] + slope[1] * slope[1])
                if length > 0:
                    x[k] -= step * slope[0] / length
                    y[k] -= step * slope[1] / length
                still[k] = 0
            if quality < old:
                better += 1
                if better >= improvements:
                    step /= reduction
                    better = 0
            else:
                step *= reduction
                better = 0
            sweep += 1
    return sweep, step, quality


def pair_energy(const double[::1] x, const double[::1] y, int attraction, int repulsion, double increment,
                int64_t begin, int64_t stop):
    """Energy of the pairs (i, j) with j < i, for i from begin to stop: push and increment, without the links."""
    cdef int64_t i
    cdef double total = 0
    cdef double[::1] ones = np.ones(512)
    with nogil:
        for i in range(begin, stop):
            total += pair_row(attraction, repulsion, increment, &x[0], &y[0], &ones[0], x[i], y[i], i)
    return total


def distance_sum(const double[::1] x, const double[::1] y, int64_t begin, int64_t stop):
    """Sum of the distances of the pairs (i, j) with j < i, for i from begin to stop."""
    cdef int64_t i
    cdef double total = 0
    with nogil:
        for i in range(begin, stop):
            total += distances_from(&x[0], &y[0], x[i], y[i], i)
    return total


def link_energy(const int64_t[::1] first, const int32_t[::1] neighbours, const double[::1] strengths,
                const double[::1] x, const double[::1] y, int attraction):
    """Energy of the links: the sum over i < j of s_ij d_ij^a / a (s_ij log d_ij for a = 0)."""
    cdef int64_t i, k, n = x.shape[0]
    cdef double total = 0, dx, dy, d
    with nogil:
        for i in range(n):
            for k in range(first[i], first[i + 1]):
                if neighbours[k] < i:
                    dx = x[i] - x[neighbours[k]]
                    dy = y[i] - y[neighbours[k]]
                    d = sqrt(dx * dx + dy * dy)
                    if attraction:
                        total += strengths[k] * whole_power(d, attraction) / attraction
                    else:
                        total += strengths[k] * log(d)
    return total

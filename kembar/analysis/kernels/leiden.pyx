# cython: boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Compiled Leiden algorithm for the constant Potts quality: the same steps, numbers and answer as clustering_plain.py.

One call makes one random start. It runs without the interpreter lock, so several starts share the cores; each start
has its own generator and touches only its own memory, and its answer does not depend on how many run at once.
"""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint64_t
from libc.stdlib cimport calloc, free, malloc

cdef extern from *:
    """
    #include <stdint.h>
    /* The linear congruential generator of the java.util.Random documentation (48 bits of state). */
    static inline int32_t lcg_next(uint64_t *state, int bits) {
        *state = (*state * 0x5DEECE66DULL + 0xBULL) & ((1ULL << 48) - 1);
        return (int32_t)(int64_t)(*state >> (48 - bits));
    }
    static inline int32_t lcg_below(uint64_t *state, int32_t n) {
        int32_t bits, val;
        if ((n & -n) == n) return (int32_t)(((int64_t)n * (int64_t)lcg_next(state, 31)) >> 31);
        do { bits = lcg_next(state, 31); val = bits % n; } while ((int32_t)((uint32_t)bits - (uint32_t)val + (uint32_t)(n - 1)) < 0);
        return val;
    }
    static inline double lcg_double(uint64_t *state) {
        int64_t high = (int64_t)(uint32_t)lcg_next(state, 26) << 27;
        return (double)(high + (int64_t)(uint32_t)lcg_next(state, 27)) * 0x1.0p-53;
    }
    static inline double fast_exp(double x) {
        int i;
        if (x < -256.0) return 0.0;
        x = 1.0 + x / 256.0;
        for (i = 0; i < 8; i++) x *= x;
        return x;
    }
    """
    int32_t lcg_below(uint64_t *state, int32_t n) nogil
    double lcg_double(uint64_t *state) nogil
    double fast_exp(double x) nogil


cdef struct Graph:
    int32_t n
    const int64_t *first
    const int32_t *neighbours
    const double *strengths
    double *masses


cdef struct Work:
    # Scratch of the size of the whole network, shared by every level (levels only get smaller).
    double *cluster_mass
    int32_t *cluster_size
    int32_t *unused
    int32_t *order
    double *link_to
    int32_t *near
    char *flag
    double *outside
    double *cumulative
    int32_t *label
    int32_t *start
    int32_t *members
    int64_t *sub_first


cdef void shuffle(int32_t *order, int32_t n, uint64_t *state) noexcept nogil:
    cdef int32_t i, j, t
    for i in range(n):
        order[i] = i
    for i in range(n):
        j = lcg_below(state, n)
        t = order[i]
        order[i] = order[j]
        order[j] = t


cdef int32_t close_ranks(int32_t *clusters, int32_t n, int32_t n_clusters, int32_t *fresh) noexcept nogil:
    cdef int32_t i, used = 0
    for i in range(n_clusters):
        fresh[i] = 0
    for i in range(n):
        fresh[clusters[i]] = 1
    for i in range(n_clusters):
        if fresh[i]:
            fresh[i] = used
            used += 1
    for i in range(n):
        clusters[i] = fresh[clusters[i]]
    return used


cdef int32_t move_nodes(Graph *g, int32_t *clusters, int32_t n_clusters, double resolution, Work *w,
                        uint64_t *state) noexcept nogil:
    """Moves single nodes while that raises the quality; returns the number of clusters left."""
    cdef int32_t n = g.n, i, j, c, m, current, best, n_near, n_unused = 0, unstable = n, slot, v
    cdef int64_t k
    cdef double top, gain, mass
    cdef bint moved = False
    if n == 1:
        return n_clusters
    for i in range(n):
        w.cluster_mass[i] = 0
        w.cluster_size[i] = 0
        w.link_to[i] = 0
        w.flag[i] = 0
    for i in range(n):
        w.cluster_mass[clusters[i]] += g.masses[i]
        w.cluster_size[clusters[i]] += 1
    for i in range(n - 1, -1, -1):
        if w.cluster_size[i] == 0:
            w.unused[n_unused] = i
            n_unused += 1
    shuffle(w.order, n, state)
    i = 0
    while True:
        j = w.order[i]
        current = clusters[j]
        mass = g.masses[j]
        w.cluster_mass[current] -= mass
        w.cluster_size[current] -= 1
        if w.cluster_size[current] == 0:
            w.unused[n_unused] = current
            n_unused += 1
        # An empty cluster is always a candidate: a node may go off on its own.
        w.near[0] = w.unused[n_unused - 1] if n_unused else current
        n_near = 1
        for k in range(g.first[j], g.first[j + 1]):
            c = clusters[g.neighbours[k]]
            if w.link_to[c] == 0:
                w.near[n_near] = c
                n_near += 1
            w.link_to[c] += g.strengths[k]
        best = current
        top = w.link_to[current] - mass * w.cluster_mass[current] * resolution
        for m in range(n_near):
            c = w.near[m]
            gain = w.link_to[c] - mass * w.cluster_mass[c] * resolution
            if gain > top:
                best = c
                top = gain
            w.link_to[c] = 0
        w.cluster_mass[best] += mass
        w.cluster_size[best] += 1
        if n_unused and best == w.unused[n_unused - 1]:
            n_unused -= 1
        w.flag[j] = 1
        unstable -= 1
        if best != current:
            clusters[j] = best
            if best >= n_clusters:
                n_clusters = best + 1
            for k in range(g.first[j], g.first[j + 1]):
                v = g.neighbours[k]
                if w.flag[v] and clusters[v] != best:
                    w.flag[v] = 0
                    unstable += 1
                    slot = i + unstable
                    if slot >= n:
                        slot -= n
                    w.order[slot] = v
            moved = True
        i = i + 1 if i < n - 1 else 0
        if unstable <= 0:
            break
    if moved:
        n_clusters = close_ranks(clusters, n, n_clusters, w.near)
    return n_clusters


cdef void group_members(const int32_t *clusters, int32_t n, int32_t n_clusters, int32_t *start,
                        int32_t *members) noexcept nogil:
    cdef int32_t i, c
    for c in range(n_clusters + 1):
        start[c] = 0
    for i in range(n):
        start[clusters[i] + 1] += 1
    for c in range(n_clusters):
        start[c + 1] += start[c]
    for i in range(n):
        members[start[clusters[i]]] = i
        start[clusters[i]] += 1
    for c in range(n_clusters, 0, -1):
        start[c] = start[c - 1]
    start[0] = 0


cdef struct Inside:
    # The links inside one cluster, nodes numbered within it; kept from cluster to cluster and grown when needed.
    int64_t room
    int32_t *neighbours
    double *strengths


cdef int32_t refine(Graph *g, const int32_t *clusters, int32_t n_clusters, double resolution, double randomness,
                    Work *w, uint64_t *state, int32_t *refined) noexcept nogil:
    """Splits every cluster into well-connected parts; returns the number of parts, -1 without memory."""
    cdef int32_t n = g.n, c, p, j, l, m, q, v, size, n_near, best, chosen, low, high, mid, parts = 0
    cdef int32_t *members
    cdef int32_t *place = refined
    cdef int64_t k, e, need
    cdef double total, mass, inside, top, gain, sum_exp, r, s
    cdef Inside sub
    sub.room = 0
    sub.neighbours = NULL
    sub.strengths = NULL
    group_members(clusters, n, n_clusters, w.start, w.members)
    # Until a cluster's own parts are written to it, ``refined`` holds the place of every node within its cluster.
    for c in range(n_clusters):
        for p in range(w.start[c], w.start[c + 1]):
            place[w.members[p]] = p - w.start[c]
    for c in range(n_clusters):
        members = w.members + w.start[c]
        size = w.start[c + 1] - w.start[c]
        if size == 1:
            w.label[0] = 0
        else:
            need = 1
            for p in range(size):
                need += g.first[members[p] + 1] - g.first[members[p]]
            if need > sub.room:
                free(sub.neighbours)
                free(sub.strengths)
                sub.room = need + need // 4
                sub.neighbours = <int32_t *>malloc(sub.room * sizeof(int32_t))
                sub.strengths = <double *>malloc(sub.room * sizeof(double))
                if sub.neighbours == NULL or sub.strengths == NULL:
                    free(sub.neighbours)
                    free(sub.strengths)
                    return -1
            total = 0
            e = 0
            w.sub_first[0] = 0
            for p in range(size):
                j = members[p]
                total += g.masses[j]
                w.cluster_mass[p] = g.masses[j]
                w.label[p] = p
                w.flag[p] = 0
                w.link_to[p] = 0
                inside = 0
                for k in range(g.first[j], g.first[j + 1]):
                    v = g.neighbours[k]
                    s = g.strengths[k]
                    # Written always, kept only inside the cluster: a branch here would be guessed wrong too often.
                    sub.neighbours[e] = place[v]
                    sub.strengths[e] = s
                    if clusters[v] != c:
                        s = 0
                    inside += s
                    e += clusters[v] == c
                w.outside[p] = inside
                w.sub_first[p + 1] = e
            shuffle(w.order, size, state)
            for m in range(size):
                p = w.order[m]
                mass = w.cluster_mass[p]
                if w.flag[p] or not (w.outside[p] >= mass * (total - mass) * resolution):
                    continue
                inside = w.outside[p]
                w.cluster_mass[p] = 0
                w.outside[p] = 0
                w.near[0] = p
                n_near = 1
                for k in range(w.sub_first[p], w.sub_first[p + 1]):
                    l = w.label[sub.neighbours[k]]
                    if w.link_to[l] == 0:
                        w.near[n_near] = l
                        n_near += 1
                    w.link_to[l] += sub.strengths[k]
                best = p
                top = 0
                sum_exp = 0
                for q in range(n_near):
                    l = w.near[q]
                    if w.outside[l] >= w.cluster_mass[l] * (total - w.cluster_mass[l]) * resolution:
                        gain = w.link_to[l] - g.masses[members[p]] * w.cluster_mass[l] * resolution
                        if gain > top:
                            best = l
                            top = gain
                        if gain >= 0:
                            sum_exp += fast_exp(gain / randomness)
                    w.cumulative[q] = sum_exp
                if sum_exp < 1e308 * 10:
                    r = sum_exp * lcg_double(state)
                    low = -1
                    high = n_near
                    while low < high - 1:
                        mid = (low + high) // 2
                        if w.cumulative[mid] >= r:
                            high = mid
                        else:
                            low = mid
                    chosen = w.near[high] if high < n_near else best
                else:
                    chosen = best
                # The links inside the cluster that do not go to the chosen part become links out of it.
                w.cluster_mass[chosen] += g.masses[members[p]]
                w.outside[chosen] += inside - 2 * w.link_to[chosen]
                for q in range(n_near):
                    w.link_to[w.near[q]] = 0
                if chosen != p:
                    w.label[p] = chosen
                    w.flag[chosen] = 1
        for p in range(size):
            w.near[p] = 0
        for p in range(size):
            w.near[w.label[p]] = 1
        for p in range(size):
            if w.near[p]:
                w.near[p] = parts
                parts += 1
        for p in range(size):
            refined[members[p]] = w.near[w.label[p]]
    free(sub.neighbours)
    free(sub.strengths)
    return parts


cdef bint reduce(Graph *g, const int32_t *parts, int32_t n_parts, Work *w, Graph *out) noexcept nogil:
    """Makes the network whose nodes are the parts. False when memory ran out."""
    cdef int64_t e = 0, k, room = g.first[g.n]
    cdef int32_t p, q, j, c, m, n_near
    cdef int64_t *first = <int64_t *>malloc((n_parts + 1) * sizeof(int64_t))
    cdef int32_t *neighbours = <int32_t *>malloc((room + 1) * sizeof(int32_t))
    cdef double *strengths = <double *>malloc((room + 1) * sizeof(double))
    cdef double *masses = <double *>calloc(n_parts + 1, sizeof(double))
    out.n = n_parts
    out.first = first
    out.neighbours = neighbours
    out.strengths = strengths
    out.masses = masses
    if first == NULL or neighbours == NULL or strengths == NULL or masses == NULL:
        return False
    group_members(parts, g.n, n_parts, w.start, w.members)
    for c in range(n_parts):
        w.link_to[c] = 0
    first[0] = 0
    for p in range(n_parts):
        n_near = 0
        for q in range(w.start[p], w.start[p + 1]):
            j = w.members[q]
            masses[p] += g.masses[j]
            for k in range(g.first[j], g.first[j + 1]):
                c = parts[g.neighbours[k]]
                if c != p:
                    if w.link_to[c] == 0:
                        w.near[n_near] = c
                        n_near += 1
                    w.link_to[c] += g.strengths[k]
        for m in range(n_near):
            c = w.near[m]
            neighbours[e] = c
            strengths[e] = w.link_to[c]
            w.link_to[c] = 0
            e += 1
        first[p + 1] = e
    return True


cdef int32_t iterate(Graph *g, int32_t *clusters, int32_t n_clusters, double resolution, double randomness, Work *w,
                     uint64_t *state) noexcept nogil:
    """One round: move, refine, reduce, and the same on the reduced network. Returns clusters left, -1 without memory."""
    cdef int32_t n = g.n, parts, i
    cdef int32_t *refined
    cdef int32_t *upper
    cdef Graph small
    n_clusters = move_nodes(g, clusters, n_clusters, resolution, w, state)
    if n_clusters >= n:
        return n_clusters
    refined = <int32_t *>malloc((n + 1) * sizeof(int32_t))
    if refined == NULL:
        return -1
    parts = refine(g, clusters, n_clusters, resolution, randomness, w, state, refined)
    if parts < 0:
        free(refined)
        return -1
    if parts < n:
        upper = <int32_t *>malloc((parts + 1) * sizeof(int32_t))
        if upper != NULL:
            for i in range(n):
                upper[refined[i]] = clusters[i]
            for i in range(n):
                clusters[i] = refined[i]
    else:
        parts = n_clusters
        upper = <int32_t *>malloc((parts + 1) * sizeof(int32_t))
        if upper != NULL:
            for i in range(parts):
                upper[i] = i
    free(refined)
    if upper == NULL:
        return -1
    if reduce(g, clusters, parts, w, &small):
        n_clusters = iterate(&small, upper, n_clusters, resolution, randomness, w, state)
    else:
        n_clusters = -1
    free(<void *>small.first)
    free(<void *>small.neighbours)
    free(<void *>small.strengths)
    free(small.masses)
    if n_clusters >= 0:
        for i in range(n):
            clusters[i] = upper[clusters[i]]
    free(upper)
    return n_clusters


def one_start(const int64_t[::1] first, const int32_t[::1] neighbours, const double[::1] strengths,
              const double[::1] masses, double resolution, int iterations, double randomness, int64_t seed, begin=None):
    """Clusters one network from singletons (or from ``begin``); returns int32 cluster numbers, not yet ordered.

    Symmetric network without self-links in compressed rows: ``first`` (n+1), ``neighbours`` and ``strengths`` (2E),
    ``masses`` (n). Raises MemoryError when the reduced networks do not fit.
    """
    cdef int32_t n = masses.shape[0], n_clusters
    cdef int round_no
    clusters_array = np.arange(n, dtype=np.int32) if begin is None else np.array(begin, dtype=np.int32)
    masses_array = np.array(masses, dtype=np.float64)
    cdef int32_t[::1] clusters = clusters_array
    cdef double[::1] own_masses = masses_array
    cdef int32_t[::1] no_neighbours = np.zeros(1, dtype=np.int32)
    cdef double[::1] no_strengths = np.zeros(1)
    cdef Graph g
    cdef Work w
    cdef uint64_t state = (<uint64_t>seed ^ <uint64_t>0x5DEECE66D) & ((<uint64_t>1 << 48) - 1)
    if n == 0:
        return clusters_array
    n_clusters = clusters_array.max() + 1
    doubles_array = np.empty((4, n + 2))
    ints_array = np.empty((8, n + 2), dtype=np.int32)
    sub_first_array = np.empty(n + 2, dtype=np.int64)
    flags_array = np.zeros(n + 2, dtype=np.int8)
    cdef double[:, ::1] doubles = doubles_array
    cdef int32_t[:, ::1] ints = ints_array
    cdef int64_t[::1] sub_first = sub_first_array
    cdef signed char[::1] flags = flags_array
    g.n = n
    g.first = &first[0]
    g.neighbours = &neighbours[0] if neighbours.shape[0] else &no_neighbours[0]
    g.strengths = &strengths[0] if strengths.shape[0] else &no_strengths[0]
    g.masses = &own_masses[0]
    w.cluster_mass = &doubles[0, 0]
    w.link_to = &doubles[1, 0]
    w.outside = &doubles[2, 0]
    w.cumulative = &doubles[3, 0]
    w.cluster_size = &ints[0, 0]
    w.unused = &ints[1, 0]
    w.order = &ints[2, 0]
    w.near = &ints[3, 0]
    w.label = &ints[4, 0]
    w.start = &ints[5, 0]
    w.members = &ints[6, 0]
    w.sub_first = &sub_first[0]
    w.flag = <char *>&flags[0]
    with nogil:
        for round_no in range(iterations):
            n_clusters = iterate(&g, &clusters[0], n_clusters, resolution, randomness, &w, &state)
            if n_clusters < 0:
                break
    if n_clusters < 0:
        raise MemoryError
    return clusters_array

// Included by lanes_*.cpp, each compiled for one processor, with ULPFIELD_LANES_NAMESPACE and ULPFIELD_LANES_BYTES set.
#pragma once
#include "rule/lane_vectors.hpp"
#include "rule/memory_lanes.hpp"

namespace ulpfield::ULPFIELD_LANES_NAMESPACE {

namespace {

/// Neurons whose sums are taken side by side: as many as the registers hold.
inline constexpr int neurons_together = ULPFIELD_LANES_BYTES == 64 ? 8 : 4;

/// The running sums of some neurons, one inside the other: an array would be kept in memory through the loop.
template <class Lane, int count>
struct neurons {
    whole_t<Lane> sum;
    bits_t<Lane> seen;
    neurons<Lane, count - 1> rest;
};
template <class Lane>
struct neurons<Lane, 0> {};

/// Adds z to all of them but the one numbered `without` (none: negative).
template <class Lane, mode how, int count>
ULPFIELD_LANES_INLINE void add_to(neurons<Lane, count>& to, whole_t<Lane> const& z, int without,
                                  shared<Lane> const& all) {
    if (without != 0) {
        to.sum += z;
        round_sum<Lane, how>(to.sum, to.seen, all);
    }
    if constexpr (count > 1) add_to<Lane, how>(to.rest, z, without - 1, all);
}
template <class Lane, int count>
ULPFIELD_LANES_INLINE void start(neurons<Lane, count>& to, whole_t<Lane> const& sum) {
    to.sum = sum;
    to.seen = bits_t<Lane>{};
    if constexpr (count > 1) start(to.rest, sum);
}
template <class Lane>
ULPFIELD_LANES_INLINE bool any(bits_t<Lane> const& seen) {
    word_t<Lane> some = 0;
    for (int l = 0; l < L<Lane>; ++l) some |= seen[l];
    return some != 0;
}
template <class Lane, mode how, int count>
ULPFIELD_LANES_INLINE void finish(neurons<Lane, count> const& from, Lane* sums, std::size_t stride,
                                  unsigned char* subnormal) {
    __builtin_memcpy(sums, &from.sum, sizeof from.sum);
    if constexpr (how.watched)
        if (any<Lane>(from.seen)) *subnormal = 1;
    if constexpr (count > 1) finish<Lane, how>(from.rest, sums + stride, stride, subnormal + 1);
}

/// The bits of +0 or -0 in every lane.
template <class Lane>
ULPFIELD_LANES_INLINE bits_t<Lane> sign_of(Lane const& zero) {
    word_t<Lane> word;
    __builtin_memcpy(&word, &zero, sizeof word);
    return bits_t<Lane>{} + word;
}

/// `count` neurons from `from`, in the lanes from `lane` of the block.
template <class Lane, mode how, int count>
ULPFIELD_LANES_INLINE void some_neurons(similarity_lanes<Lane>& request, shared<Lane> const& all, std::size_t lane,
                                        std::size_t from, whole_t<Lane>& prefix, bool& prefix_seen) {
    using V = whole_t<Lane>;
    using B = bits_t<Lane>;
    neurons<Lane, count> sums;
    start(sums, prefix);
    B seen{};
    auto const signed_zeta = [&](V & z, std::size_t j) __attribute__((always_inline)) {
        __builtin_memcpy(&z, request.block + j * block_lanes<Lane> + lane, sizeof z);
        z = (V)((B)z ^ sign_of(request.sigma[j]));
    };
    bool const before = prefix_seen;
    for (int k = 0; k < count; ++k) {
        V z;
        signed_zeta(z, from + static_cast<std::size_t>(k));
        add_to<Lane, how>(sums, z, k, all);
        prefix += z;
        round_sum<Lane, how>(prefix, seen, all);
    }
    if constexpr (how.watched) prefix_seen |= any<Lane>(seen);
    for (std::size_t j = from + count; j < request.N; ++j) {
        V z;
        signed_zeta(z, j);
        add_to<Lane, how>(sums, z, -1, all);
    }
    std::size_t const at = from - request.from;
    finish<Lane, how>(sums, request.sums + at * request.stride + lane, request.stride, request.subnormal + at);
    if constexpr (how.watched)
        if (before)
            for (std::size_t k = 0; k < count; ++k) request.subnormal[at + k] = 1;
}

template <class Lane, mode how>
ULPFIELD_LANES_INLINE void advance(similarity_lanes<Lane>& request, shared<Lane> const& all, std::size_t lane,
                                   whole_t<Lane>& prefix, bool& prefix_seen) {
    using V = whole_t<Lane>;
    using B = bits_t<Lane>;
    B seen{};
    for (std::size_t j = request.from; j < request.to; ++j) {
        V z;
        __builtin_memcpy(&z, request.block + j * block_lanes<Lane> + lane, sizeof z);
        prefix += (V)((B)z ^ sign_of(request.sigma[j]));
        round_sum<Lane, how>(prefix, seen, all);
    }
    if constexpr (how.watched) prefix_seen |= any<Lane>(seen);
}

template <class Lane, mode how>
void similarities_in(similarity_lanes<Lane>& request) {
    shared<Lane> all{};
    share<Lane, how>(all, request.rounding);
    bool seen_at_end = false;
    for (std::size_t lane = 0; lane < block_lanes<Lane>; lane += static_cast<std::size_t>(L<Lane>)) {
        whole_t<Lane> prefix;
        __builtin_memcpy(&prefix, request.prefix + lane, sizeof prefix);
        bool seen = request.prefix_subnormal;
        std::size_t from = request.from;
        if (request.sums == nullptr)
            advance<Lane, how>(request, all, lane, prefix, seen);
        else
            for (; from + neurons_together <= request.to; from += neurons_together)
                some_neurons<Lane, how, neurons_together>(request, all, lane, from, prefix, seen);
        if (request.sums != nullptr)
            for (; from < request.to; ++from) some_neurons<Lane, how, 1>(request, all, lane, from, prefix, seen);
        __builtin_memcpy(request.prefix + lane, &prefix, sizeof prefix);
        seen_at_end |= seen;
    }
    request.prefix_subnormal = seen_at_end;
}

/// Operations of the format, with what they raise.
template <class Lane, bool rounds>
struct operations {
    using V = whole_t<Lane>;
    using B = bits_t<Lane>;
    typedef long long integers __attribute__((vector_size(ULPFIELD_LANES_BYTES)));

    integers least;  // exponent bits: the subnormals'
    integers most;   // and beyond the largest number's
    integers raise;  // what makes an exponent that of the shift
    V largest;
    B beyond;
    V least_normal;
    V largest_finite;
    B underflow{};
    B infinite{};
    B nan{};

    ULPFIELD_LANES_INLINE explicit operations(term_lanes<Lane> const& request)
        : largest(V{} + request.largest), beyond((B)(V{} + request.beyond)), least_normal(V{} + request.least_normal) {
        largest_finite = largest;
        if constexpr (rounds) {
            least = integers{} + (static_cast<long long>(request.emin + 1023) << 52);
            most = integers{} + (static_cast<long long>(request.emax + 1 + 1023) << 52);
            raise = integers{} + ((static_cast<long long>(53 - request.precision) << 52) | 0x0008000000000000LL);
        }
    }
    /// rounded<>::round in lanes.
    ULPFIELD_LANES_INLINE void round(V& x) const {
        if constexpr (rounds) {
            integers exponent = (integers)x & 0x7FF0000000000000LL;
            exponent = exponent < least ? least : exponent;
            exponent = exponent > most ? most : exponent;
            V const shift = (V)(exponent + raise);
            B const sign = (B)x & sign_bit<Lane>;
            V const size = (V)((B)((x + shift) - shift) & ~sign_bit<Lane>);
            x = (V)((size > largest ? beyond : (B)size) | sign);
        }
    }
    ULPFIELD_LANES_INLINE void look(V const& r, B const& not_zero) {
        V const size = (V)((B)r & ~sign_bit<Lane>);
        underflow |= (B)(size < least_normal) & not_zero;
        infinite |= (B)(size > largest_finite) | (B)(r != r);
        nan |= (B)(r != r);
    }
    ULPFIELD_LANES_INLINE void add(V& a, V const& b) {
        a += b;
        round(a);
        look(a, (B)(a != 0));  // a sum that is not exactly 0 is none
    }
    ULPFIELD_LANES_INLINE void multiply(V& a, V const& b) {
        B const not_zero = (B)(a != 0) & (B)(b != 0);
        a *= b;
        round(a);
        look(a, not_zero);
    }
    ULPFIELD_LANES_INLINE void power(V& x, int n) {
        V const base = x;
        int bit = 31 - __builtin_clz(static_cast<unsigned>(n));
        while (--bit >= 0) {
            V const again = x;
            multiply(x, again);
            if ((n >> bit & 1) != 0) multiply(x, base);
        }
    }
};

template <class Lane, bool rounds>
void power_terms_in(term_lanes<Lane>& request) {
    using V = whole_t<Lane>;
    operations<Lane, rounds> in(request);
    V const alpha = V{} + request.alpha;
    for (std::size_t mu = 0; mu < request.count; mu += static_cast<std::size_t>(L<Lane>)) {
        V zeta;
        V R;
        __builtin_memcpy(&zeta, request.zeta + mu, sizeof zeta);
        __builtin_memcpy(&R, request.R + mu, sizeof R);
        V a = zeta;
        V b = -zeta;
        in.add(a, R);
        in.add(b, R);
        if (request.scaled) {
            in.multiply(a, alpha);
            in.multiply(b, alpha);
        }
        in.power(a, request.n);
        in.power(b, request.n);
        b = -b;
        in.add(a, b);
        __builtin_memcpy(request.terms + mu, &a, sizeof a);
    }
    request.underflow = any<Lane>(in.underflow);
    request.infinite = any<Lane>(in.infinite);
    request.nan = any<Lane>(in.nan);
}

}  // namespace

template <class Lane>
void similarities(similarity_lanes<Lane>& request) {
    auto const& r = request.rounding;
    if (r.dropped == 0)
        r.watched ? similarities_in<Lane, mode{false, false, true}>(request)
                  : similarities_in<Lane, mode{false, false, false}>(request);
    else if (r.bounded)
        r.watched ? similarities_in<Lane, mode{true, true, true}>(request)
                  : similarities_in<Lane, mode{true, true, false}>(request);
    else
        r.watched ? similarities_in<Lane, mode{true, false, true}>(request)
                  : similarities_in<Lane, mode{true, false, false}>(request);
}
template void similarities<float>(similarity_lanes<float>&);
template void similarities<double>(similarity_lanes<double>&);

template <class Lane>
void power_terms(term_lanes<Lane>& request) {
    if constexpr (sizeof(Lane) == 8)
        if (request.precision != 0) {
            power_terms_in<Lane, true>(request);
            return;
        }
    power_terms_in<Lane, false>(request);
}
template void power_terms<float>(term_lanes<float>&);
template void power_terms<double>(term_lanes<double>&);

}  // namespace ulpfield::ULPFIELD_LANES_NAMESPACE

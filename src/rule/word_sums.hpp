#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstring>
#include <limits>
#include <span>
#include <type_traits>
#include <variant>
#include <vector>

#include "rule/lane_sums.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/rounded.hpp"

namespace ulpfield {

template <class Sum>
inline constexpr bool is_rounded = false;
template <class Format>
inline constexpr bool is_rounded<rounded<Format>> = true;

/// Formats whose sums the lanes take: the machine's float and double, and those rounded from double.
template <class Sum>
concept summed_in_lanes = std::same_as<Sum, float> || std::same_as<Sum, double> || is_rounded<Sum>;

/// True if rounding a float once more is right for sums: 2p + 2 <= 24 (rounded.hpp), exponents within float's.
[[nodiscard]] inline bool narrow_lanes(number_format const& format) {
    return format.precision <= 11 && format.emax <= 127 && format.emin >= -126;
}

/// Sums over mu, in order, of one of two terms a memory (state and memory agree at the neuron, or not), for the neurons
/// of a word of bits at once, bit for bit those of Sum's own additions. Used where Sum's format is set on the thread.
template <summed_in_lanes Sum>
class word_sums {
public:
    /// Of K memories, whose overlaps take `overlaps` values.
    void resize(std::size_t K, std::size_t overlaps) {
        number_format const format = number_traits<Sum>::format();
        narrow_ = std::same_as<Sum, float> || (is_rounded<Sum> && narrow_lanes(format));
        if (narrow_)
            floats_.prepare(format, K, overlaps);
        else
            doubles_.prepare(format, K, overlaps);
    }

    /// What a memory of an overlap adds, by the overlap's number.
    void define(std::size_t overlap, Sum const& agreeing, Sum const& disagreeing) {
        if (narrow_)
            floats_.define(overlap, in_double(agreeing), in_double(disagreeing));
        else
            doubles_.define(overlap, in_double(agreeing), in_double(disagreeing));
    }
    /// Memory mu has the overlap of number (s_mu + N) / 2; all of these are defined.
    void take(std::span<int const> s, int N) {
        if (narrow_)
            floats_.take(s, N);
        else
            doubles_.take(s, N);
    }

    /// Memory mu adds these; to be called for all of them, then ready().
    void set(std::size_t mu, Sum const& agreeing, Sum const& disagreeing) {
        if (narrow_)
            floats_.set(mu, in_double(agreeing), in_double(disagreeing));
        else
            doubles_.set(mu, in_double(agreeing), in_double(disagreeing));
    }
    void ready() {
        if (narrow_)
            floats_.ready();
        else
            doubles_.ready();
    }

    /// The sums of `count` neurons (lane_word, or lane_part) from neuron `from`; the state in the layout of a row.
    /// Partial sums that are subnormal are looked for if asked to.
    void sum(bipolar_patterns const& zeta, std::vector<std::uint64_t> const& state, std::size_t from, std::size_t count,
             bool watched) {
        if (narrow_)
            floats_.sum(zeta, state, from, count, watched);
        else
            doubles_.sum(zeta, state, from, count, watched);
    }
    /// The sums of rows of terms: those of `count` neurons for each memory, put in by put.
    void sum_columns(std::size_t count, bool watched) {
        if (narrow_)
            floats_.sum_columns(count, watched);
        else
            doubles_.sum_columns(count, watched);
    }
    /// Room for the rows of sum_columns, `count` terms a memory: calls fill(terms), a vector of lanes.
    template <class Fill>
    void fill_columns(std::size_t count, Fill&& fill) {
        if (narrow_)
            floats_.fill_columns(count, fill);
        else
            doubles_.fill_columns(count, fill);
    }
    /// That of the neuron `lane` of the word.
    [[nodiscard]] Sum operator[](std::size_t lane) const {
        return Sum(narrow_ ? static_cast<value>(floats_.request.sums[lane])
                           : static_cast<value>(doubles_.request.sums[lane]));
    }
    /// Bit l: a partial sum of the word's neuron l was subnormal.
    [[nodiscard]] std::uint64_t subnormal() const {
        return narrow_ ? floats_.request.subnormal : doubles_.request.subnormal;
    }

private:
    using value = std::conditional_t<std::same_as<Sum, float>, float, double>;

    [[nodiscard]] static double in_double(Sum const& x) {
        if constexpr (is_rounded<Sum>)
            return x.to_double();
        else
            return static_cast<double>(x);
    }

    template <class Lane>
    struct lanes {
        std::vector<Lane> terms;
        std::vector<std::array<Lane, 2>> pairs;  // by number of the overlap
        std::vector<Lane> columns;
        lane_sums<Lane> request;
        double largest = 0;

        void prepare(number_format const& format, std::size_t K, std::size_t overlaps) {
            using limits = std::numeric_limits<Lane>;
            terms.assign(2 * K, Lane(0));
            pairs.resize(overlaps);
            request.K = K;
            request.dropped = limits::digits - format.precision;
            request.least_normal = static_cast<Lane>(std::ldexp(1.0, static_cast<int>(format.emin)));
            if constexpr (is_rounded<Sum>) {
                bool const own_range =
                    format.emax == limits::max_exponent - 1 && format.overflow == overflow_value::infinity;
                largest = own_range ? std::numeric_limits<double>::infinity() : number_traits<Sum>::largest();
                request.largest = static_cast<Lane>(largest);
                request.beyond = format.overflow == overflow_value::infinity ? limits::infinity() : limits::quiet_NaN();
            }
        }
        void define(std::size_t overlap, double agreeing, double disagreeing) {
            pairs[overlap] = {static_cast<Lane>(agreeing), static_cast<Lane>(disagreeing)};
        }
        void set(std::size_t mu, double agreeing, double disagreeing) {
            terms[2 * mu] = static_cast<Lane>(agreeing);
            terms[2 * mu + 1] = static_cast<Lane>(disagreeing);
        }
        void take(std::span<int const> s, int N) {
            for (std::size_t mu = 0; mu < s.size(); ++mu)
                std::memcpy(terms.data() + 2 * mu, pairs[static_cast<std::size_t>((s[mu] + N) / 2)].data(),
                            2 * sizeof(Lane));
            ready();
        }
        void ready() {
            request.terms = terms.data();
            if constexpr (is_rounded<Sum>) {
                // An addition is off by at most what it adds, so no partial sum exceeds twice all terms' magnitudes.
                double magnitudes = 0;
                for (std::size_t mu = 0; mu < request.K; ++mu)
                    magnitudes += std::max(std::fabs(static_cast<double>(terms[2 * mu])),
                                           std::fabs(static_cast<double>(terms[2 * mu + 1])));
                request.bounded = !std::isinf(largest) && !(magnitudes < largest / 3);
            }
        }
        template <class Fill>
        void fill_columns(std::size_t count, Fill const& fill) {
            columns.resize(request.K * count);
            fill(columns);
        }
        void sum_columns(std::size_t count, bool watched) {
            request.terms = columns.data();
            request.first = 0;
            request.count = count;
            request.watched = watched;
            request.bounded = !std::isinf(largest);
            ulpfield::sum_columns(request);
        }
        void sum(bipolar_patterns const& zeta, std::vector<std::uint64_t> const& state, std::size_t from,
                 std::size_t count, bool watched) {
            static_assert(sizeof(unsigned long long) == sizeof(std::uint64_t));
            std::size_t const word = from / lane_word;
            request.rows = reinterpret_cast<unsigned long long const*>(zeta.row(0).data() + word);
            request.stride = zeta.words();
            request.state = state[word];
            request.first = from % lane_word;
            request.count = count;
            request.watched = watched;
            sum_lanes(request);
        }
    };

    bool narrow_ = false;
    lanes<float> floats_;
    lanes<double> doubles_;
};

/// A format's word_sums, if it has them.
template <class Sum>
struct lanes_of {
    using type = std::monostate;
};
template <summed_in_lanes Sum>
struct lanes_of<Sum> {
    using type = word_sums<Sum>;
};

}  // namespace ulpfield

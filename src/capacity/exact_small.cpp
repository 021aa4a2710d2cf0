#include "capacity/exact_small.hpp"

#include <gmp.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "capacity/out_of_reach.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

constexpr double most_bytes = 1.5e8;

/// Sums of some terms, rising, each with its number of ways: `limbs` words a number, the lowest first.
template <class Key>
struct sum_table {
    std::size_t limbs = 1;
    std::vector<Key> sum;
    std::vector<mp_limb_t> ways;

    [[nodiscard]] std::size_t size() const { return sum.size(); }
    [[nodiscard]] mp_limb_t const* ways_of(std::size_t i) const { return ways.data() + i * limbs; }
    void append(Key const& value, mp_limb_t const* number) {
        sum.push_back(value);
        ways.insert(ways.end(), number, number + limbs);
        if (static_cast<double>(size()) * static_cast<double>(sizeof(Key) + limbs * sizeof(mp_limb_t)) > most_bytes)
            throw out_of_reach("counting would keep more than " + std::to_string(size()) + " sums");
    }
};

/// One value of a term and its number of ways.
template <class Key>
struct term_value {
    Key value;
    std::vector<mp_limb_t> ways;
};

std::vector<mp_limb_t> limbs_of(integer const& number) {
    std::vector<mp_limb_t> limbs(mpz_size(number.backend().data()));
    mpz_export(limbs.data(), nullptr, -1, sizeof(mp_limb_t), 0, 0, number.backend().data());
    return limbs;
}

integer integer_of(std::vector<mp_limb_t> const& limbs) {
    integer number;
    mpz_import(number.backend().data(), limbs.size(), -1, sizeof(mp_limb_t), 0, 0, limbs.data());
    return number;
}

template <class Key>
class counter {
public:
    counter(crosstalk_law const& law, double most_work, Key (*key)(integer const&))
        : N_(law.N), most_work_(most_work), threshold_(key(law.threshold)) {
        for (std::size_t i = law.size.size(); i-- > 0;)
            if (law.size[i] != 0) term_.push_back({key(integer(-law.size[i])), limbs_of(law.ways[i])});
        for (std::size_t i = 0; i < law.size.size(); ++i)
            term_.push_back({key(law.size[i]), limbs_of(law.size[i] == 0 ? integer(2 * law.ways[i]) : law.ways[i])});
    }

    /// The law of a sum of `terms` terms; empty if that is too much work.
    [[nodiscard]] std::optional<exact_law> law_of(std::int64_t terms) {
        half_.append(Key(0), std::vector<mp_limb_t>{1}.data());
        for (std::int64_t step = 1; step <= terms / 2; ++step) {
            std::size_t const limbs = static_cast<std::size_t>(N_ * step) / GMP_NUMB_BITS + 1;
            if (!affordable(half_.size() * term_.size(), static_cast<double>(limbs) / 16)) return std::nullopt;
            half_ = with_one_more(0, term_.size(), limbs);
        }
        auto const length = static_cast<double>(half_.limbs);
        std::size_t const shifts = terms % 2 == 0 ? 1 : term_.size();
        if (!affordable(half_.size() * shifts, length * length / 100)) return std::nullopt;
        integer above = 0;
        integer equal = 0;
        if (terms % 2 == 0)
            meet(term_value<Key>{Key(0), {1}}, above, equal);
        else
            for (term_value<Key> const& x : term_) meet(x, above, equal);
        integer const total = pow(integer(2), static_cast<unsigned>(N_ * terms));
        return exact_law{rational(above, total), rational(equal, total)};
    }

private:
    [[nodiscard]] bool affordable(std::size_t pairs, double extra) {
        work_ += static_cast<double>(pairs) * (1 + extra);
        return work_ <= most_work_;
    }

    /// half_ with each of the term's values first .. last-1 added: the shifted tables merged two by two, equal sums
    /// joined.
    [[nodiscard]] sum_table<Key> with_one_more(std::size_t first, std::size_t last, std::size_t limbs) const {
        if (last - first == 1) return shifted(term_[first], limbs);
        std::size_t const middle = first + (last - first) / 2;
        return merged(with_one_more(first, middle, limbs), with_one_more(middle, last, limbs));
    }

    [[nodiscard]] sum_table<Key> shifted(term_value<Key> const& x, std::size_t limbs) const {
        stop_point();
        sum_table<Key> result{limbs, {}, {}};
        result.sum.reserve(half_.size());
        result.ways.reserve(half_.size() * limbs);
        std::vector<mp_limb_t> product(half_.limbs + x.ways.size() + limbs, 0);
        for (std::size_t i = 0; i < half_.size(); ++i) {
            if (x.ways.size() > half_.limbs)
                mpn_mul(product.data(), x.ways.data(), static_cast<mp_size_t>(x.ways.size()), half_.ways_of(i),
                        static_cast<mp_size_t>(half_.limbs));
            else
                mpn_mul(product.data(), half_.ways_of(i), static_cast<mp_size_t>(half_.limbs), x.ways.data(),
                        static_cast<mp_size_t>(x.ways.size()));
            result.append(half_.sum[i] + x.value, product.data());  // what lies above `limbs` is 0
        }
        return result;
    }

    [[nodiscard]] static sum_table<Key> merged(sum_table<Key> const& a, sum_table<Key> const& b) {
        sum_table<Key> result{a.limbs, {}, {}};
        result.sum.reserve(a.size() + b.size());
        result.ways.reserve((a.size() + b.size()) * a.limbs);
        std::vector<mp_limb_t> both(a.limbs);
        std::size_t i = 0;
        std::size_t j = 0;
        for (std::size_t steps = 0; i < a.size() || j < b.size(); ++steps) {
            if (steps % 4096 == 0) stop_point();
            if (j == b.size() || (i < a.size() && a.sum[i] < b.sum[j])) {
                result.append(a.sum[i], a.ways_of(i));
                ++i;
            } else if (i == a.size() || b.sum[j] < a.sum[i]) {
                result.append(b.sum[j], b.ways_of(j));
                ++j;
            } else {
                mpn_add_n(both.data(), a.ways_of(i), b.ways_of(j), static_cast<mp_size_t>(a.limbs));
                result.append(a.sum[i], both.data());
                ++i;
                ++j;
            }
        }
        return result;
    }

    /// Adds the ways in which x and two sums of half_ are together above, and at, the threshold.
    void meet(term_value<Key> const& x, integer& above, integer& equal) const {
        auto const limbs = static_cast<mp_size_t>(half_.limbs);
        std::vector<mp_limb_t> cumulative(half_.limbs, 0);
        std::vector<mp_limb_t> product(2 * half_.limbs, 0);
        std::vector<mp_limb_t> sum_above(2 * half_.limbs, 0);
        std::vector<mp_limb_t> sum_equal(2 * half_.limbs, 0);
        auto const add = [&](std::vector<mp_limb_t>& sum, std::size_t i, mp_limb_t const* number) {
            mpn_mul_n(product.data(), half_.ways_of(i), number, limbs);
            mpn_add_n(sum.data(), sum.data(), product.data(), 2 * limbs);
        };
        Key const target = threshold_ - x.value;
        std::size_t j = half_.size();
        for (std::size_t i = 0; i < half_.size(); ++i) {  // what is missing falls as the sum rises
            if (i % 1024 == 0) stop_point();
            Key const missing = target - half_.sum[i];
            while (j > 0 && half_.sum[j - 1] > missing)
                mpn_add_n(cumulative.data(), cumulative.data(), half_.ways_of(--j), limbs);
            if (j < half_.size()) add(sum_above, i, cumulative.data());
            if (j > 0 && half_.sum[j - 1] == missing) add(sum_equal, i, half_.ways_of(j - 1));
        }
        integer const ways = integer_of(x.ways);
        above += ways * integer_of(sum_above);
        equal += ways * integer_of(sum_equal);
    }

    std::int64_t N_;
    double most_work_;
    double work_ = 0;
    Key threshold_;
    std::vector<term_value<Key>> term_;
    sum_table<Key> half_;
};

__int128 narrow_key(integer const& x) {
    integer const magnitude = abs(x);
    auto value = static_cast<__int128>(integer(magnitude >> 64).convert_to<std::uint64_t>()) << 64;
    value += integer(magnitude & integer(std::numeric_limits<std::uint64_t>::max())).convert_to<std::uint64_t>();
    return x < 0 ? -value : value;
}

integer wide_key(integer const& x) { return x; }

}  // namespace

double counting_estimate(crosstalk_law const& law, std::int64_t K) {
    double const half = std::ceil(static_cast<double>(K - 1) / 2);
    double const values = 2.0 * static_cast<double>(law.size.size());
    // Multisets of `half` values, or the lattice's points, whichever are fewer.
    double const multisets = std::lgamma(half + values) - std::lgamma(values) - std::lgamma(half + 1);
    double const points = std::log(2 * half * law.size.back().convert_to<double>() / (law.all_odd() ? 2 : 1) + 1);
    return std::exp(std::min(multisets, points)) * values;
}

std::optional<exact_law> exact_by_counting(crosstalk_law const& law, std::int64_t K, double most_work) {
    if (K == 1) return exact_law{rational(0), law.threshold == 0 ? rational(1) : rational(0)};
    try {
        if (msb(integer(law.size.back() * K + 1)) < 125)
            return counter<__int128>(law, most_work, narrow_key).law_of(K - 1);
        return counter<integer>(law, most_work, wide_key).law_of(K - 1);
    } catch (out_of_reach const&) {
        return std::nullopt;
    }
}

}  // namespace ulpfield::capacity

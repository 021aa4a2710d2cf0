#include "capacity/exact_small.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace ulpfield::capacity {
namespace {

template <class Key>
using dictionary = std::vector<std::pair<Key, integer>>;

/// Sum of one more term: every entry shifted by every value; equal sums joined.
template <class Key>
dictionary<Key> convolve(dictionary<Key> const& sums, dictionary<Key> const& term) {
    dictionary<Key> all;
    all.reserve(sums.size() * term.size());
    for (auto const& [sum, ways] : sums)
        for (auto const& [value, count] : term) all.emplace_back(sum + value, ways * count);
    std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (kept > 0 && all[kept - 1].first == all[i].first)
            all[kept - 1].second += all[i].second;
        else if (kept++ != i)
            all[kept - 1] = std::move(all[i]);
    }
    all.resize(kept);
    return all;
}

template <class Key>
exact_law count(crosstalk_law const& law, std::int64_t terms, Key (*key)(integer const&)) {
    dictionary<Key> term;
    for (std::size_t i = law.size.size(); i-- > 0;)
        if (law.size[i] != 0) term.emplace_back(key(integer(-law.size[i])), law.ways[i]);
    for (std::size_t i = 0; i < law.size.size(); ++i)
        term.emplace_back(key(law.size[i]), law.size[i] == 0 ? integer(2 * law.ways[i]) : law.ways[i]);
    dictionary<Key> low{{Key(0), integer(1)}};
    for (std::int64_t step = 0; step < terms / 2; ++step) low = convolve(low, term);
    dictionary<Key> const high = terms % 2 == 0 ? low : convolve(low, term);
    // For each sum y of the larger half: how many ways the smaller half has above and at A - y.
    Key const A = key(law.threshold);
    integer above = 0;
    integer equal = 0;
    integer cumulative = 0;
    std::size_t i = low.size();
    for (auto const& [sum, ways] : high) {  // A - sum falls as sum rises
        while (i > 0 && low[i - 1].first > A - sum) cumulative += low[--i].second;
        above += ways * cumulative;
        if (i > 0 && low[i - 1].first == A - sum) equal += ways * low[i - 1].second;
    }
    integer const total = pow(integer(2), static_cast<unsigned>(law.N * terms));
    return {rational(above, total), rational(equal, total)};
}

}  // namespace

double counting_work(crosstalk_law const& law, std::int64_t K) {
    double const half = std::ceil(static_cast<double>(K - 1) / 2);
    double const values = 2.0 * static_cast<double>(law.size.size());
    // Multisets of `half` values, or the lattice's points, whichever are fewer.
    double const multisets = std::lgamma(half + values) - std::lgamma(values) - std::lgamma(half + 1);
    double const points = std::log(2 * half * law.size.back().convert_to<double>() / (law.all_odd() ? 2 : 1) + 1);
    return std::exp(std::min(multisets, points)) * values;
}

std::optional<exact_law> exact_by_counting(crosstalk_law const& law, std::int64_t K, double most_entries) {
    if (K == 1) return exact_law{rational(0), law.threshold == 0 ? rational(1) : rational(0)};
    if (counting_work(law, K) > most_entries) return std::nullopt;
    integer const reach = law.size.back() * K;
    if (msb(reach + 1) < 125)
        return count<__int128>(law, K - 1, [](integer const& x) {
            __int128 value = 0;
            integer const magnitude = abs(x);
            value = static_cast<__int128>((magnitude >> 64).convert_to<std::uint64_t>()) << 64;
            value += (magnitude & integer(std::numeric_limits<std::uint64_t>::max())).convert_to<std::uint64_t>();
            return x < 0 ? -value : value;
        });
    return count<integer>(law, K - 1, [](integer const& x) { return x; });
}

}  // namespace ulpfield::capacity

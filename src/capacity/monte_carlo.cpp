#include "ulpfield/capacity/monte_carlo.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <stdexcept>
#include <vector>

#include "capacity/crosstalk.hpp"
#include "capacity/decimal.hpp"
#include "capacity/exponential_gap.hpp"
#include "capacity/positional_count.hpp"
#include "capacity/stop_point.hpp"
#include "capacity/tied_bit.hpp"
#include "capacity/twister.hpp"
#include "ulpfield/interaction/exact_values.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::capacity {
namespace {

/// Rows drawn at once, of so many words each: the more, the larger the groups of equal overlap; but within 2 MB, so
/// that a cache holds them, unless that is less than 4096 rows.
std::size_t chunk_rows(std::size_t words) {
    return std::clamp<std::size_t>((std::size_t{1} << 18U) / words, 4096, 16384);
}

void check(setting const& where, std::int64_t K, std::int64_t trials) {
    validate(where);
    if (where.N > 100'000)
        throw std::invalid_argument("N = " + std::to_string(where.N) + ": 1 to 100000 neurons for Monte Carlo");
    if (K < 1 || K > 1'000'000'000)
        throw std::invalid_argument("K = " + std::to_string(K) + ": 1 to 1000000000 memories for Monte Carlo");
    if (trials < 0) throw std::invalid_argument("trials = " + std::to_string(trials) + ": at least 0");
}

/// D(S) for S = -(N-1) .. N-1 in steps of 2, in a common power of two's units, as doubles; exact if all sums of K of
/// them stay below 2^53.
struct table {
    std::vector<double> D;  // index (S + N - 1)/2
    bool exact = false;
    double largest = 0;
    double unit_log2 = 0;

    table(setting const& where, std::int64_t K) {
        std::int64_t const M = where.N - 1;
        if (!has_lattice(where.F)) {
            working_precision const guard(96);
            exponential_gap const gap(where);
            exact = !gap.has_signal();  // N = 1 and D(0) = 0: always tied
            for (std::int64_t S = -M; S <= M; S += 2)
                D.push_back(exact || gap.log_relative(S) < -760 ? 0 : (gap.difference(S) / gap.mean()).to_double());
        } else {
            lattice const grid = crosstalk_lattice(where);
            std::vector<integer> values;
            integer most = 0;
            for (std::int64_t S = -M; S <= M; S += 2) {
                stop_point();
                values.push_back(numerator(rational(difference(where, S) / grid.unit)));
                most = std::max(most, integer(abs(values.back())));
            }
            // Partial sums: base and weights are at most 3 K max|D|.
            exact = most * 4 * (K + 1) < (integer(1) << 53);
            long const down = most == 0 ? 0 : std::max<long>(0, static_cast<long>(msb(most)) - 900);
            for (integer const& value : values) {
                stop_point();
                working_precision const guard(64);
                D.push_back(times_two_to(enclosure(value), -down).to_double());
            }
        }
        for (double const d : D) largest = std::max(largest, std::abs(d));
    }
};

/// Whether gap = D(N-1) + sum_R net[R] D(R) is negative, zero or positive: exactly.
int exact_sign(setting const& where, std::map<std::int64_t, std::int64_t> const& net) {
    return std::visit(
        [&]<class Function>(Function const& F) {
            exact_values<Function> values(F, integer(1));
            typename exact_values<Function>::sum gap{};
            auto const add = [&](std::int64_t R, std::int64_t count) {
                values.add(integer(R + 1), count, gap);
                values.add(integer(R - 1), -count, gap);
            };
            add(where.N - 1, 1);
            for (auto const& [R, count] : net) add(R, count);
            return values.sign(gap);
        },
        where.F);
}

/// One trial's memories relative to the stored one (bit set: agrees), row by row as drawn: ceil(N/64) words each, those
/// of the last word beyond N (mask()) without meaning.
class rows_source {
public:
    rows_source(std::int64_t N, std::uint64_t seed)
        : words_(seed),
          stride_(static_cast<std::size_t>((N + 63) / 64)),
          mask_(N % 64 == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << (N % 64)) - 1) {}

    [[nodiscard]] std::size_t stride() const { return stride_; }
    [[nodiscard]] std::uint64_t mask() const { return mask_; }
    /// The words of a row rounded up to whole vectors of 4: what may be read from its first word on.
    [[nodiscard]] std::size_t readable() const { return (stride_ + 3) / 4 * 4; }

    void fill(std::vector<std::uint64_t>& rows, std::size_t count) {
        rows.resize(count * stride_ + 3);
        words_.fill(rows.data(), count * stride_);
    }

private:
    twister words_;
    std::size_t stride_;
    std::uint64_t mask_;
};

wide_count squared(std::int64_t x) { return static_cast<wide_count>(x) * static_cast<wide_count>(x); }

/// 2^20 times the probability that so many tied bits are all stable, rounded down.
std::int64_t scaled_stability(tie_rule tie, std::int64_t ties) {
    constexpr std::int64_t one = std::int64_t{1} << 20;
    if (ties == 0) return one;
    switch (stable_halves(tie)) {
        case 0:
            return 0;
        case 1:
            return ties <= 20 ? one >> ties : 0;
        default:
            return one;
    }
}

/// Draws trials of one setting; buffers are kept from trial to trial.
class sampler {
public:
    sampler(setting const& where, std::int64_t K, tie_rule tie) : where_(where), K_(K), tie_(tie), values_(where, K) {}

    void trial(std::uint64_t seed, sample& into) {
        auto const N = static_cast<std::size_t>(where_.N);
        rows_source source(where_.N, seed);
        std::size_t const stride = source.stride();
        std::size_t const readable = source.readable();
        zeros_.assign(readable, 0);
        gap_.assign(readable * 64, 0.0);  // from N on: of bits without meaning
        double base = values_.D.back();   // A
        double reach = std::abs(base);    // sum of the magnitudes added, for the error bound
        double steps = 4;
        for (auto left = static_cast<std::size_t>(K_ - 1); left > 0;) {
            std::size_t const count = std::min(left, chunk_rows(stride));
            left -= count;
            stop_point();
            source.fill(rows_, count);
            ones_.resize(count);
            count_ones(rows_.data(), count, stride, source.mask(), ones_.data());
            // Counting sort by overlap.
            start_.assign(N + 2, 0);
            for (std::uint32_t const ones : ones_) ++start_[ones + 1];
            for (std::size_t i = 1; i < start_.size(); ++i) start_[i] += start_[i - 1];
            order_.resize(count);
            next_.assign(start_.begin(), start_.end());
            for (std::size_t row = 0; row < count; ++row) order_[next_[ones_[row]]++] = rows_.data() + row * stride;
            // gap_i = A - sum_mu D(s_mu + 1) + sum_{mu: bit i agrees} [D(s_mu - 1) + D(s_mu + 1)], s_mu = 2 ones - N.
            for (std::size_t ones = 0; ones <= N; ++ones) {
                std::size_t const size = start_[ones + 1] - start_[ones];
                if (size == 0) continue;
                double const below =
                    ones > 0 ? values_.D[ones - 1] : 0.0;               // D(s-1): agreeing bits exist only if ones > 0
                double const above = ones < N ? values_.D[ones] : 0.0;  // D(s+1): disagreeing ones only if ones < N
                base -= static_cast<double>(size) * above;
                reach += static_cast<double>(size) * (std::abs(below) + 2 * std::abs(above));
                steps += 2;
                group_.assign(order_.begin() + static_cast<std::ptrdiff_t>(start_[ones]),
                              order_.begin() + static_cast<std::ptrdiff_t>(start_[ones + 1]));
                group_.resize((size + 7) / 8 * 8, zeros_.data());
                add_weighted_counts(group_.data(), size, readable, below + above, gap_.data());
            }
        }
        // Without exactness every addition and product errs by half an ulp of at most `reach`; tabulating costs one
        // more.
        double const doubt = values_.exact ? 0.0 : (steps + 8) * reach * 0x1p-52;
        std::int64_t wrong = 0;
        std::int64_t ties = 0;
        doubtful_.clear();
        for (std::size_t i = 0; i < N; ++i) {
            double const gap = gap_[i] + base;
            if (std::abs(gap) <= doubt) {
                if (values_.exact)
                    ++ties;
                else
                    doubtful_.push_back(i);
            } else if (gap < 0) {
                ++wrong;
            }
        }
        if (!doubtful_.empty()) settle(seed, wrong, ties);
        into.doubted += static_cast<std::int64_t>(doubtful_.size());
        ++into.trials;
        into.with_error += wrong + ties > 0 ? 1 : 0;
        into.with_tie += ties > 0 ? 1 : 0;
        into.halves += 2 * wrong + ties;
        into.halves_squared += squared(2 * wrong + ties);
        into.ties += ties;
        into.ties_squared += squared(ties);
        if (wrong == 0) {
            std::int64_t const weight = scaled_stability(tie_, ties);
            into.stable += weight;
            into.stable_squared += squared(weight);
        }
    }

private:
    /// Draws the trial's memories once more and decides the doubtful bits exactly.
    void settle(std::uint64_t seed, std::int64_t& wrong, std::int64_t& ties) {
        rows_source source(where_.N, seed);
        std::vector<std::map<std::int64_t, std::int64_t>> net(doubtful_.size());
        for (auto left = static_cast<std::size_t>(K_ - 1); left > 0;) {
            std::size_t const count = std::min(left, chunk_rows(source.stride()));
            left -= count;
            stop_point();
            source.fill(rows_, count);
            for (std::size_t row = 0; row < count; ++row) {
                std::uint64_t const* const bits = rows_.data() + row * source.stride();
                std::uint32_t ones = 0;
                count_ones(bits, 1, source.stride(), source.mask(), &ones);
                std::int64_t const s = 2 * std::int64_t{ones} - where_.N;
                for (std::size_t k = 0; k < doubtful_.size(); ++k) {
                    std::int64_t const agrees = (bits[doubtful_[k] / 64] >> (doubtful_[k] % 64) & 1) != 0 ? 1 : -1;
                    net[k][s - agrees] += agrees;
                }
            }
        }
        for (auto const& sums : net) {
            stop_point();
            int const sign = exact_sign(where_, sums);
            wrong += sign < 0 ? 1 : 0;
            ties += sign == 0 ? 1 : 0;
        }
    }

    setting where_;
    std::int64_t K_;
    tie_rule tie_;
    table values_;
    std::vector<std::uint64_t> rows_;
    std::vector<std::uint64_t> zeros_;
    std::vector<std::uint32_t> ones_;
    std::vector<std::size_t> start_;
    std::vector<std::size_t> next_;
    std::vector<std::uint64_t const*> order_;
    std::vector<std::uint64_t const*> group_;
    std::vector<double> gap_;
    std::vector<std::size_t> doubtful_;
};

}  // namespace

sample draw(setting const& where, std::int64_t K, std::uint64_t seed, std::int64_t first_trial, std::int64_t trials,
            std::stop_token const& stop, tie_rule tie) {
    check(where, K, trials);
    stop_scope const scope(stop);
    sample result;
    try {
        sampler one(where, K, tie);
        for (std::int64_t t = first_trial; t < first_trial + trials; ++t) {
            stop_point();
            one.trial(mix_seed({seed, static_cast<std::uint64_t>(t)}), result);
        }
    } catch (interrupted const&) {
        // The trials that are whole.
    }
    return result;
}

}  // namespace ulpfield::capacity

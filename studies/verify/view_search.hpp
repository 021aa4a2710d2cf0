#pragma once
#include <functional>
#include <string>
#include <vector>

#include "studies/verify/claim.hpp"
#include "ulpfield/rule/local_rule.hpp"

namespace ulpfield::study {

/// A rule and another that is claimed to decide alike, in one arithmetic.
struct scaling_question {
    number_format format;
    interaction F;         ///< of the plain rule, Eq. 4
    interaction scaled_F;  ///< of the scaled one (leaky: eps may differ)
    scaling_factor alpha;  ///< of the scaled one
    bool shifted = false;  ///< log-sum-exp instead of a factor

    [[nodiscard]] local_setting plain() const { return {format, F, {1, 1}, scaling_way::multiplied}; }
    [[nodiscard]] local_setting scaled(std::int64_t N) const;
    [[nodiscard]] local_setting exact() const { return {{.name = "exact"}, F, {1, 1}, scaling_way::multiplied}; }
};

/// Sequences of views of one size that are tried exhaustively, where a claim names no other number.
inline constexpr std::uint64_t most_sequences = 300'000;

/// Neurons and memories of a search.
struct network_size {
    std::int64_t N = 0;
    std::int64_t K = 0;
};

/// All pairs, the fewest memory bits N K first, then the fewest neurons.
[[nodiscard]] std::vector<network_size> sizes_by_bits(std::vector<std::int64_t> const& N,
                                                      std::vector<std::int64_t> const& K);

/// Every (zeta, R) of N neurons: 2N of them.
[[nodiscard]] std::vector<neuron_view> all_views(int N);

/// True if all memories, states and neurons of a size can be examined: at most `most` sequences of views, and their
/// number, 2^(N K + N) N, far below 2^63.
[[nodiscard]] bool exhaustible(network_size const& size, std::uint64_t most);

/// N or K of several sizes as a list.
[[nodiscard]] std::string sizes_text(std::vector<network_size> const& sizes, std::int64_t network_size::*part);

/// The number of sums that K memories can have at a neuron: (2N)^K; at most 2^62.
[[nodiscard]] std::uint64_t view_sequences(std::int64_t N, std::int64_t K);

/// Memories, states and neurons that stand behind one sequence of views: 2^N N prod C(N-1, (N-1+R)/2).
[[nodiscard]] std::uint64_t multiplicity(std::vector<neuron_view> const& views, int N);

/// Visits every sequence of K views of N neurons. `push` and `pop` keep the sums; `leaf` is called with all K. Throws
/// `interrupted` when it is asked to stop.
void for_each_sequence(std::vector<neuron_view> const& views, std::int64_t K, bool ordered,
                       std::function<void(neuron_view)> const& push, std::function<void()> const& pop,
                       std::function<void(std::vector<neuron_view> const&)> const& leaf, std::stop_token const& stop);

/// The smallest case in which the scaled rule decides otherwise than the plain one and wrongly, by trying every sum
/// that K memories can have at a neuron, size by size; views that add the same to both rules are tried once. In exact
/// arithmetic the order of memories is nothing, in a format every order is tried. `cases` counts sums, `violated` those
/// decided differently. Sums that leave the format's exponent range in either rule are no cases. At most `most` sums:
/// a size that would exceed them is left out, and N and K of the finding name the sizes done. Of the counterexamples of
/// one size one whose exact value is not 0 is preferred (a tie broken by rounding says little of the claim), then one
/// of distinct memories.
[[nodiscard]] finding smallest_counterexample(scaling_question const& question, std::vector<network_size> const& sizes,
                                              std::uint64_t most, std::stop_token const& stop);

/// Every memory set, state and neuron of these sizes: does the scaled rule give exactly factor(N) = alpha^n times the
/// plain one (bit by bit in a format: 2^exponent(N)), or at least the same decision? Sums that leave the format's range
/// are no cases.
enum class agreement { decision, power_of_two_multiple };
[[nodiscard]] finding check_every_case(scaling_question const& question, std::vector<network_size> const& sizes,
                                       agreement wanted, int n, std::stop_token const& stop);

}  // namespace ulpfield::study

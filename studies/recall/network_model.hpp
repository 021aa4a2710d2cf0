#pragma once
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/memory/relaxation.hpp"

namespace ulpfield::study {

/// The words of --model, for messages.
inline constexpr std::string_view accepted_recall_models =
    "hopfield, hopfield-self (T_ii = K), dam:n (F = x^n), exponential (F = e^x, Demircigil et al.), exponential/N (F = "
    "e^(x/N))";

/// A model of --model: every decision exact, sign(0) = +1.
struct recall_model {
    std::string name;
    /// Relaxes sigma asynchronously, i = 1..N, until nothing changes or `most_sweeps` sweeps are done. Throws
    /// `interrupted`.
    relaxation_outcome (*relax)(memory_patterns const& xi, int n, bipolar_state& sigma, std::uint64_t most_sweeps,
                                std::stop_token const& stop);
    int n = 0;  ///< order of dam:n
    /// Rough nanoseconds of one trial per neuron and memory.
    double cost = 1;
};

/// The model of a name. Anything else: usage_error with what is accepted.
[[nodiscard]] recall_model parse_recall_model(std::string_view option_name, std::string_view text);

}  // namespace ulpfield::study

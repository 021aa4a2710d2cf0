#pragma once
#include <memory>
#include <stop_token>

#include "ulpfield/rule/format_rule.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield::study {

/// Eq. 4 over given memories in one arithmetic, a format's or the oracle's: the code `compare` runs. Asked to stop, its
/// functions throw `interrupted`.
class network_rule {
public:
    network_rule(number_format const& format, interaction const& F, bool bipolar, std::stop_token stop = {});

    /// The patterns must outlive their use.
    void set_memories(memory_patterns const& zeta);
    void set_state(bipolar_state const& sigma);
    /// Sign of u_i at the present state as computed (NaN: -1).
    [[nodiscard]] int sign(std::size_t i);
    [[nodiscard]] int decision(std::size_t i) { return sign(i) >= 0 ? 1 : -1; }
    /// All neurons at once.
    [[nodiscard]] bipolar_state next(bipolar_state const& sigma);

private:
    interaction F_;
    std::stop_token stop_;
    std::unique_ptr<oracle> exact_;      // made for each set of memories
    std::unique_ptr<format_rule> rule_;  // null: exact arithmetic
};

/// Neuron i of bipolar memories as views.
[[nodiscard]] std::vector<int> similarities(bipolar_patterns const& zeta, bipolar_state const& sigma, std::size_t i);

/// "(1,-1,1)"
[[nodiscard]] std::string state_text(bipolar_state const& sigma);

}  // namespace ulpfield::study

#pragma once
#include <cstdint>
#include <stop_token>

#include "ulpfield/capacity/answer.hpp"
#include "ulpfield/capacity/recall.hpp"
#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/shared_patterns.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/rule/decision_rule.hpp"

namespace ulpfield::capacity {

// What a network of one's own memories holds. Decisions are those of Eq. 4, exact; of real memories their signs are
// the states (0: +1).

/// Share of the memories every bit of which keeps its value: exact. Asked to stop: throws `interrupted`.
[[nodiscard]] answer stable_share(interaction const& F, shared_patterns const& zeta, int digits,
                                  std::stop_token const& stop = {}, tie_rule tie = tie_rule::plus);

/// Trials first_trial .. first_trial + trials - 1 of recall: trial t starts from memory t mod K (from 0), each bit
/// flipped with probability P (`corruption`, 0 to 1), or, where there are `starts`, from the row t of them; it relaxes
/// as `recall` does. Recalled: it rests in that memory; of `starts`, the memory of the largest
/// overlap with the start. Depends on the arguments only; stops early if asked to. std::invalid_argument for a
/// corruption outside [0, 1].
[[nodiscard]] recall_sample recall_stored(interaction const& F, shared_patterns const& zeta,
                                          bipolar_patterns const* starts, rational const& corruption,
                                          std::uint64_t seed, std::int64_t first_trial, std::int64_t trials,
                                          std::stop_token const& stop = {}, tie_rule tie = tie_rule::plus);

}  // namespace ulpfield::capacity

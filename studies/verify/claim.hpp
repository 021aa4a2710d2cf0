#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "studies/verify/verify_options.hpp"
#include "ulpfield/memory/finding.hpp"

namespace ulpfield::study {

/// The expectation of the mathematics for a case: it must hold, or it is expected to fail somewhere.
enum class expectation { holds, fails };

/// One row of the table, not yet computed.
struct claim_case {
    std::string interaction;
    std::string arithmetic;  ///< `exact` or a format
    std::string n, N, K, alpha;
    expectation expected = expectation::holds;
    double cost = 1;  ///< about milliseconds
    std::function<finding(std::stop_token const&)> check;
};

/// A statement of the papers that can be examined. Learning, dynamics: a file in claims/ and a line in claims.cpp.
struct claim {
    std::string name;       ///< as in --claim
    std::string statement;  ///< one sentence, with what `cases` counts where that is not decisions
    std::string source;
    std::vector<std::string> options;  ///< of --n --N --K --alpha --eps --formats, those that change its cases
    std::function<std::vector<claim_case>(verify_options const&)> cases;
    /// Further cases to look for counterexamples in, block 0, 1, 2, ... of about a second on one core each, in a fixed
    /// order (--search). Empty, or no case: there is nothing to search for (under these options).
    std::function<std::optional<claim_case>(verify_options const&, std::uint64_t block)> search = nullptr;
};

}  // namespace ulpfield::study

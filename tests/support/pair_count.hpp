#pragma once
#include <boost/test/framework.hpp>
#include <boost/test/unit_test_suite.hpp>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace ulpfield::test {

/// The one argument after `--` of a test program: how many pairs of operands to try for each format.
[[nodiscard]] inline std::uint64_t pair_count() {
    auto const& suite = boost::unit_test::framework::master_test_suite();
    if (suite.argc != 2) throw std::invalid_argument("usage: test program -- PAIRS");
    return std::stoull(suite.argv[1]);
}

}  // namespace ulpfield::test

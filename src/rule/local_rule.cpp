#include "ulpfield/rule/local_rule.hpp"

#include "rule/local_rule_instance.hpp"

namespace ulpfield {

bool holds_similarities(number_format const& format, int N) {
    if (format.exact()) return true;
    if (N <= 1) return true;
    // Sums of N - 1 terms +-1, and one more: exact up to 2^p, finite up to the largest number.
    if (format.precision < 31 && N > 1 << format.precision) return false;
    if (format.emax >= 31) return true;
    // The largest integer below overflow: (2^p - 1) 2^(emax-p+1), one unit less in a format without infinity.
    std::int64_t const units = (std::int64_t{1} << format.precision) - 1 - format.missing;
    std::int64_t const up = format.emax - format.precision + 1;
    std::int64_t const largest = up >= 0 ? units << up : units >> -up;
    return N <= largest;
}

std::unique_ptr<local_rule> make_local_rule(local_setting const& setting, int N, std::stop_token stop) {
    return std::visit([&](auto const& F) { return make_local_rule_of(F, setting, N, stop); }, setting.F);
}

}  // namespace ulpfield

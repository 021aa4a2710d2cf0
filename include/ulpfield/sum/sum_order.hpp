#pragma once
#include <charconv>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include "ulpfield/sum/blocks.hpp"
#include "ulpfield/sum/kahan.hpp"
#include "ulpfield/sum/lanes.hpp"
#include "ulpfield/sum/neumaier.hpp"
#include "ulpfield/sum/once.hpp"
#include "ulpfield/sum/pairwise.hpp"
#include "ulpfield/sum/reverse.hpp"
#include "ulpfield/sum/sequential.hpp"
#include "ulpfield/sum/torch.hpp"

namespace ulpfield::sum {

/// The orders in which K terms are added. A new one: its header above and its name here, and in parse_sum_order if it
/// takes a number. Every order gives 0 for no terms, and the exact sum whenever no partial sum is rounded.
using sum_order = std::variant<sequential, reverse, pairwise, torch, blocks, lanes, kahan, neumaier, once>;

inline constexpr std::string_view accepted_sum_orders =
    "sequential, reverse, pairwise, torch, blocks:B (B from 1), lanes:L (L a power of two up to 1024), kahan, "
    "neumaier, once";

[[nodiscard]] inline std::string name(sum_order const& order) {
    return std::visit([](auto const& o) { return o.name(); }, order);
}

/// The sum of x in this order, each operation the format's.
template <real Real>
[[nodiscard]] Real summed(sum_order const& order, std::span<Real const> x) {
    return std::visit([x](auto const& o) { return o(x); }, order);
}

/// The order of a name. Anything else: std::invalid_argument with what is accepted.
[[nodiscard]] inline sum_order parse_sum_order(std::string_view text) {
    for (sum_order const& order : {sum_order(sequential{}), sum_order(reverse{}), sum_order(pairwise{}),
                                   sum_order(torch{}), sum_order(kahan{}), sum_order(neumaier{}), sum_order(once{})})
        if (name(order) == text) return order;
    auto const colon = text.find(':');
    std::string_view const kind = text.substr(0, colon);
    std::size_t count = 0;
    if (colon != std::string_view::npos) {
        std::string_view const digits = text.substr(colon + 1);
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
        if (error != std::errc() || end != digits.data() + digits.size()) count = 0;
    }
    if (kind == "blocks" && count >= 1) return blocks{count};
    if (kind == "lanes" && count >= 1 && count <= 1024 && (count & (count - 1)) == 0) return lanes{count};
    throw std::invalid_argument("sum order '" + std::string(text) + "'; accepted: " + std::string(accepted_sum_orders));
}

}  // namespace ulpfield::sum

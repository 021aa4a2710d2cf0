#include "ulpfield/capacity/setting.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "capacity/power_shape.hpp"

namespace ulpfield::capacity {
namespace {

using namespace std::string_view_literals;

constexpr std::array method_list{
    std::pair{method::leading_order, "leading-order"sv},
    std::pair{method::leading_order_K, "leading-order-K"sv},
    std::pair{method::mixed, "mixed"sv},
    std::pair{method::gaussian, "gaussian"sv},
    std::pair{method::tail, "tail"sv},
    std::pair{method::saddlepoint, "saddlepoint"sv},
    std::pair{method::chernoff, "chernoff"sv},
    std::pair{method::limit, "limit"sv},
    std::pair{method::exact, "exact"sv},
    std::pair{method::monte_carlo, "monte-carlo"sv},
    std::pair{method::asymptotic, "asymptotic"sv},
    std::pair{method::asymptotic_all, "asymptotic-all"sv},
    std::pair{method::ceiling, "ceiling"sv},
    std::pair{method::amit_gutfreund_sompolinsky, "amit-gutfreund-sompolinsky"sv},
    std::pair{method::normal, "normal"sv},
    std::pair{method::continuity, "continuity"sv},
    std::pair{method::large_deviation, "large-deviation"sv},
    std::pair{method::independent, "independent"sv},
    std::pair{method::union_bound, "union"sv},
    std::pair{method::importance, "importance"sv},
    std::pair{method::distinct_indices, "distinct-indices"sv},
};

}  // namespace

void validate(setting const& where) {
    if (where.N < 1 || where.N > 10'000'000)
        throw std::invalid_argument("N = " + std::to_string(where.N) + ": 1 to 10000000 neurons");
    if (auto const shape = power_shape_of(where.F); shape && (shape->n < 1 || shape->n > 1000))
        throw std::invalid_argument("n = " + std::to_string(shape->n) + ": order 1 to 1000");
}

bool has_leading_order(interaction const& F) {
    return std::visit([]<class Function>(Function const&) { return power_above_zero<Function>; }, F);
}

bool has_lattice(interaction const& F) {
    return std::visit([]<class Function>(Function const&) { return rational_valued<Function>; }, F);
}

std::optional<power_shape> power_shape_of(interaction const& F) {
    return std::visit(
        []<class Function>(Function const& f) -> std::optional<power_shape> {
            if constexpr (power_above_zero<Function>) {
                power_shape shape{f.n, std::nullopt};
                if (auto const slope = f.slope_below_zero())
                    shape.slope_below_zero = rational(slope->numerator, slope->denominator);
                return shape;
            } else {
                return std::nullopt;
            }
        },
        F);
}

power_shape require_power(interaction const& F) {
    if (auto const shape = power_shape_of(F)) return *shape;
    throw std::domain_error(name(F) + " F has no leading order in N");
}

std::string name(method how) {
    for (auto const& [value, text] : method_list)
        if (value == how) return std::string(text);
    return {};
}

std::optional<method> method_named(std::string_view text) {
    for (auto const& [value, known] : method_list)
        if (known == text) return value;
    return std::nullopt;
}

std::string method_names() {
    std::string names;
    for (auto const& [value, known] : method_list) names += (names.empty() ? "" : ", ") + std::string(known);
    return names;
}

}  // namespace ulpfield::capacity

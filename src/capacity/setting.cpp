#include "ulpfield/capacity/setting.hpp"

#include <array>
#include <utility>

#include "capacity/decimal.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::capacity {
namespace {

using namespace std::string_view_literals;

constexpr std::array method_names{
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
};

std::string checked_leak(std::string const& text) {
    rational const leak = parse_rational("--interaction", text);
    if (leak < 0 || leak > 1000) throw usage_error("--interaction: EPS is " + text + "; accepted: 0 <= EPS <= 1000");
    return text;
}

}  // namespace

interaction parse_interaction(std::string_view text) {
    auto const starts = [&](std::string_view head) { return text.substr(0, head.size()) == head; };
    auto const rest = [&](std::size_t length) { return checked_leak(std::string(text.substr(length))); };
    if (text == "polynomial"sv) return {family::polynomial, "0"};
    if (text == "rectified"sv) return {family::rectified, "0"};
    if (text == "exponential"sv) return {family::exponential, "0"};
    if (text == "leaky"sv) return {family::leaky, "1/100"};
    if (text == "leaky+"sv) return {family::leaky_plus, "1/100"};
    if (starts("leaky+:"sv)) return {family::leaky_plus, rest(7)};
    if (starts("leaky:"sv)) return {family::leaky, rest(6)};
    throw usage_error("--interaction: '" + std::string(text) +
                      "' is unknown; accepted: polynomial, rectified, leaky:EPS, leaky+:EPS, exponential");
}

std::string name(interaction const& F) {
    switch (F.kind) {
        case family::polynomial:
            return "polynomial";
        case family::rectified:
            return "rectified";
        case family::leaky:
            return "leaky:" + F.leak;
        case family::leaky_plus:
            return "leaky+:" + F.leak;
        case family::exponential:
            return "exponential";
    }
    return {};
}

void validate(setting const& where) {
    if (where.N < 1 || where.N > 10'000'000)
        throw usage_error("--N: " + std::to_string(where.N) + " is outside 1..10000000");
    if (where.n < 1 || where.n > 1000) throw usage_error("--n: " + std::to_string(where.n) + " is outside 1..1000");
    if (where.F.kind == family::leaky || where.F.kind == family::leaky_plus) checked_leak(where.F.leak);
}

std::string name(method how) {
    for (auto const& [value, text] : method_names)
        if (value == how) return std::string(text);
    return {};
}

method parse_method(std::string_view text) {
    std::string accepted;
    for (auto const& [value, known] : method_names) {
        if (known == text) return value;
        accepted += (accepted.empty() ? "" : ", ") + std::string(known);
    }
    throw usage_error("--method: '" + std::string(text) + "' is unknown; accepted: " + accepted);
}

}  // namespace ulpfield::capacity

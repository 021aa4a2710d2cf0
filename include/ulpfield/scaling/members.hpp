#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "ulpfield/number/native.hpp"
#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// What a scaling must bring, each member with the message that is read where it is missing.
template <class Scaling>
struct scaling_members {
    static_assert(
        requires(Scaling const scaling) {
            { scaling.name } -> std::convertible_to<std::string_view>;
        },
        "scaling::name is missing: static std::string_view, its text, for --scaling and messages");
    static_assert(
        requires(Scaling const scaling) {
            { scaling.file_name } -> std::convertible_to<std::string_view>;
        },
        "scaling::file_name is missing: static std::string_view, its name as part of a file name");
    static_assert(
        requires(Scaling const scaling, std::string const& x) {
            { scaling.title(x) } -> std::convertible_to<std::string>;
        },
        "scaling::title is missing: static std::string title(std::string const& x), what it makes of x, for titles");
    static_assert(
        requires(Scaling const scaling) {
            { scaling.alpha(std::int64_t{8}) } -> std::same_as<ratio>;
        },
        "scaling::alpha is missing: static ratio alpha(std::int64_t N), the exact factor > 0 of the similarity");
    static_assert(
        requires {
            { Scaling::format_constant(std::int64_t{8}) } -> std::same_as<std::optional<ratio>>;
        },
        "scaling::format_constant is missing: static std::optional<ratio> format_constant(std::int64_t N), the number "
        "a format must "
        "hold to scale by it; nothing where it moves exponents only or does not scale");
    static_assert(
        requires {
            { Scaling::term } -> std::convertible_to<scaled_term>;
        },
        "scaling::term is missing: static scaled_term, what it evaluates for one similarity");
    static_assert(
        requires {
            { Scaling::over_largest_term } -> std::convertible_to<bool>;
        },
        "scaling::over_largest_term is missing: static bool, true where the value of a decision is u over the largest "
        "|F| of its terms instead of u");
    static_assert(
        requires {
            { Scaling::adds_differences } -> std::convertible_to<bool>;
        },
        "scaling::adds_differences is missing: static bool, true where a decision is the sum over mu of what "
        "in_format::difference gives for one memory");
    static_assert(
        requires {
            { Scaling::neuron_in_overlap } -> std::convertible_to<bool>;
        },
        "scaling::neuron_in_overlap is missing: static bool, true where the neuron is summed in its place in the "
        "overlap, false where +-zeta_i is added to the similarity without it");
    static_assert(
        requires(typename Scaling::template in_format<double> const rule, double x) {
            { rule.scale(x) } -> std::same_as<double>;
        },
        "scaling::in_format is missing: template <class Real> class in_format of N with Real scale(Real const&) const, "
        "the argument F is given for a similarity");
    static_assert(
        requires(typename Scaling::template decision_sum<double, double, struct any_interaction> sum, double x) {
            sum.add(x, x);
            { sum.value() } -> std::same_as<double>;
        },
        "scaling::decision_sum is missing: template <class Real, class Sum, class Interaction> class decision_sum of "
        "(F, method, N) with add(a, b) for the arguments of each memory in turn, neuron at +1 and at -1, and value()");

    static constexpr bool complete = true;
};

template <class List>
inline constexpr bool all_scalings_complete = false;
template <class... Scaling>
inline constexpr bool all_scalings_complete<std::variant<Scaling...>> = (scaling_members<Scaling>::complete && ...);

}  // namespace ulpfield

#pragma once
#include <string>
#include <utility>
#include <vector>

#include "study/axis.hpp"
#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/update_order.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/number/rounding.hpp"
#include "ulpfield/rule/decision_rule.hpp"
#include "ulpfield/rule/program_arithmetic.hpp"
#include "ulpfield/scaling/argument_scaling.hpp"

/// Axes that several studies have. A study adds them as members:
///     axis<number_format> formats = formats_axis(*this, "fp32,fp64");
namespace ulpfield::study {

/// Why a study does not take a format; empty: it does.
using format_refusal = std::string (*)(number_format const&);
[[nodiscard]] domain<number_format> number_formats(format_refusal refuses = nullptr);
[[nodiscard]] domain<number_format> one_number_format();
/// Refuses integers and E8M0, in which Eq. 4 cannot be computed by every formulation.
[[nodiscard]] std::string only_floating(number_format const& format);
/// Refuses formats that saturate, wrap, flush or lack numbers of IEEE 754.
[[nodiscard]] std::string only_classical(number_format const& format);
/// Functions of order 1: the order is an axis of its own (of_order).
[[nodiscard]] domain<interaction> interactions();
[[nodiscard]] domain<argument_scaling> scalings();
[[nodiscard]] domain<power_method> power_methods();
/// A list of them, those that programs have included.
[[nodiscard]] domain<power_method> all_power_methods();
[[nodiscard]] domain<memory_sum> memory_sums();
[[nodiscard]] domain<similarity_sum> similarity_sums();

/// The order of a relaxation (--order).
struct sweep_order {
    static constexpr std::size_t all = ~std::size_t{0};
    bool random = false;
    std::size_t block = 1;  ///< neurons updated from the same state

    [[nodiscard]] std::string name() const;
    [[nodiscard]] update_order of(std::size_t N, std::uint64_t seed) const;
};
[[nodiscard]] domain<sweep_order> sweep_orders();

/// `more`: further words of the help.
[[nodiscard]] axis<number_format> formats_axis(axis_set& owner, std::string defaults, std::string const& more = {},
                                               format_refusal refuses = nullptr);
/// How operations of the formats are rounded, and what becomes of their subnormals (rounded_so).
[[nodiscard]] axis<rounding_rule> rounding_axis(axis_set& owner, axis_use use = axis_use::optional_key);
[[nodiscard]] axis<flush_rule> subnormals_axis(axis_set& owner, axis_use use = axis_use::optional_key);
/// --rounding of integers, which have one rounding of their own: usage_error.
void check_rounding(axis<rounding_rule> const& rounding, std::vector<number_format> const& formats);
/// A format that cannot compute one of these settings (rule's refusal()): usage_error that names them and why.
void check_refusals(axis<number_format> const& formats, axis<argument_scaling> const& scalings,
                    axis<interaction> const& functions, std::optional<number_format> const& accumulate,
                    power_method power, bool bipolar);
/// Every format rounded in every way, the ways that are typed in its name: "fp16 --rounding zero".
[[nodiscard]] std::vector<number_format> formats_rounded(axis<number_format> const& formats,
                                                         axis<rounding_rule> const& rounding,
                                                         axis<flush_rule> const& subnormals);
[[nodiscard]] axis<interaction> interaction_axis(axis_set& owner, std::string defaults);
[[nodiscard]] axis<argument_scaling> scaling_axis(axis_set& owner, std::string defaults, std::string const& more = {});
[[nodiscard]] axis<std::int64_t> order_axis(axis_set& owner, std::string defaults, std::int64_t most);
[[nodiscard]] axis<std::int64_t> neurons_axis(axis_set& owner, std::string defaults, std::int64_t most);
[[nodiscard]] axis<std::int64_t> memories_axis(axis_set& owner, std::string defaults, std::int64_t most,
                                               std::string const& more = {});

/// --tie, --nan and --tie-tolerance; their columns stand where they were typed. `decided`: by what arithmetic; `of`:
/// further words of the help.
[[nodiscard]] axis<tie_rule> tie_axis(axis_set& owner, std::string const& decided = "in the format and exactly",
                                      std::string const& of = {});
[[nodiscard]] axis<nan_rule> nan_axis(axis_set& owner);
[[nodiscard]] axis<rational> tolerance_axis(axis_set& owner);

/// The axes of a program's arithmetic; likewise.
[[nodiscard]] axis<power_method> power_axis(axis_set& owner);
[[nodiscard]] axis<memory_sum> memory_sum_axis(axis_set& owner);
[[nodiscard]] axis<similarity_sum> similarity_sum_axis(axis_set& owner);
[[nodiscard]] axis<bool> self_axis(axis_set& owner);
[[nodiscard]] axis<number_format> store_axis(axis_set& owner);
[[nodiscard]] axis<sweep_order> sweep_order_axis(axis_set& owner);

/// Facts for provenance.json: the numbers of every format.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> format_facts(std::vector<number_format> const& formats);

/// The names of all formats with code of their own, and further ones, as a list.
[[nodiscard]] std::string named_formats_and(std::string const& more);

}  // namespace ulpfield::study

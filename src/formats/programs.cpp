#include "number/format_type.hpp"
#include "rule/make_format_rule.hpp"
#include "rule/program_rule.hpp"

namespace ulpfield {

template <class Real, class Sum, class Interaction>
std::unique_ptr<format_rule> make_program_rule_in(rule_setting_of<Interaction> const& setting) {
    return std::make_unique<program_rule<Real, Sum, Interaction>>(setting);
}

using working = mpfr_real<format_role::working>;
template std::unique_ptr<format_rule> make_program_rule_in<working, mpfr_real<format_role::accumulating>>(
    rule_setting const&);
template std::unique_ptr<format_rule> make_program_rule_in<working, working>(rule_setting const&);
template std::unique_ptr<format_rule> make_program_rule_in<small_float, small_float>(rule_setting const&);
template std::unique_ptr<format_rule> make_program_rule_in<described, described>(rule_setting const&);

template <class Types, std::size_t... index>
auto all_program_rules(std::index_sequence<index...>) {
    return std::tuple(&make_program_rule_in<std::tuple_element_t<index, Types>, std::tuple_element_t<index, Types>>...);
}
/// Instantiates the rule of every type with code of its own.
template auto all_program_rules<compiled_types>(std::make_index_sequence<std::tuple_size_v<compiled_types>>);

}  // namespace ulpfield

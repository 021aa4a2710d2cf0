#include "ulpfield/rule/program_arithmetic.hpp"

#include <algorithm>
#include <stdexcept>

#include "rule/program_check.hpp"
#include "rule/program_unit.hpp"

namespace ulpfield {

namespace {

std::vector<std::string> unit_names() {
    std::vector<std::string> names;
    for (unit::dot_unit_entry const& entry : unit::dot_units())
        if (std::find(names.begin(), names.end(), entry.name) == names.end()) names.push_back(entry.name);
    return names;
}

bool parses_as_order(std::string_view text) {
    try {
        static_cast<void>(sum::parse_sum_order(text));
        return true;
    } catch (std::invalid_argument const&) {
        return false;
    }
}

constexpr std::string_view single = "fp32:";

}  // namespace

std::string accepted_memory_sums() {
    return std::string(sum::accepted_sum_orders) +
           ", fp32:ORDER (in fp32, rounded once), two-sums (F(a) and F(b) apart, subtracted at the end)";
}

memory_sum parse_memory_sum(std::string_view text) {
    if (text == "two-sums") return {sum::sequential{}, true, false};
    if (parses_as_order(text)) return {sum::parse_sum_order(text), false, false};
    if (text.starts_with(single) && parses_as_order(text.substr(single.size())))
        return {sum::parse_sum_order(text.substr(single.size())), false, true};
    throw std::invalid_argument("sum order '" + std::string(text) + "'; accepted: " + accepted_memory_sums());
}

std::string similarity_sum::name() const {
    if (auto const* const order = std::get_if<sum::sum_order>(&by)) return sum::name(*order);
    if (auto const* const wide = std::get_if<single_precision_sum>(&by))
        return std::string(single) + sum::name(wide->order);
    if (auto const* const unit = std::get_if<unit_similarity>(&by)) return unit->unit;
    return std::get<sum::openblas>(by).name();
}

similarity_sum parse_similarity_sum(std::string_view text) {
    if (text == "two-sums")
        throw std::invalid_argument("'two-sums' is an order of the sum over memories; a similarity is one sum");
    if (auto const blas = sum::openblas::parse(text)) return {*blas};
    for (std::string const& unit : unit_names())
        if (text == unit) return {unit_similarity{unit, {}}};
    if (parses_as_order(text)) return {sum::parse_sum_order(text)};
    if (text.starts_with(single) && parses_as_order(text.substr(single.size())))
        return {single_precision_sum{sum::parse_sum_order(text.substr(single.size()))}};
    throw std::invalid_argument("similarity order '" + std::string(text) +
                                "'; accepted: " + accepted_similarity_sums());
}

std::string accepted_similarity_sums() {
    std::string units;
    for (std::string const& name : unit_names()) units += ", " + name;
    return std::string(sum::accepted_sum_orders) + ", fp32:ORDER (in fp32, rounded once)" + units +
           ", openblas-KERNEL (haswell, zen, skylakex, cooperlake, sandybridge, nehalem; with :gemv or :dot for these "
           "products instead of matrix @ matrix)";
}

void check_program(rule_setting const& setting, std::size_t N) {
    if (std::holds_alternative<largest_shift>(setting.scaling) && !degree(setting.F))
        throw std::invalid_argument("max-shift: F = " + name(setting.F) +
                                    " is no power; accepted: polynomial, rectified");
    if (!setting.program || setting.format.exact()) return;
    program_arithmetic const& program = *setting.program;
    std::string const scaling(name(setting.scaling));
    bool const adds_values = std::visit(
        [](auto const& one) { return one.adds_differences && one.term == scaled_term::value; }, setting.scaling);
    bool const energy = std::visit([](auto const& one) { return one.neuron_in_overlap; }, setting.scaling);
    number_format const& sum = setting.accumulate.value_or(setting.format);
    if (program.sum.two_sums && !adds_values && !energy)
        throw std::invalid_argument("two-sums under scaling " + scaling +
                                    ": F(a) and F(b) are not computed apart there");
    if (program.contract) {
        bool const powers =
            std::holds_alternative<polynomial>(setting.F) || std::holds_alternative<rectified>(setting.F);
        bool const products = setting.power == power_method::binary || setting.power == power_method::multiply;
        if (!powers || !products)
            throw std::invalid_argument(
                "contract: no multiplication ends this power; accepted: polynomial or "
                "rectified F, power binary or multiply");
        if (!adds_values)
            throw std::invalid_argument("contract under scaling " + scaling +
                                        ": no product meets an addition there; accepted: raw, 1/N, /N, powers of two");
    }
    if (auto const* const unit = std::get_if<unit_similarity>(&program.similarity.by))
        static_cast<void>(find_program_unit(*unit, sum));
    if (auto const* const blas = std::get_if<sum::openblas>(&program.similarity.by)) {
        bool const fp32 = sum.precision == 24 && sum.emax == 127;
        bool const fp64 = sum.precision == 53 && sum.emax == 1023;
        if (!fp32 && !fp64) throw std::invalid_argument(blas->name() + " sums fp32 and fp64, not " + sum.name);
        if (std::string const why = blas->unknown(N, fp32); !why.empty())
            throw std::invalid_argument(why + ", not N = " + std::to_string(N));
    }
}

}  // namespace ulpfield

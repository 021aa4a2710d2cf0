#include "rule/program_unit.hpp"

#include <bit>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <vector>

namespace ulpfield {

namespace {

/// A format of operands by its numbers.
std::optional<unit::operand_format> operand_of(number_format const& format) {
    struct known {
        int precision;
        std::int64_t emin;
        std::int64_t emax;
        unit::operand_format operand;
    };
    using enum unit::operand_format;
    for (known const& one :
         {known{11, -14, 15, f16}, known{8, -126, 127, bf16}, known{11, -126, 127, tf32}, known{24, -126, 127, f32},
          known{4, -6, 8, e4m3}, known{3, -14, 15, e5m2}, known{4, -7, 7, e4m3fnuz}, known{3, -15, 15, e5m2fnuz}})
        if (format.precision == one.precision && format.emin == one.emin && format.emax == one.emax) return one.operand;
    return std::nullopt;
}

/// fp32 patterns whose low 13 bits the unit drops.
class truncating_unit final : public unit::dot_unit {
public:
    explicit truncating_unit(unit::dot_unit const& of) : of_(of) {}
    [[nodiscard]] double dot(std::span<double const> a, std::span<double const> b, double c) const override {
        std::vector<double> dropped(a.size());
        for (std::size_t k = 0; k < a.size(); ++k)
            dropped[k] =
                unit::decode(unit::operand_format::tf32, std::bit_cast<std::uint32_t>(static_cast<float>(a[k])));
        return of_.dot(dropped, b, c);
    }

private:
    unit::dot_unit const& of_;
};

}  // namespace

unit::dot_unit const& find_program_unit(unit_similarity const& similarity, number_format const& sum) {
    std::string const of = "similarities by " + similarity.unit + " of memories in " + similarity.operands.name;
    auto const operands = operand_of(similarity.operands);
    bool const half = sum.precision == 11 && sum.emin == -14 && sum.emax == 15;
    std::string reads;
    auto const find = [&](unit::operand_format format) -> unit::dot_unit const* {
        for (unit::result_type const result : {unit::result_type::fp16, unit::result_type::fp32})
            for (unit::dot_unit_entry const& entry : unit::dot_units())
                if (entry.name == similarity.unit && entry.operands == format && entry.result == result &&
                    (half || result == unit::result_type::fp32))
                    return &unit::find_dot_unit(entry.name, format, result);
        return nullptr;
    };
    if (operands)
        if (auto const* const unit = find(*operands)) return *unit;
    if (operands == unit::operand_format::f32)
        if (auto const* const unit = find(unit::operand_format::tf32)) {
            static std::mutex access;
            static std::map<unit::dot_unit const*, truncating_unit> all;
            std::lock_guard const lock(access);
            return all.try_emplace(unit, *unit).first->second;
        }
    for (unit::dot_unit_entry const& entry : unit::dot_units())
        if (entry.name == similarity.unit && entry.result == unit::result_type::fp32)
            reads += (reads.empty() ? "" : ", ") + std::string(unit::layout(entry.operands).name);
    throw std::invalid_argument(of + ": the unit reads " + (reads.empty() ? "nothing known" : reads));
}

}  // namespace ulpfield

#include "ulpfield/unit/dot_unit.hpp"

#include <memory>
#include <stdexcept>

#include "unit/bf16_pairs.hpp"
#include "unit/cdna.hpp"
#include "unit/tensor_core.hpp"

namespace ulpfield::unit {

namespace {

struct listed_unit {
    dot_unit_entry entry;
    std::unique_ptr<dot_unit const> unit;
};

using enum operand_format;

/// NVIDIA's step for these operands and each result it gives.
void add_core(std::vector<listed_unit>& units, std::string const& name, std::string const& description,
              std::initializer_list<operand_format> operands, int terms, int fraction_bits, accumulator fp32_result,
              bool with_fp16) {
    for (operand_format const format : operands) {
        units.push_back({{name, description, format, result_type::fp32},
                         std::make_unique<tensor_core>(format, terms, fraction_bits, fp32_result)});
        bool const small = format != bf16 && format != tf32;
        if (with_fp16 && small)
            units.push_back({{name, description, format, result_type::fp16},
                             std::make_unique<tensor_core>(format, terms, fraction_bits, accumulator::fp16)});
    }
}

std::vector<listed_unit> make_units() {
    std::vector<listed_unit> units;
    add_core(units, "volta", "V100, HMMA, L = 4, F = 23", {f16}, 4, 23, accumulator::fp32, true);
    add_core(units, "turing", "Turing, HMMA, L = 8, F = 24", {f16}, 8, 24, accumulator::fp32, true);
    add_core(units, "ampere", "A100, A2, L40S, HMMA, L = 8 (tf32 4), F = 24", {f16, bf16}, 8, 24, accumulator::fp32,
             true);
    add_core(units, "ampere", "A100, A2, L40S, HMMA, L = 8 (tf32 4), F = 24", {tf32}, 4, 24, accumulator::fp32, false);
    add_core(units, "ada-fp8", "L40S, RTX, QMMA, L = 16, F = 13", {e4m3, e5m2}, 16, 13, accumulator::e8m13, true);
    for (char const* name : {"hopper", "blackwell"}) {
        std::string const description = "H100, H200, B200, L = 16 (tf32 8), F = 25";
        add_core(units, name, description, {f16, bf16}, 16, 25, accumulator::fp32, true);
        add_core(units, name, description, {tf32}, 8, 25, accumulator::fp32, false);
    }
    add_core(units, "hopper-fp8", "H100, H200, wgmma, L = 32, F = 13", {e4m3, e5m2}, 32, 13, accumulator::e8m13, true);
    add_core(units, "blackwell", "B200, tcgen05, L = 32, F = 25", {e4m3, e5m2}, 32, 25, accumulator::fp32, true);
    for (operand_format const format : {e4m3, e5m2})
        for (result_type const result : {result_type::fp32, result_type::fp16})
            units.push_back({{"hopper-fp8-mma", "H100, H200, B200, mma.sync fp8: two fp16 steps", format, result},
                             std::make_unique<widened_tensor_core>(result == result_type::fp16 ? accumulator::fp16
                                                                                               : accumulator::fp32)});
    auto const add = [&](char const* name, char const* description, operand_format format,
                         std::unique_ptr<dot_unit const> unit) {
        units.push_back({{name, description, format, result_type::fp32}, std::move(unit)});
    };
    add("cdna1", "MI100: groups of 4 (bf16 2) exactly, rounded once", f16, std::make_unique<exact_group>(4));
    add("cdna1", "MI100: groups of 4 (bf16 2) exactly, rounded once", bf16, std::make_unique<exact_group>(2));
    add("cdna1-tree", "MI100 as MMA-Sim has it: rounded tree", f16, std::make_unique<rounded_tree>(f16, 4, false));
    add("cdna1-tree", "MI100 as MMA-Sim has it: rounded tree", bf16, std::make_unique<rounded_tree>(bf16, 2, false));
    add("cdna2", "MI210, MI250: rounded tree, subnormals flushed", f16, std::make_unique<rounded_tree>(f16, 4, true));
    add("cdna2", "MI210, MI250: rounded tree, subnormals flushed", bf16, std::make_unique<rounded_tree>(bf16, 2, true));
    add("cdna2-1k", "MI210, MI250, the _1k instructions", bf16, std::make_unique<rounded_tree>(bf16, 4, true));
    add("cdna3", "MI300", f16, std::make_unique<cdna3>(f16, 8, false));
    add("cdna3", "MI300", bf16, std::make_unique<cdna3>(bf16, 8, false));
    add("cdna3", "MI300, xf32", tf32, std::make_unique<cdna3>(tf32, 4, false));
    add("cdna3", "MI300", e4m3fnuz, std::make_unique<cdna3>(e4m3fnuz, 16, true));
    add("cdna3", "MI300", e5m2fnuz, std::make_unique<cdna3>(e5m2fnuz, 16, true));
    for (char const* name : {"cdna1", "cdna2", "cdna3"})
        add(name, "fp32: chain of fused multiply-adds", f32, std::make_unique<fused_chain>());
    add("dpbf16", "x86 VDPBF16PS, one accumulator", bf16, std::make_unique<bf16_pairs>());
    return units;
}

std::vector<listed_unit> const& all_units() {
    static std::vector<listed_unit> const units = make_units();
    return units;
}

}  // namespace

std::vector<dot_unit_entry> const& dot_units() {
    static std::vector<dot_unit_entry> const entries = [] {
        std::vector<dot_unit_entry> result;
        for (listed_unit const& listed : all_units()) result.push_back(listed.entry);
        return result;
    }();
    return entries;
}

dot_unit const& find_dot_unit(std::string_view name, operand_format operands, result_type result) {
    std::string taken;
    for (listed_unit const& listed : all_units()) {
        if (listed.entry.name != name) continue;
        if (listed.entry.operands == operands && listed.entry.result == result) return *listed.unit;
        taken += std::string(taken.empty() ? "" : ", ") + std::string(layout(listed.entry.operands).name) + " to " +
                 (listed.entry.result == result_type::fp16 ? "fp16" : "fp32");
    }
    if (taken.empty()) throw std::invalid_argument("unknown unit '" + std::string(name) + "'");
    throw std::invalid_argument("unit " + std::string(name) + " takes " + taken);
}

}  // namespace ulpfield::unit

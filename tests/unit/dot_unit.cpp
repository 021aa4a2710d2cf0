#include "ulpfield/unit/dot_unit.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ulpfield/number/rounded.hpp"
#include "ulpfield/unit/block_scaled.hpp"
#include "unit/unit_table.hpp"

using namespace ulpfield::unit;
using namespace ulpfield::unit::test;

namespace {

operand_format format_of(std::string const& name) {
    for (operand_format const format : all_operand_formats)
        if (layout(format).name == name) return format;
    throw std::runtime_error("no operand format " + name);
}

/// A column of a vector table: the unit and the result it states.
struct column_of_unit {
    std::string operands;
    std::string column;
    std::string unit;
    result_type result;
};

constexpr auto fp32 = result_type::fp32;
constexpr auto fp16_result = result_type::fp16;

std::vector<column_of_unit> const columns = {
    {"f16", "volta_f32", "volta", fp32},
    {"f16", "volta_f16", "volta", fp16_result},
    {"f16", "turing_f32", "turing", fp32},
    {"f16", "turing_f16", "turing", fp16_result},
    {"f16", "ampere_f32", "ampere", fp32},
    {"f16", "ampere_f16", "ampere", fp16_result},
    {"f16", "hopper_f32", "hopper", fp32},
    {"f16", "hopper_f16", "hopper", fp16_result},
    {"f16", "cdna1_mmasim", "cdna1-tree", fp32},
    {"f16", "cdna1_exact", "cdna1", fp32},
    {"f16", "cdna2", "cdna2", fp32},
    {"f16", "cdna3", "cdna3", fp32},
    {"bf16", "ampere_f32", "ampere", fp32},
    {"bf16", "hopper_f32", "hopper", fp32},
    {"bf16", "cdna1_mmasim", "cdna1-tree", fp32},
    {"bf16", "cdna1_exact", "cdna1", fp32},
    {"bf16", "cdna2_bf16", "cdna2", fp32},
    {"bf16", "cdna2_bf16_1k", "cdna2-1k", fp32},
    {"bf16", "cdna3", "cdna3", fp32},
    {"bf16", "vdpbf16ps_measured", "dpbf16", fp32},
    {"tf32", "ampere_f32", "ampere", fp32},
    {"tf32", "hopper_f32", "hopper", fp32},
    {"tf32", "cdna3_xf32", "cdna3", fp32},
    {"f32", "cdna_f32", "cdna3", fp32},
    {"e4m3fnuz", "cdna3", "cdna3", fp32},
    {"e5m2fnuz", "cdna3", "cdna3", fp32},
    {"e4m3", "ada_f32", "ada-fp8", fp32},
    {"e4m3", "ada_f16", "ada-fp8", fp16_result},
    {"e4m3", "hopper_wgmma_f32", "hopper-fp8", fp32},
    {"e4m3", "hopper_wgmma_f16", "hopper-fp8", fp16_result},
    {"e4m3", "blackwell_tcgen05_f32", "blackwell", fp32},
    {"e4m3", "blackwell_tcgen05_f16", "blackwell", fp16_result},
    {"e4m3", "hopper_blackwell_mma_sync_f32", "hopper-fp8-mma", fp32},
    {"e4m3", "hopper_blackwell_mma_sync_f16", "hopper-fp8-mma", fp16_result},
    {"e5m2", "ada_f32", "ada-fp8", fp32},
    {"e5m2", "ada_f16", "ada-fp8", fp16_result},
    {"e5m2", "hopper_wgmma_f32", "hopper-fp8", fp32},
    {"e5m2", "hopper_wgmma_f16", "hopper-fp8", fp16_result},
    {"e5m2", "blackwell_tcgen05_f32", "blackwell", fp32},
    {"e5m2", "blackwell_tcgen05_f16", "blackwell", fp16_result},
    {"e5m2", "hopper_blackwell_mma_sync_f32", "hopper-fp8-mma", fp32},
    {"e5m2", "hopper_blackwell_mma_sync_f16", "hopper-fp8-mma", fp16_result},
};

/// c of a vector as the unit takes it: fp32 bits, rounded to fp16 where the result is fp16.
double start(table_row const& row, result_type result) {
    double const c = fp32_value(row.at("c"));
    return result == fp16_result ? ulpfield::fp16(c).to_double() : c;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_vector_of_the_models_is_met) {
    std::map<std::string, std::vector<table_row>> tables;
    for (column_of_unit const& column : columns) {
        operand_format const format = format_of(column.operands);
        if (!tables.contains(column.operands)) tables[column.operands] = read_table("unit/" + column.operands + ".csv");
        dot_unit const& unit = find_dot_unit(column.unit, format, column.result);
        std::size_t compared = 0;
        std::size_t line = 0;
        for (table_row const& row : tables[column.operands]) {
            ++line;
            std::string const& expected = row.at(column.column);
            if (expected == "-") continue;
            double const computed =
                unit.dot(values(row.at("a"), format), values(row.at("b"), format), start(row, column.result));
            double const stated = column.result == fp16_result ? fp16_value(expected) : fp32_value(expected);
            BOOST_TEST(same(computed, stated), column.operands << " " << column.column << " vector " << line << " ("
                                                               << row.at("kind") << "): " << computed << ", stated "
                                                               << stated);
            ++compared;
        }
        BOOST_TEST(compared >= 270, column.operands << " " << column.column << ": " << compared << " vectors");
    }
}

BOOST_AUTO_TEST_CASE(every_output_of_real_gpus_is_met) {
    std::size_t compared = 0;
    for (table_row const& row : read_table("unit/gpu_measured.csv")) {
        operand_format const format = format_of(row.at("operands"));
        std::string const& gpu = row.at("gpu");
        bool const fp8 = row.at("operands") == "e4m3" || row.at("operands") == "e5m2";
        for (result_type const result : {fp32, fp16_result}) {
            std::string const& expected = row.at(result == fp32 ? "fp32" : "fp16");
            if (expected == "-") continue;
            std::string name = gpu == "V100"   ? "volta"
                               : gpu == "H100" ? "hopper"
                               : gpu == "B200" ? "blackwell"
                                               : "ampere";
            // The publishers' fp8 sets: B200 and H100's fp16 results by mma.sync, H100's fp32 results by wgmma from c =
            // 0.
            if (fp8)
                name = gpu == "B200" || (gpu == "H100" && result == fp16_result) ? "hopper-fp8-mma"
                       : gpu == "H100"                                           ? "hopper-fp8"
                                                                                 : "ada-fp8";
            double const c = name == "hopper-fp8" ? 0.0 : start(row, result);
            double const computed =
                find_dot_unit(name, format, result).dot(values(row.at("a"), format), values(row.at("b"), format), c);
            double const stated = fp32_value(expected);
            BOOST_TEST(same(computed, stated), gpu << " " << row.at("operands") << " c " << row.at("c") << ": "
                                                   << computed << ", measured " << stated);
            ++compared;
        }
    }
    BOOST_TEST(compared >= 1140);
}

BOOST_AUTO_TEST_CASE(block_scaled_fp4_is_met) {
    for (table_row const& row : read_table("unit/e2m1.csv")) {
        auto const a = values(row.at("a"), operand_format::e2m1);
        auto const b = values(row.at("b"), operand_format::e2m1);
        for (bool const mx : {true, false}) {
            std::string const& text = row.at(mx ? "scales_ue8m0" : "scales_ue4m3");
            std::vector<std::uint8_t> scales[2];
            std::size_t const slash = text.find('/');
            for (std::uint32_t const code : codes(text.substr(0, slash), 8))
                scales[0].push_back(static_cast<std::uint8_t>(code));
            for (std::uint32_t const code : codes(text.substr(slash + 1), 8))
                scales[1].push_back(static_cast<std::uint8_t>(code));
            double const computed =
                block_scaled_dot(a, b, scales[0], scales[1], mx ? scale_format::ue8m0 : scale_format::ue4m3,
                                 mx ? 32 : 16, fp32_value(row.at("c")));
            double const stated =
                fp32_value(row.at(mx ? "blackwell_mxf4_ue8m0_block32" : "blackwell_nvf4_ue4m3_block16"));
            BOOST_TEST(same(computed, stated), row.at("kind") << (mx ? " mxf4 " : " nvf4 ") << a.size() << ": "
                                                              << computed << ", stated " << stated);
        }
    }
}

BOOST_AUTO_TEST_CASE(sums_of_small_integers_are_exact_in_every_unit) {
    // Bipolar patterns: every partial sum is an integer below 2^13, which each accumulator holds.
    std::mt19937_64 words(20261);
    for (dot_unit_entry const& entry : dot_units()) {
        if (entry.operands == operand_format::e2m1) continue;
        for (std::size_t const N : {1UL, 7UL, 100UL, 784UL}) {
            std::vector<double> a(N);
            std::vector<double> b(N);
            double exact = 0;
            for (std::size_t k = 0; k < N; ++k) {
                a[k] = (words() & 1) != 0 ? 1 : -1;
                b[k] = (words() & 1) != 0 ? 1 : -1;
                exact += a[k] * b[k];
            }
            double const computed = find_dot_unit(entry.name, entry.operands, entry.result).dot(a, b, 0);
            BOOST_TEST(computed == exact, entry.name << " " << layout(entry.operands).name << " N = " << N);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_a_unit_does_not_take_is_refused_by_name) {
    BOOST_CHECK_EXCEPTION(
        static_cast<void>(find_dot_unit("volta", operand_format::bf16, fp32)), std::invalid_argument,
        [](auto const& error) { return std::string(error.what()) == "unit volta takes f16 to fp32, f16 to fp16"; });
    BOOST_CHECK_THROW(static_cast<void>(find_dot_unit("tpu", operand_format::bf16, fp32)), std::invalid_argument);
    std::vector<double> const two = {1, 2};
    std::vector<double> const three = {1, 2, 3};
    BOOST_CHECK_THROW(find_dot_unit("volta", operand_format::f16, fp32).dot(two, three, 0), std::invalid_argument);
}

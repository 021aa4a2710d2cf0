#include "studies/shared/programs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ulpfield/number/error.hpp"
#include "ulpfield/number/nearest_match.hpp"

namespace ulpfield::study {

namespace {

/// What a program does where the definition leaves it open.
struct program {
    std::string name;
    std::vector<std::pair<std::string, std::string>> options;
    std::string source;
};

std::vector<program> const& programs() {
    static std::vector<program> const all{
        {"krotov-numpy",
         {{"--formats", "fp64"},
          {"--similarity-sum", "openblas-haswell"},
          {"--self", "inside"},
          {"--power", "pow"},
          {"--sum", "sequential"}},
         "Krotov's public notebook: np.dot of clamped states, **n, np.sum(axis=0) in float64; OpenBLAS dgemm, Haswell "
         "or "
         "Zen kernel; it ends in an argmax, so ties and NaN keep the defaults"},
        {"mcalister-torch-cpu",
         {{"--formats", "fp64"},
          {"--similarity-sum", "openblas-haswell"},
          {"--self", "inside"},
          {"--power", "pow"},
          {"--sum", "torch"},
          {"--tie", "minus"},
          {"--nan", "minus"}},
         "McAlister et al.'s public PyTorch code since May 2024: matrix product of clamped states, sum(0), sign(0) = "
         "-1; "
         "double, one thread, OpenBLAS on Haswell or Zen; columns beyond a whole group of 16 (AVX2) are summed in four "
         "chains, which is not modelled"},
        {"textbook-c",
         {{"--formats", "fp64"},
          {"--similarity-sum", "sequential"},
          {"--self", "outside"},
          {"--power", "pow"},
          {"--sum", "sequential"},
          {"--tie", "plus"},
          {"--nan", "minus"}},
         "for (j) s += z[j]*x[j]; h += pow(s+z, n) - pow(s-z, n); h >= 0 ? 1 : -1, by g++ or clang -O2 on x86-64"},
        {"numpy-float16",
         {{"--formats", "fp16"},
          {"--similarity-sum", "fp32:sequential"},
          {"--self", "inside"},
          {"--power", "wide"},
          {"--sum", "sequential"},
          {"--tie", "zero"},
          {"--nan", "nan"}},
         "NumPy 1.24 and 2.2 in float16: @ sums in float32 and rounds once, ** is computed in float32, sum(axis=0) "
         "rounds "
         "each addition, np.sign"},
        {"torch-bf16-cpu",
         {{"--formats", "bf16"},
          {"--similarity-sum", "dpbf16"},
          {"--self", "inside"},
          {"--power", "wide"},
          {"--sum", "fp32:torch"},
          {"--tie", "zero"},
          {"--nan", "zero"}},
         "PyTorch 1.13 and 2.6 in bfloat16 on a CPU with AVX512_BF16: @ by VDPBF16PS (oneDNN), ** in float32, sum(0) "
         "in "
         "float32 rounded once, torch.sign (NaN gives 0); N a multiple of 64, K N^2 above 4096"},
        {"h100-fp16",
         {{"--store", "fp16"},
          {"--formats", "fp32"},
          {"--similarity-sum", "hopper"},
          {"--power", "binary"},
          {"--sum", "sequential"}},
         "memories in fp16, similarities by the H100's tensor cores (16 terms a step, 25 fraction bits), the rest in "
         "fp32; a library may split the sum further"},
        {"h100-fp8",
         {{"--store", "fp8e4m3"},
          {"--formats", "fp32"},
          {"--similarity-sum", "hopper-fp8"},
          {"--power", "binary"},
          {"--sum", "sequential"}},
         "memories in fp8 E4M3, similarities by the H100's wgmma (32 terms a step, 13 fraction bits), the rest in "
         "fp32"},
        {"mi300-bf16",
         {{"--store", "bf16"},
          {"--formats", "fp32"},
          {"--similarity-sum", "cdna3"},
          {"--power", "binary"},
          {"--sum", "sequential"}},
         "memories in bf16, similarities by the MI300's matrix cores (MMA-Sim's model), the rest in fp32"},
        {"int64-numpy",
         {{"--formats", "int64"},
          {"--self", "inside"},
          {"--power", "binary"},
          {"--sum", "sequential"},
          {"--tie", "zero"}},
         "NumPy on int64 arrays: sums, products and powers wrap modulo 2^64 without a word; np.sign"}};
    return all;
}

std::string options_of(program const& one) {
    std::string text;
    for (auto const& [name, value] : one.options) text += fmt::format("{}{} {}", text.empty() ? "" : " ", name, value);
    return text;
}

class listed_programs final : public planned_study {
public:
    [[nodiscard]] std::vector<column> columns() const override {
        return {{"program", "name for --as", false},
                {"options", "what it sets", false},
                {"source", "what the program does, and where that is known from", false}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        return {{"--as", "list"}};
    }
    [[nodiscard]] std::uint64_t cells() const override { return 1; }
    [[nodiscard]] double cost(std::uint64_t) const override { return 1; }
    [[nodiscard]] cell_result run(std::uint64_t, std::stop_token const&) const override {
        cell_result result;
        for (program const& one : programs()) result.rows.push_back({one.name, options_of(one), one.source});
        return result;
    }
};

/// The options as typed, and those the program sets.
arguments merged(arguments const& typed, std::vector<option> const& known) {
    if (!typed.given("--as")) return typed;
    std::string const& name = typed.text("--as");
    auto const found =
        std::find_if(programs().begin(), programs().end(), [&](program const& p) { return p.name == name; });
    if (found == programs().end()) {
        std::vector<std::string> names{"list"};
        for (program const& one : programs()) names.push_back(one.name);
        throw usage_error(fmt::format("--as: unknown program '{}'{}; accepted: {}", name, nearest_match(name, names),
                                      accepted_programs()));
    }
    arguments result = typed;
    for (auto const& [option_name, value] : found->options) {
        bool const has =
            std::any_of(known.begin(), known.end(), [&](option const& o) { return o.name == option_name; });
        if (!has) continue;
        if (typed.given(option_name) && typed.text(option_name) != value)
            throw usage_error(fmt::format("{} {}: --as {} sets it to {}; leave one of the two out", option_name,
                                          typed.text(option_name), name, value));
        result.set(option_name, {value, true});
    }
    return result;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> const& options_of_program(std::string_view name) {
    for (program const& one : programs())
        if (one.name == name) return one.options;
    throw std::invalid_argument("unknown program '" + std::string(name) + "'; accepted: " + accepted_programs());
}

std::string accepted_programs() {
    std::string names = "list";
    for (program const& one : programs()) names += ", " + one.name;
    return names;
}

study_entry with_programs(study_entry entry) {
    auto const listed = [](arguments const& given) { return given.text("--as") == "list"; };
    study_entry result = entry;
    result.make = [=](arguments const& given) -> std::unique_ptr<planned_study> {
        if (listed(given)) return std::make_unique<listed_programs>();
        return entry.make(merged(given, entry.options));
    };
    result.read = [=](arguments const& given) -> std::unique_ptr<planned_study> {
        if (listed(given)) return std::make_unique<listed_programs>();
        return entry.read(merged(given, entry.options));
    };
    return result;
}

}  // namespace ulpfield::study

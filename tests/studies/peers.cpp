// What --as computes beside NumPy and PyTorch themselves: every field, bit for bit. Where they are missing the test
// says so and passes.
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <map>
#include <sstream>

#include "studies/shared/programs.hpp"
#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/shared_patterns.hpp"
#include "ulpfield/rule/format_rule.hpp"

using namespace ulpfield;

namespace {

std::vector<std::string> output_of(std::string const& command) {
    std::FILE* const pipe = popen(command.c_str(), "r");
    BOOST_REQUIRE(pipe != nullptr);
    std::string all;
    char buffer[65536];
    while (std::size_t const count = std::fread(buffer, 1, sizeof buffer, pipe)) all.append(buffer, count);
    BOOST_TEST(pclose(pipe) == 0);
    std::vector<std::string> lines;
    std::istringstream stream(all);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::vector<std::string> fields_of(std::string const& line, char between) {
    std::vector<std::string> parts;
    std::istringstream stream(line);
    for (std::string part; std::getline(stream, part, between);) parts.push_back(part);
    return parts;
}

std::vector<double> numbers(std::string const& text) {
    std::vector<double> all;
    for (std::string const& one : fields_of(text, ' ')) all.push_back(std::strtod(one.c_str(), nullptr));
    return all;
}

rule_setting setting_of(std::string const& name, std::string const& similarity, std::string const& F, int n) {
    std::map<std::string, std::string> options;
    for (auto const& [option, value] : study::options_of_program(name)) options[option] = value;
    rule_setting setting{parse_format(options.at("--formats")), std::nullopt, parse_interaction(F, n), raw{}};
    program_arithmetic program;
    program.sum = parse_memory_sum(options.at("--sum"));
    program.similarity = parse_similarity_sum(similarity);
    program.self_inside = options["--self"] == "inside";
    setting.power = options["--power"] == "pow"    ? power_method::pow
                    : options["--power"] == "wide" ? power_method::wide
                                                   : power_method::binary;
    if (auto* const unit = std::get_if<unit_similarity>(&program.similarity.by)) unit->operands = setting.format;
    setting.program = program;
    return setting;
}

}  // namespace

BOOST_AUTO_TEST_CASE(programs_and_what_they_model) {
    std::map<std::string, int> compared;
    for (std::string const& line : output_of(std::string(ULPFIELD_PYTHON) + " " + ULPFIELD_PEERS)) {
        if (line.starts_with("#")) {
            BOOST_TEST_MESSAGE("not compared: " + line.substr(2));
            std::printf("not compared: %s\n", line.substr(2).c_str());
            continue;
        }
        auto const parts = fields_of(line, ';');
        BOOST_REQUIRE(parts.size() == 9U);
        int const n = std::stoi(parts[3]);
        rule_setting setting;
        try {
            setting = setting_of(parts[0], parts[1], parts[2], n);
        } catch (std::invalid_argument const& refused) {
            std::printf("not compared: %s\n", refused.what());
            continue;
        }
        std::vector<double> const zeta = numbers(parts[6]);
        std::vector<double> const state = numbers(parts[7]);
        shared_patterns const patterns(std::stoul(parts[4]), std::stoul(parts[5]), std::span<double const>(zeta));
        auto const rule = make_format_rule(setting, std::holds_alternative<bipolar_patterns>(*patterns));
        rule->set_memories(patterns);
        bipolar_state const sigma(state.begin(), state.end());
        rule->examine(sigma, {});
        auto const expected = fields_of(parts[8], ' ');
        for (std::size_t i = 0; i < sigma.size(); ++i) {
            mpfr_value const field = rule->value(i);
            mpfr_value theirs(64);
            mpfr_strtofr(theirs.get(), expected[i].c_str(), nullptr, 0, MPFR_RNDN);
            bool const same = mpfr_equal_p(field.get(), theirs.get()) != 0 ||
                              (mpfr_nan_p(field.get()) != 0 && mpfr_nan_p(theirs.get()) != 0);
            BOOST_TEST(same, parts[0] << " " << parts[1] << " " << parts[2] << " n = " << n << " K = " << parts[4]
                                      << " N = " << parts[5] << " neuron " << i << ": "
                                      << mpfr_get_d(field.get(), MPFR_RNDN) << " here, " << expected[i] << " there");
            ++compared[parts[0] + " (" + parts[1] + ")"];
        }
    }
    for (auto const& [name, count] : compared) std::printf("%s: %d fields\n", name.c_str(), count);
}

#pragma once
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "training/learned_interaction.hpp"
#include "ulpfield/interaction/leaky_with.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/training/learning_step.hpp"

namespace ulpfield::test {

using wide = mpfr_real<format_role::working>;

inline number_format bits(int precision) {
    return {"mpfr:" + std::to_string(precision), precision, mpfr_emin, mpfr_emax, false};
}

/// A decimal string or p/q, rounded once to the present precision.
inline wide wide_of(std::string const& text) {
    auto const decimal = [](std::string const& digits) {
        mpfr_value value(current_format<format_role::working>().precision);
        mpfr_set_str(value.get(), digits.c_str(), 10, MPFR_RNDN);
        return wide(std::move(value));
    };
    auto const slash = text.find('/');
    if (slash == std::string::npos) return decimal(text);
    return decimal(text.substr(0, slash)) / decimal(text.substr(slash + 1));
}
inline double in_double(mpfr_value const& x) { return mpfr_get_d(x.get(), MPFR_RNDN); }
inline double as_double(wide const& x) { return mpfr_get_d(x.get(), MPFR_RNDN); }

/// The lines of a file in tests/data/training, split at commas; comments ("# name values") under their name.
struct data_file {
    std::vector<std::vector<std::string>> comments;
    std::vector<std::vector<std::string>> rows;  // without the heading
};
inline data_file read_data(std::string const& name) {
    std::ifstream file(std::string(ULPFIELD_TEST_DATA) + "/training/" + name);
    data_file data;
    bool heading = true;
    for (std::string line; std::getline(file, line);) {
        bool const comment = line.starts_with("# ");
        std::vector<std::string> fields;
        std::string rest = comment ? line.substr(2) : line;
        if (comment)
            if (auto const blank = rest.find(' '); blank != std::string::npos) rest[blank] = ',';
        std::stringstream stream(rest);
        for (std::string field; std::getline(stream, field, ',');) fields.push_back(field);
        if (comment)
            data.comments.push_back(fields);
        else if (heading)
            heading = false;
        else
            data.rows.push_back(fields);
    }
    return data;
}
inline std::vector<std::string> comment(data_file const& data, std::string const& name) {
    for (auto const& fields : data.comments)
        if (fields.front() == name) return {fields.begin() + 1, fields.end()};
    return {};
}

/// Calls work(F in type Real) for the F of a setting, leaky F with its mapped slope.
template <rounding_real Real, class Work>
auto with_interaction(training_setting const& setting, std::size_t N, Work const& work) {
    return std::visit(
        [&](auto const& F) { return work(learned_interaction<Real>(F, setting, constants_of(setting, N))); },
        setting.F);
}

inline double uniform(random_words& words, double low, double high) {
    return low + (high - low) * (static_cast<double>(words() >> 11) * 0x1p-53);
}

inline std::vector<double> random_signs(random_words& words, std::size_t count) {
    std::vector<double> signs;
    for (std::size_t k = 0; k < count; ++k) signs.push_back(words() % 2 == 0 ? 1 : -1);
    return signs;
}

/// Entries in [-1, 1] with few enough bits for fp32.
inline std::vector<double> random_entries(random_words& words, std::size_t count, double size = 1) {
    std::vector<double> entries;
    for (std::size_t k = 0; k < count; ++k)
        entries.push_back(static_cast<double>(static_cast<float>(uniform(words, -size, size))));
    return entries;
}

template <real Real>
learned_memories<Real> memories_of(std::size_t K, std::size_t N, std::vector<double> const& rows) {
    learned_memories<Real> zeta(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) zeta.neuron(i)[mu] = from_double<Real>(rows[mu * N + i]);
    return zeta;
}

}  // namespace ulpfield::test

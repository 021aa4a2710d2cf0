#include "files/pattern_entries.hpp"

#include <fmt/format.h>

#include "files/available_memory.hpp"

namespace ulpfield {
std::size_t wanted_patterns(input_file const& file, std::size_t there, std::optional<std::size_t> limit) {
    if (limit && (*limit == 0 || *limit > there)) {
        file.refuse(fmt::format("holds {} patterns, the limit asks for {}", there, *limit),
                    fmt::format("a limit from 1 to {}", there));
    }
    return limit.value_or(there);
}

pattern_entries::pattern_entries(input_file const& file, entry_range accepted, std::size_t K, std::size_t N)
    : file_(file), accepted_(accepted) {
    check_memory(file, std::uint64_t{K} * ((N + 63) / 64) * 8);
    patterns_ = bipolar_patterns(K, N);
}

void pattern_entries::set(std::size_t mu, std::size_t i, double value, std::string_view row_word,
                          std::string_view text) {
    bool const is_bipolar = value == 1.0 || value == -1.0;
    bool const fits = accepted_ == entry_range::bipolar ? is_bipolar : value >= -1.0 && value <= 1.0;
    if (!fits) refuse(mu, i, row_word, text.empty() ? fmt::format("{}", value) : shown(text));
    if (auto* const packed = std::get_if<bipolar_patterns>(&patterns_)) {
        if (is_bipolar) {
            packed->set(mu, i, value > 0.0 ? 1 : -1);
            return;
        }
        check_memory(file_, std::uint64_t{packed->K()} * packed->N() * sizeof(double));
        real_patterns real(packed->K(), packed->N());
        for (std::size_t row = 0; row < real.K(); ++row) {
            for (std::size_t column = 0; column < real.N(); ++column) real.set(row, column, packed->at(row, column));
        }
        patterns_ = std::move(real);
    }
    std::get<real_patterns>(patterns_).set(mu, i, value);
}

void pattern_entries::refuse(std::size_t mu, std::size_t i, std::string_view row_word, std::string const& value) const {
    file_.refuse(fmt::format("{} at {} {}, column {} (counted from 1)", value, row_word, mu + 1, i + 1),
                 accepted_ == entry_range::bipolar ? "-1 and 1" : "finite numbers from -1 to 1");
}

}  // namespace ulpfield

#pragma once
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "capacity/crosstalk.hpp"
#include "capacity/decimal.hpp"
#include "support/data_table.hpp"
#include "ulpfield/capacity/answer.hpp"
#include "ulpfield/capacity/k_max.hpp"
#include "ulpfield/number/parse_rational.hpp"

namespace ulpfield::capacity::test {

/// A table of tests/data/capacity.
inline std::vector<test_data::table_row> read_table(std::string const& name) {
    return test_data::read_table("capacity/" + name);
}

/// F = x^n.
inline setting power(std::int64_t N, std::int64_t n) { return {polynomial{static_cast<int>(n)}, N}; }

inline setting setting_of(std::string const& F, std::int64_t N, std::int64_t n) {
    return {parse_interaction(F, static_cast<int>(n)), N};
}

/// What the columns interaction, N and n name.
inline setting setting_of(std::map<std::string, std::string> const& row) {
    return setting_of(row.at("interaction"), std::stoll(row.at("N")), std::stoll(row.at("n")));
}

/// "0.01", "1/3" as a rational.
inline rational number(std::string const& text) {
    if (auto const value = parse_rational(text)) return *value;
    throw std::invalid_argument("no number: " + text);
}

/// The value's text; empty if there is none.
inline std::string text(answer const& of) { return of.value ? of.value->text() : std::string(); }

/// ln of a decimal.
inline double log_of(std::string const& decimal_text) { return decimal_number(decimal_text).log(); }

inline criterion criterion_named(std::string const& name_of_it) {
    return name_of_it == "union" ? criterion::union_bound : criterion::product;
}

/// The row as "a=1,b=2", for messages.
inline std::string show(std::map<std::string, std::string> const& row) {
    std::string text;
    for (auto const& [column, cell] : row) text += (text.empty() ? "" : ",") + column + "=" + cell;
    return text;
}

/// |a - b| <= |b| 10^(1-digits): one unit of the last of `digits` digits at most, since both were rounded there.
inline bool agrees(std::string const& computed, std::string const& expected, int digits) {
    if (computed.empty()) return false;
    rational const a = number(computed);
    rational const b = number(expected);
    if (b == 0) return a == 0;
    return abs(a - b) * pow(integer(10), static_cast<unsigned>(digits - 1)) <= abs(b);
}

}  // namespace ulpfield::capacity::test

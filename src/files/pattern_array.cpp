#include "ulpfield/files/pattern_array.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "files/array_layout.hpp"
#include "files/available_memory.hpp"
#include "files/decimal_text.hpp"
#include "files/entry.hpp"
#include "files/value_conversion.hpp"

namespace ulpfield {
namespace {

/// The wanted patterns of an array, entry by entry.
class entries {
public:
    entries(array_view const& array, array_layout const& layout, std::size_t K, place_text const& place)
        : array_(array), layout_(layout), K_(K), place_(place), read_(reader_of(array.type)) {}

    template <class Visit>
    void visit(Visit const& take) const {
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (std::size_t i = 0; i < layout_.N; ++i)
                take(mu, i, read_(array_.data + layout_.at(mu, i), array_.big_endian));
    }

    [[nodiscard]] std::string place(std::size_t mu, std::size_t i) const {
        std::size_t row = mu;
        std::size_t column = i;
        if (layout_.laid == pattern_facts::layout::columns) std::swap(row, column);
        if (layout_.laid == pattern_facts::layout::whole && array_.shape.size() == 2) {
            row = i / array_.shape[1];
            column = i % array_.shape[1];
        }
        if (place_) return place_(row + 1, column + 1);
        return fmt::format("row {}, column {} (counted from 1)", row + 1, column + 1);
    }

    [[nodiscard]] array_view const& array() const { return array_; }
    [[nodiscard]] std::size_t K() const { return K_; }
    [[nodiscard]] std::size_t N() const { return layout_.N; }

private:
    array_view const& array_;
    array_layout const& layout_;
    std::size_t K_;
    place_text const& place_;
    entry_reader read_;
};

/// -1 in an unsigned type; no value elsewhere.
double wrapped_minus_one(entry_type type) {
    bool const is_unsigned = type == entry_type::uint8 || type == entry_type::uint16 || type == entry_type::uint32 ||
                             type == entry_type::uint64;
    return is_unsigned ? std::ldexp(1.0, static_cast<int>(8 * entry_size(type))) - 1
                       : std::numeric_limits<double>::quiet_NaN();
}

value_census census_of(entries const& from) {
    value_census census{.least = std::numeric_limits<double>::infinity(),
                        .greatest = -std::numeric_limits<double>::infinity()};
    entry_type const type = from.array().type;
    double const wrapped = wrapped_minus_one(type);
    bool const may_round = type == entry_type::int64 || type == entry_type::uint64;
    from.visit([&](std::size_t mu, std::size_t i, double value) {
        if (!std::isfinite(value))
            throw array_refused(fmt::format("{} at {}", value, from.place(mu, i)), "finite numbers");
        if (may_round && std::fabs(value) >= 0x1p53 && value != wrapped)
            throw array_refused(fmt::format("a number beyond 2^53 at {}", from.place(mu, i)),
                                "integers that float64 holds exactly");
        census.minus_one = census.minus_one || value == -1;
        census.zero = census.zero || value == 0;
        census.one = census.one || value == 1;
        census.full_byte = census.full_byte || value == 255;
        census.wrapped = census.wrapped || value == wrapped;
        census.other = census.other || !(std::fabs(value) == 1 || value == 0 || value == 255 || value == wrapped);
        census.least = std::min(census.least, value);
        census.greatest = std::max(census.greatest, value);
    });
    return census;
}

bipolar_patterns bipolar_of(entries const& from, double threshold) {
    bipolar_patterns patterns(from.K(), from.N());
    from.visit([&](std::size_t mu, std::size_t i, double value) { patterns.set(mu, i, value >= threshold ? 1 : -1); });
    return patterns;
}

real_patterns real_of(entries const& from) {
    check_memory("the patterns", std::uint64_t{from.K()} * from.N() * sizeof(double));
    real_patterns patterns(from.K(), from.N());
    from.visit([&](std::size_t mu, std::size_t i, double value) { patterns.set(mu, i, value); });
    return patterns;
}

/// What a rule does not take, where it stands.
void check_values(entries const& from, value_census const& census, value_conversion const& conversion,
                  pattern_reading const& how) {
    bool const zero_one = how.values.how == value_rule::kind::zero_one && conversion.threshold == 1.0;
    if (zero_one)
        from.visit([&](std::size_t mu, std::size_t i, double value) {
            if (!fits_zero_one(census, value))
                throw array_refused(fmt::format("{} at {}", value, from.place(mu, i)),
                                    fmt::format("`{}values 01`: 0 and 1, or 0 and 255", how.option_dashes));
        });
    if (how.bipolar && !conversion.threshold)
        from.visit([&](std::size_t mu, std::size_t i, double value) {
            if (std::fabs(value) != 1)
                throw array_refused(
                    fmt::format("{} at {}", value, from.place(mu, i)),
                    fmt::format("-1 and 1; `{0}values 01` (0 is -1), `sign` (0 and above are +1) or `threshold:T` make "
                                "them of other values",
                                how.option_dashes));
        });
}

}  // namespace

value_rule parse_value_rule(std::string_view text) {
    using kind = value_rule::kind;
    if (text == "auto") return {kind::automatic, 0};
    if (text == "01") return {kind::zero_one, 0};
    if (text == "real") return {kind::real, 0};
    if (text == "sign") return {kind::sign, 0};
    constexpr std::string_view threshold = "threshold:";
    if (text.starts_with(threshold)) {
        std::optional<double> const T = nearest_double(text.substr(threshold.size()));
        if (T && std::isfinite(*T)) return {kind::threshold, *T};
    }
    throw std::invalid_argument(fmt::format("'{}' is no rule; accepted: {}", text, accepted_value_rules));
}

std::string name(value_rule const& rule) {
    using kind = value_rule::kind;
    switch (rule.how) {
        case kind::automatic:
            return "auto";
        case kind::zero_one:
            return "01";
        case kind::real:
            return "real";
        case kind::sign:
            return "sign";
        case kind::threshold:
            break;
    }
    return fmt::format("threshold:{}", rule.T);
}

std::string describe(pattern_facts const& facts, std::string_view hint) {
    using layout = pattern_facts::layout;
    std::string const laid = facts.laid == layout::rows      ? "rows"
                             : facts.laid == layout::columns ? "columns"
                                                             : "the whole";
    std::string line = fmt::format("K = {} patterns ({}) of N = {} neurons, ", facts.K, laid, facts.N);
    line += facts.bipolar ? "bipolar" : fmt::format("real, values from {:.6g} to {:.6g}", facts.least, facts.greatest);
    if (!facts.bipolar && (facts.least < -1 || facts.greatest > 1)) line += ", outside [-1, 1]";
    if (!facts.conversion.empty()) line += fmt::format(" ({})", facts.conversion);
    if (!hint.empty()) line += fmt::format("; {}", hint);
    if (facts.K < facts.there) line += fmt::format("; the first {} of {}", facts.K, facts.there);
    for (std::string const& note : facts.notes) line += "; " + note;
    return line;
}

described_patterns patterns_of(array_view const& array, pattern_reading const& how, place_text const& place) {
    array_layout const layout = layout_of(array, how);
    if (how.limit && (*how.limit == 0 || *how.limit > layout.K))
        throw array_refused(fmt::format("holds {} patterns, the limit asks for {}", layout.K, *how.limit),
                            fmt::format("a limit from 1 to {}", layout.K));
    std::size_t const K = how.limit.value_or(layout.K);
    entries const from(array, layout, K, place);
    value_census const census = census_of(from);
    value_conversion const conversion = conversion_of(census, array, how);
    check_values(from, census, conversion, how);
    pattern_facts facts{K,
                        layout.N,
                        layout.K,
                        layout.laid,
                        conversion.threshold.has_value(),
                        census.least,
                        census.greatest,
                        conversion.text,
                        {}};
    if (conversion.threshold) return {bipolar_of(from, *conversion.threshold), std::move(facts)};
    return {real_of(from), std::move(facts)};
}

}  // namespace ulpfield

#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "support/data_table.hpp"
#include "ulpfield/number/number_format.hpp"

namespace ulpfield::test {

/// A value as a quotient of doubles, exact: sums, products and quotients of numbers of at most 8 bits are.
struct exact_quotient {
    double numerator = 0;  ///< with the sign
    double denominator = 1;
};

/// What a format of at most 8 bits gives for an exact value, by the definition of rounding between neighbours, from the
/// list of the values of its codes as ml_dtypes decodes them; nothing of the library's rounding is used. All
/// comparisons are of doubles that are exact.
class code_rounding {
public:
    /// `name`: as in tests/data/number/small_format_codes.csv; `format`: its rounding, overflow and flushing.
    code_rounding(std::string const& name, number_format format) : format_(std::move(format)) {
        for (test_data::table_row const& row : test_data::read_table("number/small_format_codes.csv"))
            if (row.at("format") == name) values_.push_back(fp32(row.at("fp32")));
        for (double const value : values_)
            if (std::isfinite(value) && !std::signbit(value)) steps_.push_back(value);
        std::sort(steps_.begin(), steps_.end());
        largest_ = steps_.back();
        // As if the top binade went on.
        if (steps_.size() > 1) steps_.push_back(largest_ + (largest_ - steps_[steps_.size() - 2]));
        if (format_.flush == flush_rule::none) return;
        // Below 2^emin the exponent goes on: the last number before it, and what is smaller is flushed anyway.
        double const least_normal = std::ldexp(1.0, static_cast<int>(format_.emin));
        double const spacing = std::ldexp(least_normal, -format_.precision);
        std::erase_if(steps_, [&](double x) { return x != 0 && x < least_normal; });
        steps_.insert(steps_.begin() + 1, {least_normal - 2 * spacing, least_normal - spacing});
        parity_of_first_ = 1;  // 0, then an even significand
    }

    [[nodiscard]] std::vector<double> const& values() const { return values_; }
    [[nodiscard]] static double fp32(std::string const& hexadecimal) {
        return std::bit_cast<float>(static_cast<std::uint32_t>(std::stoul(hexadecimal, nullptr, 16)));
    }

    /// `draw`: the random bits of stochastic rounding. x is finite, not 0.
    [[nodiscard]] double operator()(exact_quotient x, std::uint64_t draw) const {
        bool const negative = (x.numerator < 0) != (x.denominator < 0);
        double const a = std::fabs(x.numerator);
        double const b = std::fabs(x.denominator);
        // The last step not beyond a / b.
        auto const above =
            std::partition_point(steps_.begin(), steps_.end(), [&](double step) { return step * b <= a; });
        auto const kept = static_cast<std::size_t>(above - steps_.begin()) - 1;
        bool const before = format_.flush == flush_rule::before_rounding;
        double const least_normal = std::ldexp(1.0, static_cast<int>(format_.emin));
        double magnitude = steps_[kept];
        if (above == steps_.end()) {
            magnitude = beyond(negative);
        } else {
            if (magnitude * b != a && goes_up(kept, a, b, negative, draw)) magnitude = *above;
            if (magnitude > largest_) magnitude = beyond(negative);
        }
        if (format_.flush != flush_rule::none && (before ? a < least_normal * b : magnitude < least_normal))
            magnitude = 0;
        double const result = negative ? -magnitude : magnitude;
        return result == 0 && !format_.signed_zero ? 0.0 : result;
    }

private:
    [[nodiscard]] bool goes_up(std::size_t kept, double a, double b, bool negative, std::uint64_t draw) const {
        double const rest = a - steps_[kept] * b;
        double const step = (steps_[kept + 1] - steps_[kept]) * b;
        bool const odd = (kept + (kept == 0 ? 0 : parity_of_first_)) % 2 != 0;
        switch (format_.rounding) {
            case rounding_mode::nearest:
                return 2 * rest > step || (2 * rest == step && odd);
            case rounding_mode::away:
                return 2 * rest >= step;
            case rounding_mode::zero:
                return false;
            case rounding_mode::up:
                return !negative;
            case rounding_mode::down:
                return negative;
            case rounding_mode::odd:
                return !odd;
            case rounding_mode::stochastic:
                break;
        }
        // RNE(rest / step 2^BITS) by trying every integer.
        double const scaled = std::ldexp(rest, format_.random_bits);
        std::uint64_t t = 0;
        while ((static_cast<double>(t) + 0.5) * step < scaled ||
               ((static_cast<double>(t) + 0.5) * step == scaled && t % 2 != 0))
            ++t;
        return t + draw >= std::uint64_t{1} << format_.random_bits;
    }

    [[nodiscard]] double beyond(bool negative) const {
        bool const inward = format_.rounding == rounding_mode::zero ||
                            (format_.rounding == rounding_mode::up && negative) ||
                            (format_.rounding == rounding_mode::down && !negative);
        if (inward || format_.overflow == overflow_value::largest) return largest_;
        return format_.overflow == overflow_value::infinity ? HUGE_VAL : std::nan("");
    }

    number_format format_;
    std::vector<double> values_;  // by code
    std::vector<double> steps_;   // not negative, rising
    std::size_t parity_of_first_ = 0;
    double largest_ = 0;
};

}  // namespace ulpfield::test

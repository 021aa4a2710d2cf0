#pragma once
#include <random>
#include <utility>

#include "support/number_parts.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield::test {

/// Pairs of values of a format, of the shapes that break roundings: special values, subnormals, products, quotients and
/// sums near the overflow and underflow thresholds, on and beside ties, exponents far apart, cancellation. A fixed seed
/// gives the same pairs everywhere.
class hostile_numbers {
public:
    hostile_numbers(number_format format, std::uint64_t seed) : format_(std::move(format)), words_(seed) {}

    std::pair<number_parts, number_parts> next() {
        switch (below(9)) {
            case 0:
                return {special(), below(2) == 0 ? special() : anything()};
            case 1:
                return cancelling();
            case 2:
                return product_at(format_.emax, 1);
            case 3:
                return product_at(format_.emin, format_.precision + 2);
            case 4:
                return quotient_at(below(2) == 0);
            case 5:
                return sum_near_tie();
            case 6:
                return quotient_or_product_near_tie();
            case 7:
                return closest_to_a_tie();
            default:
                return {anything(), anything()};
        }
    }

    /// Any bits at all, read as a double.
    double any_double() { return std::bit_cast<double>(words_()); }
    int any_int() { return static_cast<int>(static_cast<std::uint32_t>(words_() >> 32)) >> below(32); }
    std::uint64_t word() { return words_(); }

    [[nodiscard]] std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(words_() % static_cast<std::uint64_t>(bound));
    }

    /// A finite number of the format with that exponent (that of the smallest normal number: also subnormal or zero).
    number_parts with_exponent(std::int64_t exponent) {
        exponent = std::clamp(exponent, format_.emin, format_.emax);
        wide_word const hidden = wide_word{1} << (format_.precision - 1);
        wide_word significand = hidden | fraction();
        if (exponent == format_.emin && format_.subnormals && below(2) == 0)
            significand = fraction() >> below(format_.precision);
        return number(below(2) == 0, significand, exponent);
    }

    /// Any finite number.
    number_parts anything() {
        // Half of the exponents lie near 0, where sums interact.
        if (below(2) == 0) return with_exponent(below(2 * format_.precision + 4) - format_.precision);
        return with_exponent(format_.emin + below(format_.emax - format_.emin + 1));
    }

    number_parts special() {
        wide_word const hidden = wide_word{1} << (format_.precision - 1);
        bool const negative = below(2) == 0;
        switch (below(10)) {
            case 0:
                return {};
            case 1:
                return {number_parts::kind::finite, true, 0, 0};
            case 2:
                if (format_.overflow == overflow_value::not_a_number) break;
                return {number_parts::kind::infinite, negative, 0, 0};
            case 3:
                break;
            case 4:
                return number(negative, format_.subnormals ? 1 : hidden, format_.emin);
            case 5:
                return number(negative, format_.subnormals ? hidden - 1 : hidden, format_.emin);
            case 6:
                return number(negative, hidden, format_.emin);
            case 7:
                return neighbour(number(negative, 2 * hidden - 1, format_.emax), -below(3));
            case 8:
                return neighbour(number(negative, hidden, 0), below(3) - 1);
            default:
                return number(negative, hidden, below(2) == 0 ? format_.precision : -format_.precision);
        }
        return {number_parts::kind::nan, negative, 0, 0};
    }

    /// The number some steps away from zero (or towards it), still finite and of the same sign.
    number_parts neighbour(number_parts const& x, std::int64_t steps) const {
        wide_word const hidden = wide_word{1} << (format_.precision - 1);
        wide_word significand = x.significand;
        std::int64_t exponent = x.exponent + format_.precision - 1;
        for (; steps > 0; --steps)
            if (++significand == 2 * hidden) significand = hidden, ++exponent;
        for (; steps < 0 && significand > 0; ++steps)
            if (--significand < hidden && exponent > format_.emin) significand = 2 * hidden - 1, --exponent;
        if (significand < hidden && !format_.subnormals) significand = hidden;
        return number(x.negative, significand, exponent);
    }

private:
    /// significand 2^(exponent - p + 1) if finite in the format, else its largest number.
    [[nodiscard]] number_parts number(bool negative, wide_word significand, std::int64_t exponent) const {
        wide_word const all_ones = ((wide_word{1} << (format_.precision - 1)) - 1) * 2 + 1;
        exponent = std::max(exponent, format_.emin);
        wide_word const largest = format_.overflow == overflow_value::not_a_number ? all_ones - 1 : all_ones;
        if (exponent > format_.emax || (exponent == format_.emax && significand > largest)) {
            significand = largest;
            exponent = format_.emax;
        }
        return {number_parts::kind::finite, negative, significand, exponent - format_.precision + 1};
    }

    /// p-1 bits: uniform, or with long runs of zeros or ones.
    wide_word fraction() {
        wide_word const mask = (wide_word{1} << (format_.precision - 1)) - 1;
        wide_word const uniform = wide_word{words_()} << 64 | words_();
        switch (below(6)) {
            case 0:
                return uniform & mask & ~wide_word{0} << below(format_.precision);
            case 1:
                return (uniform | ~wide_word{0} << below(format_.precision)) & mask;
            case 2:
                return (uniform & 3) & mask;
            case 3:
                return (~wide_word{0} ^ (uniform & 3)) & mask;
            default:
                return uniform & mask;
        }
    }

    std::pair<number_parts, number_parts> cancelling() {
        number_parts const a = anything();
        number_parts b = neighbour(a, below(9) - 4);
        if (below(4) == 0) b = with_exponent(a.exponent + format_.precision - 2 + below(3));
        b.negative = !a.negative;
        return {a, b};
    }

    std::pair<number_parts, number_parts> product_at(std::int64_t exponent, std::int64_t width) {
        std::int64_t const first = exponent > 0 ? below(exponent + 1) : -below(1 - exponent);
        number_parts const a = with_exponent(first);
        number_parts const b = with_exponent(exponent - first + (exponent > 0 ? 1 : 0) - below(width + 2));
        return {a, b};
    }

    std::pair<number_parts, number_parts> quotient_at(bool overflow) {
        std::int64_t const first = overflow ? below(format_.emax + 1) : -below(1 - format_.emin);
        std::int64_t const quotient =
            overflow ? format_.emax + 1 - below(3) : format_.emin + 1 - below(format_.precision + 3);
        return {with_exponent(first), with_exponent(first - quotient)};
    }

    /// b is half a last place of a, or a neighbour of that, or a few last places and a half, or of a's own size; a is
    /// sometimes near the overflow threshold.
    std::pair<number_parts, number_parts> sum_near_tie() {
        number_parts const a = below(4) == 0 ? with_exponent(format_.emax - below(2)) : anything();
        std::int64_t const exponent = a.exponent + format_.precision - 1;
        if (below(4) == 0) return {a, with_exponent(exponent + 1 - below(2))};
        number_parts b = number(below(2) == 0, wide_word{1} << (format_.precision - 1), exponent - format_.precision);
        if (below(2) == 0) b = with_exponent(exponent - below(format_.precision + 3));
        return {a, neighbour(b, below(3) - 1)};
    }

    /// With t a number of p+1 bits, the last one set (a tie): a = t b rounded to p bits, so that a / b is beside t; or
    /// a and b short, so that a b has p+1 bits; or a = t^2, so that sqrt a is beside t.
    std::pair<number_parts, number_parts> quotient_or_product_near_tie() {
        int const p = format_.precision;
        number_parts b = with_exponent(below(5) - 2);
        wide_word const tie = 2 * ((wide_word{1} << (p - 1)) | fraction()) + 1;
        if (below(3) == 0) {
            std::int64_t const bits = 1 + below(p);
            return {short_number(bits), short_number(p + 1 - bits)};
        }
        bool const square = below(2) == 0;
        integer product = integer(tie) * integer(square ? tie : b.significand);
        if (product == 0) return {b, b};
        auto const leading = static_cast<std::int64_t>(msb(product));
        if (leading >= p) product >>= static_cast<unsigned>(leading - p + 1);
        // The root of an even power of two more is the same root.
        std::int64_t const exponent = square ? leading % 2 + 2 * (below(3) - 1) : below(5) - 2;
        number_parts const a = number(false, static_cast<wide_word>(product), exponent);
        return {neighbour(a, below(3) - 1), b};
    }

    /// As near to a tie as two p-bit significands come without meeting it. Quotient: an odd t of p+1 bits with t b =
    /// -+1 modulo 2^(p+1), then a = (t b +- 1) / 2^(p+1), and a / b is 1/b from t. Product: a b = 2^(p-1) +- 1 modulo
    /// 2^p.
    std::pair<number_parts, number_parts> closest_to_a_tie() {
        int const p = format_.precision;
        if (format_.subnormals && below(4) == 0) return subnormal_quotient_tie();
        bool const quotient = below(2) == 0;
        int const bits = quotient ? p + 1 : p;
        wide_word const mask = ((wide_word{1} << (bits - 1)) - 1) * 2 + 1;
        wide_word const b = (wide_word{1} << (p - 1)) | fraction() | 1;
        wide_word inverse = b;
        for (int digits = 3; digits < 128; digits *= 2) inverse *= 2 - b * inverse;
        wide_word t = (quotient ? inverse : inverse * ((wide_word{1} << (p - 1)) + 1)) & mask;
        bool const negated = t >> (bits - 1) == 0;
        if (negated) t = (0 - t) & mask;
        if (quotient) {
            integer const a = (integer(t) * integer(b) + (negated ? 1 : -1)) >> static_cast<unsigned long>(p + 1);
            t = static_cast<wide_word>(a);
        }
        // Of the quotient's exponents also those of subnormal results.
        std::int64_t const exponent = below(2) == 0 ? below(5) - 2 : format_.emin + below(p + 2);
        if (t == 0) return {special(), special()};
        while (t >> (p - 1) == 0) t <<= 1;
        number_parts const divisor = number(below(2) == 0, b, below(2) == 0 ? below(3) : below(p + 3));
        return {number(below(2) == 0, t, exponent), divisor};
    }

    /// a / b an odd number of halves of the least subnormal, exactly.
    std::pair<number_parts, number_parts> subnormal_quotient_tie() {
        int const p = format_.precision;
        std::int64_t const bits = 1 + below(p - 1);
        auto const odd = [this](std::int64_t size) {
            return (wide_word{1} << (size - 1)) | (fraction() & ((wide_word{1} << (size - 1)) - 1)) | 1;
        };
        wide_word const divisor = odd(p - bits);
        // The divisor, below 2^(p - bits), must be one of the format.
        std::int64_t const room = format_.emax - (p - bits - 1);
        if (room < 1) return {special(), special()};
        std::int64_t const shift = 1 + below(std::min<std::int64_t>(room, 40));
        return {{number_parts::kind::finite, below(2) == 0, odd(bits) * divisor, format_.emin - p + shift},
                {number_parts::kind::finite, below(2) == 0, divisor, shift}};
    }

    /// An odd number of so many bits times a power of two.
    number_parts short_number(std::int64_t bits) {
        wide_word const odd = (wide_word{1} << (bits - 1)) | (fraction() & ((wide_word{1} << (bits - 1)) - 1)) | 1;
        return number(below(2) == 0, odd << (format_.precision - bits), below(3) - 1);
    }

    number_format format_;
    std::mt19937_64 words_;
};

}  // namespace ulpfield::test

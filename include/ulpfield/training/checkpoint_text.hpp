#pragma once
#include <algorithm>
#include <bit>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include "ulpfield/number/format.hpp"
#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

// Numbers as words of a text, exactly: what a training is kept as between two sessions.

/// The first line of the text, which is taken away with its end.
[[nodiscard]] inline std::string_view take_line(std::string_view& text) {
    std::size_t const end = text.find('\n');
    if (end == std::string_view::npos) throw std::invalid_argument("not the text of a training");
    std::string_view const line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

/// Every number of the format is a double.
[[nodiscard]] inline bool fits_double(number_format const& format) {
    return format.precision <= 53 && format.emax <= 1023 && format.emin - format.precision >= -1022 - 53;
}

/// A blank and the bits as hexadecimal digits.
template <std::floating_point Real>
void append_exactly(std::string& text, Real x) {
    static constexpr char digits[] = "0123456789abcdef";
    auto const bits = std::bit_cast<std::conditional_t<sizeof(Real) == 8, std::uint64_t, std::uint32_t>>(x);
    text += ' ';
    for (int shift = 8 * static_cast<int>(sizeof x) - 4; shift >= 0; shift -= 4)
        text += digits[bits >> static_cast<unsigned>(shift) & 0xFU];
}

/// A blank, the significand in base 16 and its exponent; infinities and NaN as MPFR writes them.
inline void append_exactly(std::string& text, mpfr_srcptr x) {
    mpfr_exp_t exponent = 0;
    char* const digits = mpfr_get_str(nullptr, &exponent, 16, 0, x, MPFR_RNDN);  // base 2^k, 0 digits: exact
    std::string_view word(digits);
    text += ' ';
    if (word.starts_with('-')) {
        text += '-';
        word.remove_prefix(1);
    }
    if (mpfr_number_p(x) != 0)
        text.append("0.").append(word).append("@").append(std::to_string(exponent));
    else
        text += word;
    mpfr_free_str(digits);
}

/// Reads the words of such a text one after the other; std::invalid_argument where one is missing or is none.
class checkpoint_reader {
public:
    explicit checkpoint_reader(std::string_view text) : rest_(text) {}

    [[nodiscard]] std::uint64_t count() { return number(word(), 10); }
    template <std::floating_point Real = double>
    [[nodiscard]] Real value() {
        using bits = std::conditional_t<sizeof(Real) == 8, std::uint64_t, std::uint32_t>;
        std::string_view const digits = word();
        if (digits.size() != 2 * sizeof(Real)) refuse();
        return std::bit_cast<Real>(static_cast<bits>(number(digits, 16)));
    }
    void value(mpfr_ptr x) {
        if (mpfr_set_str(x, std::string(word()).c_str(), 16, MPFR_RNDN) != 0) refuse();
    }
    /// Nothing may follow.
    void end() const {
        if (!rest_.empty()) refuse();
    }

private:
    [[noreturn]] static void refuse() { throw std::invalid_argument("not the text of a training"); }
    [[nodiscard]] std::string_view word() {
        if (rest_.starts_with(' ')) rest_.remove_prefix(1);
        std::size_t const length = std::min(rest_.find(' '), rest_.size());
        if (length == 0) refuse();
        std::string_view const result = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return result;
    }
    [[nodiscard]] static std::uint64_t number(std::string_view digits, int base) {
        std::uint64_t result = 0;
        auto const [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), result, base);
        if (code != std::errc{} || end != digits.data() + digits.size()) refuse();
        return result;
    }

    std::string_view rest_;
};

}  // namespace ulpfield

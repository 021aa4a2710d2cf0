#include "ulpfield/capacity/answer.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <ostream>
#include <stdexcept>

#include "capacity/answers.hpp"
#include "ulpfield/capacity/fraction.hpp"

namespace ulpfield::capacity {

decimal_number::decimal_number(std::string text) : text_(std::move(text)) {
    static_cast<void>(log_of_decimal(text_));  // refuses what is no decimal
}

double decimal_number::to_double() const { return std::strtod(text_.c_str(), nullptr); }

double decimal_number::log() const { return log_of_decimal(text_); }

std::ostream& operator<<(std::ostream& out, decimal_number const& number) { return out << number.text(); }

trust within_factor_two(double log_value, double log_best) {
    bool const near = log_value == log_best || std::abs(log_value - log_best) <= std::log(2.0);
    return near ? trust::good : trust::poor;
}

answer exact_answer(rational const& value, int digits) {
    answer result = answer::printed(decimal(value, digits));
    int const longer = std::min(digits + 3, 1003);
    working_precision const guard(static_cast<long>(longer * 3.33) + 64);
    result.bounds = {decimal_number(decimal_bound({enclosure(value)}, longer, false)),
                     decimal_number(decimal_bound({enclosure(value)}, longer, true))};
    result.fraction = std::make_shared<exact_fraction>(exact_fraction{value});
    result.quality = trust::exact;
    return result;
}

void check_digits(int digits) {
    if (digits < 1 || digits > 1000)
        throw std::invalid_argument("digits = " + std::to_string(digits) + ": 1 to 1000 significant digits");
}

std::string_view name(trust quality) {
    switch (quality) {
        case trust::unknown:
            return "";
        case trust::exact:
            return "exact";
        case trust::good:
            return "good";
        case trust::poor:
            return "poor";
        case trust::not_proved:
            return "not proved";
    }
    return "";
}

}  // namespace ulpfield::capacity

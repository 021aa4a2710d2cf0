#pragma once
#include <compare>

#include "boundary/integer_number.hpp"
#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// integer_arithmetic as a number type, so that interaction functions and scalings are evaluated by it as they are
/// written, operation by operation. It belongs to the arithmetic of the thread's innermost scope.
class integer_real {
public:
    /// The arithmetic of this thread for a block; it must outlive it.
    class scope {
    public:
        explicit scope(integer_arithmetic const& arithmetic) : outer_(current()) { current() = &arithmetic; }
        scope(scope const&) = delete;
        scope& operator=(scope const&) = delete;
        ~scope() { current() = outer_; }

    private:
        integer_arithmetic const* outer_;
    };
    [[nodiscard]] static integer_arithmetic const& arithmetic() { return *current(); }

    integer_real() = default;
    explicit integer_real(int value) : value_(arithmetic().nearest(value, 1)) {}
    /// Takes a value that is already one of the format.
    explicit integer_real(integer_number value) : value_(std::move(value)) {}

    [[nodiscard]] integer_number const& get() const { return value_; }

    friend integer_real operator+(integer_real const& a, integer_real const& b) {
        return integer_real(arithmetic().sum(a.value_, b.value_));
    }
    friend integer_real operator-(integer_real const& a, integer_real const& b) {
        return integer_real(arithmetic().difference(a.value_, b.value_));
    }
    friend integer_real operator*(integer_real const& a, integer_real const& b) {
        return integer_real(arithmetic().product(a.value_, b.value_));
    }
    friend integer_real operator/(integer_real const& a, integer_real const& b) {
        return integer_real(arithmetic().quotient(a.value_, b.value_));
    }
    friend integer_real operator-(integer_real a) {
        a.value_.m = -a.value_.m;
        return a;
    }
    integer_real& operator+=(integer_real const& b) { return *this = *this + b; }

    friend bool operator==(integer_real const& a, integer_real const& b) { return a.value_ == b.value_; }
    friend std::partial_ordering operator<=>(integer_real const& a, integer_real const& b) {
        using kind = integer_number::kind;
        if (a.value_.what == kind::not_a_number || b.value_.what == kind::not_a_number)
            return std::partial_ordering::unordered;
        if (a.value_.finite() && b.value_.finite())
            return less(a.value_, b.value_)   ? std::partial_ordering::less
                   : less(b.value_, a.value_) ? std::partial_ordering::greater
                                              : std::partial_ordering::equivalent;
        auto const place = [](integer_number const& x) { return x.finite() ? 0 : x.m < 0 ? -1 : 1; };
        return place(a.value_) <=> place(b.value_);
    }

private:
    static integer_arithmetic const*& current() {
        static thread_local integer_arithmetic const* arithmetic = nullptr;
        return arithmetic;
    }

    integer_number value_;
};

template <>
struct number_traits<integer_real> {
    static number_format const& format() { return integer_real::arithmetic().format(); }
    static bool is_infinite(integer_real const& x) { return x.get().what == integer_number::kind::infinite; }
    static bool below_normal(integer_real const& x) { return integer_real::arithmetic().below_normal(x.get()); }
};

namespace elementary {
template <>
inline integer_real exp(integer_real const& x) {
    return integer_real(integer_real::arithmetic().exp(x.get()));
}
template <>
inline integer_real log(integer_real const& x) {
    return integer_real(integer_real::arithmetic().log(x.get()));
}
template <>
inline integer_real log1p(integer_real const& x) {
    return integer_real(integer_real::arithmetic().log1p(x.get()));
}
template <>
inline integer_real expm1(integer_real const& x) {
    return integer_real(integer_real::arithmetic().expm1(x.get()));
}
template <>
inline integer_real tanh(integer_real const& x) {
    return integer_real(integer_real::arithmetic().tanh(x.get()));
}
template <>
inline integer_real sqrt(integer_real const& x) {
    return integer_real(integer_real::arithmetic().sqrt(x.get()));
}
template <>
inline integer_real pow(integer_real const& x, int n) {
    return integer_real(integer_real::arithmetic().rounded_power(x.get(), n));
}
template <>
inline integer_real quotient(std::int64_t numerator, std::int64_t denominator) {
    return integer_real(integer_real::arithmetic().nearest(numerator, denominator));
}
template <>
inline integer_real scale_by_power_of_two(integer_real const& x, int k) {
    return integer_real(integer_real::arithmetic().shifted(x.get(), k));
}
}  // namespace elementary

}  // namespace ulpfield

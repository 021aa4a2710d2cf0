#include "ulpfield/training/initial_memories.hpp"

#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/nearest_double.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield {

std::vector<double> draw_values(initial_law const& law, std::size_t count, std::uint64_t seed) {
    random_words words(seed);
    double const first = nearest_double(law.first);
    double const second = nearest_double(law.second);
    std::vector<double> values;
    values.reserve(count + 1);
    if (law.of == initial_law::kind::uniform) {
        while (values.size() < count)
            values.push_back(first + (second - first) * (static_cast<double>(words() >> 11) * 0x1p-53));
        return values;
    }
    constexpr mpfr_prec_t bits = 80;
    mpfr_value radius(bits);
    mpfr_value angle(bits);
    mpfr_value sine(bits);
    mpfr_value cosine(bits);
    while (values.size() < count) {
        // sqrt(-2 log u) (cos, sin)(2 pi v), 0 < u <= 1
        mpfr_set_d(radius.get(), static_cast<double>((words() >> 11) + 1) * 0x1p-53, MPFR_RNDN);
        mpfr_log(radius.get(), radius.get(), MPFR_RNDN);
        mpfr_mul_si(radius.get(), radius.get(), -2, MPFR_RNDN);
        mpfr_sqrt(radius.get(), radius.get(), MPFR_RNDN);
        mpfr_const_pi(angle.get(), MPFR_RNDN);
        mpfr_mul_d(angle.get(), angle.get(), static_cast<double>(words() >> 11) * 0x1p-52, MPFR_RNDN);
        mpfr_sin_cos(sine.get(), cosine.get(), angle.get(), MPFR_RNDN);
        for (mpfr_ptr const part : {cosine.get(), sine.get()}) {
            mpfr_mul(part, part, radius.get(), MPFR_RNDN);
            values.push_back(first + second * mpfr_get_d(part, MPFR_RNDN));
        }
    }
    values.resize(count);
    return values;
}

}  // namespace ulpfield

#include "ulpfield/capacity/moments.hpp"

#include <stdexcept>

#include "capacity/answers.hpp"
#include "capacity/crosstalk.hpp"
#include "capacity/exponential_gap.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

/// One moment's three forms.
struct moment_forms {
    rational (*exact)(setting const&);
    rational (*leading)(setting const&);
    enclosure (*of_exponentials)(exponential_gap const&);
    bool vanishes_with_D = true;
};

answer moment(setting const& where, method how, int digits, moment_forms const& forms) {
    validate(where);
    check_digits(digits);
    if (how != method::exact && how != method::leading_order)
        throw std::invalid_argument("method = " + name(how) + ": moments are exact or leading-order");
    if (how == method::leading_order && !has_leading_order(where.F))
        return answer::refused(name(where.F) + " F has no leading order in N; use exact");
    try {
        if (!has_lattice(where.F)) {
            if (where.N == 1 && exponential_gap(where).mean_sign() == 0) {  // the only D is 0
                if (forms.vanishes_with_D) return exact_answer(rational(0), digits);
                return answer::refused("the crosstalk is 0 for every memory: its kurtosis is not defined");
            }
            answer result = answer::printed(
                proved_decimal([&] { return quantity{forms.of_exponentials(exponential_gap(where))}; }, digits));
            result.quality = trust::exact;
            return result;
        }
        if (how == method::exact) return exact_answer(forms.exact(where), digits);
        rational const value = forms.leading(where);
        answer result = answer::printed(decimal(value, digits));
        rational const truth = forms.exact(where);
        bool const within = truth != 0 && value / truth <= 2 && value / truth >= rational(1, 2);
        result.quality = within || truth == value ? trust::good : trust::poor;
        return result;
    } catch (std::domain_error const& reason) {
        return answer::refused(reason.what());
    }
}

}  // namespace

answer mean_of_gap(setting const& where, method how, int digits, std::stop_token const& stop) {
    stop_scope const scope(stop);
    return moment(where, how, digits, {mean_gap, leading_mean, [](exponential_gap const& gap) { return gap.mean(); }});
}

answer variance_of_crosstalk(setting const& where, method how, int digits, std::stop_token const& stop) {
    stop_scope const scope(stop);
    return moment(where, how, digits,
                  {[](setting const& at) { return crosstalk_moment(at, 2); }, leading_moment,
                   [](exponential_gap const& gap) { return gap.moment(2); }});
}

answer kurtosis_of_crosstalk(setting const& where, method how, int digits, std::stop_token const& stop) {
    stop_scope const scope(stop);
    return moment(
        where, how, digits,
        {crosstalk_kurtosis, leading_kurtosis,
         [](exponential_gap const& gap) { return gap.moment(4) / (gap.moment(2) * gap.moment(2)) - enclosure(3L); },
         false});
}

}  // namespace ulpfield::capacity

#include "studies/formats/formats.hpp"

#include "studies/shared/axes.hpp"
#include "study/table.hpp"
#include "ulpfield/number/format_constants.hpp"

namespace ulpfield::study {

namespace {

struct formats_axes : axis_set {
    axis<number_format> formats = formats_axis(*this, named_formats_and("mpfr:256,exact"));
};

/// Exact arithmetic has no numbers to show.
struct format_row {
    std::optional<int> precision;
    std::optional<std::int64_t> emin, emax;
    format_constants constants;
};

class formats_table final : public table<formats_axes, format_row> {
protected:
    [[nodiscard]] std::vector<value> values() const override {
        auto const constant = [](auto member) { return [=](format_row const& of) { return of.constants.*member; }; };
        return {{"precision", "p, significand bits with the hidden one", &format_row::precision},
                {"emin", "exponent of the smallest normal number", &format_row::emin},
                {"emax", "exponent of the largest finite number", &format_row::emax},
                {"max_finite", "largest finite number", constant(&format_constants::max_finite)},
                {"min_normal", "2^emin", constant(&format_constants::min_normal)},
                {"min_subnormal", "2^(emin-p+1); empty: no subnormals", constant(&format_constants::min_subnormal)},
                {"unit_roundoff", "2^-p", constant(&format_constants::unit_roundoff)}};
    }
    [[nodiscard]] std::vector<format_row> measure(place const& at, std::stop_token const&) const override {
        number_format const& format = at[formats];
        if (format.exact()) return {{}};
        return {{format.precision, format.emin, format.emax, constants_of(format)}};
    }
};

}  // namespace

study_entry formats_study() {
    return table_entry<formats_table>(
        "formats", "Which numbers does a format have?", {},
        {{"ulpfield formats", "all formats with a name"},
         {"ulpfield formats --formats fp8e4m3,e5m7,mpfr:100", "also formats of one's own"}});
}

}  // namespace ulpfield::study

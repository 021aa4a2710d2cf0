#include "studies/formats/formats.hpp"

#include "studies/shared/axes.hpp"
#include "study/table.hpp"
#include "ulpfield/number/format_constants.hpp"

namespace ulpfield::study {

namespace {

enum class details { where_asked_for, yes, no };

struct formats_axes : axis_set {
    axis<number_format> formats = formats_axis(*this, default_formats());
    axis<details> more_columns{
        *this,
        "--details",
        "WHEN",
        "auto",
        "also the columns infinities, nan_codes, negative_zero, lowest, overflow, below_normal: yes, no, "
        "or auto (if --formats names a format that is not like those of IEEE 754)",
        choice<details>({{"auto", details::where_asked_for}, {"yes", details::yes}, {"no", details::no}})};

private:
    /// Today's named formats first, then the others.
    static std::string default_formats() {
        std::string names = named_formats_and("mpfr:256,exact");
        for (number_format const& format : further_formats()) names += "," + format.name;
        return names;
    }
};

/// Exact arithmetic has no numbers to show.
struct format_row {
    std::optional<int> precision;
    std::optional<std::int64_t> emin, emax;
    format_constants constants;
    format_rules rules;
};

class formats_table final : public table<formats_axes, format_row> {
protected:
    [[nodiscard]] std::vector<value> values() const override {
        auto const constant = [](auto member) { return [=](format_row const& of) { return of.constants.*member; }; };
        auto const rule = [](auto member) { return [=](format_row const& of) { return of.rules.*member; }; };
        std::vector<value> all = {
            {"precision", "p, significand bits with the hidden one", &format_row::precision},
            {"emin", "exponent of the smallest normal number", &format_row::emin},
            {"emax", "exponent of the largest finite number", &format_row::emax},
            {"max_finite", "largest finite number", constant(&format_constants::max_finite)},
            {"min_normal", "2^emin", constant(&format_constants::min_normal)},
            {"min_subnormal", "2^(emin-p+1); empty: no subnormals", constant(&format_constants::min_subnormal)},
            {"unit_roundoff", "2^-p", constant(&format_constants::unit_roundoff)}};
        if (!shows_details()) return all;
        std::vector<value> const more = {
            {"infinities", "codes of infinity", rule(&format_rules::infinities)},
            {"nan_codes", "codes of NaN; empty: no layout of bits", rule(&format_rules::nan_codes)},
            {"negative_zero", "whether -0 exists", rule(&format_rules::negative_zero), false},
            {"lowest", "number farthest below zero", constant(&format_constants::lowest)},
            {"overflow", "what a finite value beyond the largest becomes", rule(&format_rules::overflow), false},
            {"below_normal", "what lies below 2^emin", rule(&format_rules::below_normal), false}};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    [[nodiscard]] std::vector<format_row> measure(place const& at, std::stop_token const&) const override {
        number_format const& format = at[formats];
        if (format.exact()) return {{}};
        // The exponents of integers are those of their last place and of their largest power of two.
        return {{format.precision, format.integers() ? 0 : format.emin, format.emax, constants_of(format),
                 rules_of(format)}};
    }

private:
    /// Decided from the options alone, as results are also read without a plan.
    [[nodiscard]] bool shows_details() const {
        arguments const& typed = typed_arguments();
        if (typed.text("--details") != "auto") return typed.text("--details") == "yes";
        if (!typed.given("--formats")) return false;
        std::vector<number_format> const formats_typed = number_formats().read("--formats", typed.text("--formats"));
        return !std::all_of(formats_typed.begin(), formats_typed.end(),
                            [](number_format const& format) { return format.exact() || format.classical(); });
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

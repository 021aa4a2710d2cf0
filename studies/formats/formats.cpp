#include "studies/formats/formats.hpp"

#include "study/list.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/format_constants.hpp"

namespace ulpfield::study {

namespace {

class formats final : public planned_study {
public:
    explicit formats(std::vector<number_format> list) : list_(std::move(list)) {}

    [[nodiscard]] std::vector<column> columns() const override {
        return {{"format", "number format", false},
                {"precision", "p, significand bits with the hidden one"},
                {"emin", "exponent of the smallest normal number"},
                {"emax", "exponent of the largest finite number"},
                {"max_finite", "largest finite number"},
                {"min_normal", "2^emin"},
                {"min_subnormal", "2^(emin-p+1); empty: no subnormals"},
                {"unit_roundoff", "2^-p"}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        std::string names;
        for (number_format const& format : list_) names += (names.empty() ? "" : ",") + format.name;
        return {{"--formats", names}};
    }
    [[nodiscard]] std::uint64_t cells() const override { return list_.size(); }
    [[nodiscard]] double cost(std::uint64_t) const override { return 1; }
    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const&) const override {
        number_format const& format = list_[cell];
        if (format.exact()) return {{{format.name, "", "", "", "", "", "", ""}}, {}};
        format_constants const constants = constants_of(format);
        return {
            {{format.name, std::to_string(format.precision), std::to_string(format.emin), std::to_string(format.emax),
              constants.max_finite, constants.min_normal, constants.min_subnormal, constants.unit_roundoff}},
            {}};
    }

private:
    std::vector<number_format> list_;
};

}  // namespace

study_entry formats_study() {
    std::string names;
    for (number_format const& format : named_formats()) names += format.name + ",";
    return {"formats",
            "Which numbers does a format have?",
            {{"--formats", "LIST", names + "mpfr:256,exact",
              std::string("number formats: ") + std::string(accepted_formats)}},
            [](arguments const& given) -> std::unique_ptr<planned_study> {
                std::vector<number_format> list;
                for (std::string const& item : split_list("--formats", given.text("--formats")))
                    list.push_back(parse_format("--formats", item));
                return std::make_unique<formats>(std::move(list));
            }};
}

}  // namespace ulpfield::study

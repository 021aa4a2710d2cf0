#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// Results that are there already (study_entry::read): columns, verdict, figures and files need neither input files nor
/// a plan. It has no cells.
class recorded_study final : public planned_study {
public:
    struct reader {
        std::vector<column> (*columns)();
        std::vector<std::string> (*sentences)(results const&);
        std::vector<figure> (*figures)(results const&);
        std::vector<result_file> (*files)(results const&) = nullptr;
    };
    explicit recorded_study(reader const& how) : how_(how) {}

    [[nodiscard]] std::vector<column> columns() const override { return how_.columns(); }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override { return {}; }
    [[nodiscard]] std::uint64_t cells() const override { return 0; }
    [[nodiscard]] double cost(std::uint64_t) const override { return 1; }
    [[nodiscard]] cell_result run(std::uint64_t, std::stop_token const&) const override { return {}; }
    [[nodiscard]] judgement judge(results const& rows) const override { return {how_.sentences(rows), false}; }
    [[nodiscard]] std::vector<figure> figures(results const& rows) const override { return how_.figures(rows); }
    [[nodiscard]] std::vector<result_file> files(results const& rows) const override {
        return how_.files == nullptr ? std::vector<result_file>{} : how_.files(rows);
    }

private:
    reader how_;
};

}  // namespace ulpfield::study

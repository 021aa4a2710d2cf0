#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "studies/converge/plan.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/training/trainer.hpp"

namespace ulpfield::study {

/// One state on its way, looked at after every t of plan.iterations.
struct recall_course {
    std::vector<double> largest;      ///< max_mu <xi^mu, HN^(t)(sigma)>
    std::vector<double> largest_abs;  ///< max_mu |<xi^mu, HN^(t)(sigma)>|
    std::vector<bool> recalled;       ///< HN^(t)(sigma) is the memory recall started from
    std::int64_t rest = -1;           ///< iterations until nothing changed; -1: not within those allowed, or a cycle
};

/// Courses as text, and back; std::invalid_argument if it is no such text.
[[nodiscard]] std::string text_of(std::vector<recall_course> const& courses);
[[nodiscard]] std::vector<recall_course> parse_courses(std::string_view text);

/// Follows the states of one cell, decisions of stored and iid patterns exact, those of trained networks in the format
/// they learned in.
class recall_runner {
public:
    /// `weights`: K x N pixel weights of a trained network (and its setting); empty for others.
    recall_runner(converge_plan const& plan, converge_cell const& cell, std::vector<double> weights,
                  training_setting const* setting);
    ~recall_runner();

    /// Trial 0, 1, ...; depends on its number only.
    [[nodiscard]] recall_course follow(std::int64_t trial);
    /// The state after t iterations from trial's start, in another format of plan.recall_formats.
    [[nodiscard]] std::vector<bipolar_state> states_in(number_format const* format, std::int64_t trial);

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

}  // namespace ulpfield::study

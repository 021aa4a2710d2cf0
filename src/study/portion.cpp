#include "study/portion.hpp"

#include <atomic>
#include <utility>

#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::study {
namespace {

constexpr std::chrono::seconds length(10);
std::atomic<std::uint64_t> steps_of_a_portion = 0;  // 0: by the clock

}  // namespace

portion::portion(std::stop_token stop, std::chrono::microseconds keeping)
    : stop_(std::move(stop)), end_(std::chrono::steady_clock::now() + length + keeping) {}

bool portion::over() const {
    bool const asked = stop_.stop_requested();
    if (asked && steps_ == 0) throw interrupted{};
    if (steps_ == 0) return false;
    std::uint64_t const counted = steps_of_a_portion;
    return asked || (counted == 0 ? std::chrono::steady_clock::now() > end_ : steps_ >= counted);
}

portions_of_steps::portions_of_steps(std::uint64_t steps) { steps_of_a_portion = steps; }
portions_of_steps::~portions_of_steps() { steps_of_a_portion = 0; }

}  // namespace ulpfield::study

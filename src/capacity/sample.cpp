#include <fmt/format.h>

#include <sstream>

#include "capacity/parse_count.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"

namespace ulpfield::capacity {

sample& sample::operator+=(sample const& other) {
    trials += other.trials;
    with_error += other.with_error;
    with_tie += other.with_tie;
    halves += other.halves;
    halves_squared += other.halves_squared;
    ties += other.ties;
    ties_squared += other.ties_squared;
    stable += other.stable;
    stable_squared += other.stable_squared;
    doubted += other.doubted;
    return *this;
}

std::string sample::text() const {
    return fmt::format("{} {} {} {} {} {} {} {} {} {}", trials, with_error, with_tie, halves, halves_squared, ties,
                       ties_squared, stable, stable_squared, doubted);
}

sample sample::parse(std::string const& text) {
    sample read;
    std::istringstream words(text);
    auto const next = [&](auto& sum) {
        std::string word;
        words >> word;
        sum = static_cast<std::remove_reference_t<decltype(sum)>>(parse_count(word));
    };
    next(read.trials);
    next(read.with_error);
    next(read.with_tie);
    next(read.halves);
    next(read.halves_squared);
    next(read.ties);
    next(read.ties_squared);
    next(read.stable);
    next(read.stable_squared);
    next(read.doubted);
    return read;
}

}  // namespace ulpfield::capacity

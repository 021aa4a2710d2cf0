#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "study/store.hpp"

namespace ulpfield::study {

/// One line on standard error, "ulpfield: " before it, control characters shown as '?'.
void say(std::string_view message);

/// While it lives, what this thread says is kept and not printed. One at a time.
class kept_messages {
public:
    kept_messages();
    kept_messages(kept_messages const&) = delete;
    kept_messages& operator=(kept_messages const&) = delete;
    ~kept_messages();

    [[nodiscard]] std::vector<std::string> take() { return std::move(lines_); }

private:
    std::vector<std::string> lines_;
};

/// The cells that failed and their reasons: the first twenty, in cell order, and how many more there are.
void say_failures(store const& results);
void say_interrupted(store const& results, std::uint64_t cells, std::string const& directory);
void say_violated(judgement const& verdict);

}  // namespace ulpfield::study

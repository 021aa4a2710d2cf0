#include "studies/classify/memory_image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <stdexcept>

namespace ulpfield::study {

std::string memory_images::text() const {
    std::string all = fmt::format("{} {}", rows, columns);
    for (auto const& memory : memories) {
        all += ' ';
        for (double const value : memory) {
            double const level = std::isnan(value) ? 0 : std::clamp(value, -1.0, 1.0);
            all += fmt::format("{:02x}", static_cast<unsigned>(std::lround(127 + 127 * level)));
        }
    }
    return all;
}

memory_images memory_images::parse(std::string const& text) {
    memory_images result;
    std::istringstream words(text);
    if (!(words >> result.rows >> result.columns)) throw std::invalid_argument("no memories in: " + text.substr(0, 40));
    for (std::string word; words >> word;) {
        auto& memory = result.memories.emplace_back();
        for (std::size_t at = 0; at + 2 <= word.size(); at += 2) {
            unsigned level = 0;
            auto const [end, code] = std::from_chars(word.data() + at, word.data() + at + 2, level, 16);
            if (code != std::errc{} || end != word.data() + at + 2)
                throw std::invalid_argument("no memory: " + word.substr(at, 2));
            memory.push_back((static_cast<double>(level) - 127) / 127);
        }
        if (memory.size() < result.rows * result.columns) throw std::invalid_argument("a memory without its pixels");
    }
    return result;
}

}  // namespace ulpfield::study

#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ulpfield::study {

/// The first few memories of a network as they are drawn: entries rounded to 1/127, outside [-1, 1] cut off.
struct memory_images {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<std::vector<double>> memories;  ///< rows x columns pixels, then the class weights

    [[nodiscard]] std::string text() const;
    /// std::invalid_argument if it is no such text.
    [[nodiscard]] static memory_images parse(std::string const& text);
};

}  // namespace ulpfield::study

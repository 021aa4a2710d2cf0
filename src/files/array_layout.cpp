#include "files/array_layout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "files/limits.hpp"

namespace ulpfield {
namespace {

struct dimension {
    std::size_t size;
    std::ptrdiff_t stride;
};

/// Unsigned products may wrap: such a shape is refused before its strides are used.
std::vector<std::ptrdiff_t> c_order(std::vector<std::size_t> const& shape, std::size_t step) {
    std::vector<std::ptrdiff_t> strides(shape.size());
    for (std::size_t d = shape.size(); d-- > 0;) {
        strides[d] = static_cast<std::ptrdiff_t>(step);
        step *= shape[d];
    }
    return strides;
}

/// Each product stays below 10^14: the factor before it is at most 10^8 or the answer is an error.
std::size_t bounded_product(std::vector<dimension> const& dimensions) {
    std::size_t product = 1;
    for (dimension const& one : dimensions) {
        if (one.size > most_patterns) return most_patterns + 1;
        product *= one.size;
        if (product > most_patterns) return most_patterns + 1;
    }
    return product;
}

/// The offsets of all entries, the last index running fastest.
std::vector<std::ptrdiff_t> offsets(std::vector<dimension> const& dimensions) {
    std::vector<std::ptrdiff_t> all = {0};
    for (dimension const& one : dimensions) {
        std::vector<std::ptrdiff_t> more;
        more.reserve(all.size() * one.size);
        for (std::ptrdiff_t const base : all)
            for (std::size_t k = 0; k < one.size; ++k)
                more.push_back(base + static_cast<std::ptrdiff_t>(k) * one.stride);
        all = std::move(more);
    }
    return all;
}

void refuse_doubts(std::vector<std::size_t> const& shape, std::vector<dimension> const& dimensions, bool dropped,
                   std::string_view dashes) {
    std::string const option = fmt::format("{}one-pattern", dashes);
    if (shape.empty()) throw array_refused("a single number", "an array of two dimensions, K patterns x N neurons");
    if (shape.size() == 1)
        throw array_refused(
            fmt::format("an array of one dimension, shape {}", shape_text(shape)),
            fmt::format("two dimensions, K patterns x N neurons; `{} yes` takes it as one pattern of {} neurons, "
                        "array.reshape(K, -1) makes it K patterns",
                        option, shape[0]));
    if (dropped && dimensions[0].size == dimensions[1].size && dimensions[0].size > 1)
        throw array_refused(
            fmt::format("shape {} may be one pattern or {} patterns", shape_text(shape), shape[shape.size() - 2]),
            fmt::format("`{} yes` (one of {} neurons) or `{} no` ({} of {})", option,
                        dimensions[0].size * dimensions[1].size, option, dimensions[0].size, dimensions[1].size));
}

void check_counts(std::vector<std::size_t> const& shape, std::size_t K, std::size_t N) {
    if (K < 1 || K > most_patterns || N < 1 || N > most_neurons)
        throw array_refused(fmt::format("an array of shape {}", shape_text(shape)), std::string(accepted_counts));
}

}  // namespace

std::vector<std::ptrdiff_t> array_view::fortran_order(std::vector<std::size_t> const& shape, std::size_t entry_size) {
    std::vector<std::ptrdiff_t> strides;
    auto step = static_cast<std::ptrdiff_t>(entry_size);
    for (std::size_t const size : shape) {
        strides.push_back(step);
        step *= static_cast<std::ptrdiff_t>(size);
    }
    return strides;
}

std::string shape_text(std::vector<std::size_t> const& shape) {
    return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

array_layout layout_of(array_view const& array, pattern_reading const& how) {
    std::vector<std::size_t> const& shape = array.shape;
    std::vector<dimension> dimensions;
    std::vector<std::ptrdiff_t> const strides =
        array.strides.empty() ? c_order(shape, entry_size(array.type)) : array.strides;
    if (strides.size() != shape.size())
        throw std::invalid_argument(fmt::format("strides: {} for {} dimensions", strides.size(), shape.size()));
    for (std::size_t d = 0; d < shape.size(); ++d) dimensions.push_back({shape[d], strides[d]});
    array_layout layout;
    if (how.one_pattern.value_or(false)) {
        if (how.transpose) std::reverse(dimensions.begin(), dimensions.end());
        layout.laid = pattern_facts::layout::whole;
        check_counts(shape, 1, bounded_product(dimensions));
        layout.K = 1;
        layout.of_neuron = offsets(dimensions);
        layout.N = layout.of_neuron.size();
        return layout;
    }
    bool dropped = false;
    while (dimensions.size() > 2 && dimensions.front().size == 1 && !array.first_counts) {
        dimensions.erase(dimensions.begin());
        dropped = true;
    }
    refuse_doubts(shape, dimensions, dropped && !how.one_pattern, how.option_dashes);
    if (how.transpose) {
        layout.laid = pattern_facts::layout::columns;
        std::rotate(dimensions.begin(), dimensions.end() - 1, dimensions.end());
    }
    dimension const patterns = dimensions.front();
    dimensions.erase(dimensions.begin());
    check_counts(shape, patterns.size, bounded_product(dimensions));
    layout.K = patterns.size;
    layout.from_pattern_to_pattern = patterns.stride;
    layout.of_neuron = offsets(dimensions);
    layout.N = layout.of_neuron.size();
    return layout;
}

}  // namespace ulpfield

#include "study/file_dimensions.hpp"

#include <fmt/format.h>

#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

void take_file_dimension(arguments const& given, std::string_view option_name, std::vector<std::int64_t>& values,
                         std::size_t in_file, std::string const& file) {
    auto const value = static_cast<std::int64_t>(in_file);
    if (given.given(option_name) && values != std::vector<std::int64_t>{value})
        throw usage_error(fmt::format("{}: {} given, but {} has {}; leave the option out or give {}", option_name,
                                      given.text(option_name), file, value, value));
    values = {value};
}

}  // namespace ulpfield::study

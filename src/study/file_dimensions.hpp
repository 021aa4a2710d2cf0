#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "study/arguments.hpp"

namespace ulpfield::study {

/// A file's value wins over the default of an option; a different one typed beside it: usage_error naming both.
void take_file_dimension(arguments const& given, std::string_view option_name, std::vector<std::int64_t>& values,
                         std::size_t in_file, std::string const& file);

}  // namespace ulpfield::study

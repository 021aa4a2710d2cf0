#pragma once
#include <string>

#include "study/study.hpp"

namespace ulpfield::study {

/// Appends one line of CSV (RFC 4180 quoting, line end \n).
void append_csv(std::string& text, row const& values);

}  // namespace ulpfield::study

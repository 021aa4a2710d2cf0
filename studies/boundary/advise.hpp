#pragma once
#include "study/table.hpp"

namespace ulpfield::study {

/// boundary --advise: one row a format with the verdict on each scaling, and the advice in words.
[[nodiscard]] std::unique_ptr<planned_study> make_advice(arguments const& given, reading const& of);
[[nodiscard]] judgement advice_verdict(results const& rows);

}  // namespace ulpfield::study

#pragma once
#include <filesystem>
#include <string>

#include "study/store.hpp"

namespace ulpfield::study {

/// The finished rows of a store in cell order, as `directory`/<command>.csv. Returns its name.
std::string write_csv(store const& results, std::filesystem::path const& directory);

/// Description and origin of the results, as `directory`/provenance.json: command, arguments, parameters, seed,
/// facts of the study (realised bits), cells, start and end, and every session with its program and machine.
std::string write_provenance(store const& results, std::filesystem::path const& directory);

/// The seed as typed, or its default.
[[nodiscard]] std::string seed_of(store_description const& description);

}  // namespace ulpfield::study

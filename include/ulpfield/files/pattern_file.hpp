#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "ulpfield/files/pattern_array.hpp"
#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// Reads the patterns of a file; see patterns_of for shapes and values. The content decides the kind of file:
///   .npy        format 1.0 to 3.0, C or Fortran order, either byte order; bool, integers, float16, float32, float64
///   text        a pattern a line, as numpy.savetxt, pandas, R and spreadsheets write it (see read_text_table)
///   IDX         of any type, two and more dimensions; bytes are grey levels, 128 and more are +1
///   .npz        `file.npz:name`, or the only array
///   safetensors `file:tensor`, or the only one; BOOL, I8 to I64, U8 to U64, F16, BF16, F32, F64
///   MATLAB      versions 4, 5 and 7.3, `file.mat:name`, or the only full real matrix
///   pictures    PNG, PGM, PBM: one file, a list `a.png,b.png` or a folder (byte order of names), 128 and more are +1
/// gzip of the first three is unpacked as it is read. Pickles (.pt, .pkl) are never executed. An attached_array
/// of this name stands for the file. Anything else (missing,
/// empty, truncated, wrong type or shape, NaN): usage_error with the option, the file, the place and what is accepted.
/// Memory use is bounded by the file's own size; machine_error where the machine has less.
[[nodiscard]] described_patterns read_pattern_file(std::string_view option_name, std::string const& path,
                                                   pattern_reading const& how = {});

/// True if `name` is a file or a folder that is there, a part of such a file, or a list of such files.
[[nodiscard]] bool names_pattern_file(std::string const& name);

/// The patterns alone, values by the rule `automatic`. `limit`: only the first so many; more than the file holds is an
/// error.
[[nodiscard]] memory_patterns read_patterns(std::string_view option_name, std::string const& path,
                                            std::optional<std::size_t> limit = std::nullopt);

/// The same for states, which must be bipolar: any other value is an error naming row and column.
[[nodiscard]] bipolar_patterns read_states(std::string_view option_name, std::string const& path);

/// Writes real patterns as .npy (float64, C order), bipolar ones as .npy (int8). machine_error if it cannot.
void write_patterns(std::string const& path, memory_patterns const& patterns);

}  // namespace ulpfield

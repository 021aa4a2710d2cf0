#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// The type of an array's entries.
enum class entry_type {
    boolean,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
    float16,
    bfloat16,
    float32,
    float64
};

/// Bytes of an entry.
[[nodiscard]] std::size_t entry_size(entry_type type);
/// "bool", "int8", ..., "bfloat16", "float64"
[[nodiscard]] std::string_view name(entry_type type);

/// An array in memory that belongs to somebody else: of a file just read, of NumPy through the buffer protocol.
struct array_view {
    std::byte const* data = nullptr;  ///< the entry with all indices 0
    entry_type type = entry_type::float64;
    bool big_endian = false;
    std::vector<std::size_t> shape;
    std::vector<std::ptrdiff_t> strides;  ///< in bytes, one for each dimension; empty: C order, without gaps
    bool grey = false;                    ///< grey levels of pictures: 0 black; thresholded unless asked otherwise
    bool first_counts = false;  ///< the first index counts patterns, though it be 1: no leading dimension is dropped

    /// Strides of an array without gaps, the first index running fastest.
    [[nodiscard]] static std::vector<std::ptrdiff_t> fortran_order(std::vector<std::size_t> const& shape,
                                                                   std::size_t entry_size);
};

/// How entries become neurons.
struct value_rule {
    enum class kind {
        automatic,  ///< -1 and +1, or real numbers; 0 and 1 alone, or 0 and 255 alone: refused
        zero_one,   ///< 0 is -1; 1 (or 255) is +1
        real,       ///< the numbers themselves
        sign,       ///< 0 and above are +1, others -1
        threshold   ///< T and above are +1, others -1
    };
    kind how = kind::automatic;
    double T = 0;

    friend bool operator==(value_rule const&, value_rule const&) = default;
};

/// `auto`, `01`, `real`, `sign`, `threshold:T`, T a finite decimal; anything else: std::invalid_argument.
[[nodiscard]] value_rule parse_value_rule(std::string_view text);
[[nodiscard]] std::string name(value_rule const& rule);
inline constexpr std::string_view accepted_value_rules = "auto, 01, real, sign, threshold:T (T a decimal)";

/// How an array becomes patterns.
struct pattern_reading {
    value_rule values;
    bool transpose = false;            ///< the last index counts the patterns, not the first one
    std::optional<bool> one_pattern;   ///< the whole array is one pattern; none: false, but a doubt is an error
    std::optional<std::size_t> limit;  ///< only the first so many patterns
    bool bipolar = false;              ///< states: nothing but -1 and +1 may come out
    bool weights = false;              ///< real vectors whatever they hold: `automatic` then refuses nothing
    std::string_view option_dashes;    ///< "--" where errors should name options of the command line
};

/// What was read, in words: see `describe`.
struct pattern_facts {
    std::size_t K = 0;
    std::size_t N = 0;
    std::size_t there = 0;  ///< patterns in the array, without the limit
    enum class layout { rows, columns, whole } laid = layout::rows;
    bool bipolar = true;
    double least = 0;  ///< of the array's wanted entries, before any conversion
    double greatest = 0;
    std::string conversion;          ///< "0 is -1"; empty: none
    std::vector<std::string> notes;  ///< further facts the owner of the file should know
};

/// "K = 20 patterns (rows) of N = 6 neurons, bipolar; HINT; NOTES", after `bipolar` the conversion in brackets, for
/// real patterns least and greatest value.
[[nodiscard]] std::string describe(pattern_facts const& facts, std::string_view hint = {});

struct described_patterns {
    memory_patterns patterns;
    pattern_facts facts;
};

/// An array that makes no patterns: what it holds and what is accepted, and where.
class array_refused : public std::invalid_argument {
public:
    array_refused(std::string const& what, std::string const& wanted)
        : std::invalid_argument(what + "; accepted: " + wanted), refused(what), accepted(wanted) {}
    std::string refused;
    std::string accepted;
};

/// Where an entry stands, for an error: row and column of the array, both from 1.
using place_text = std::function<std::string(std::size_t row, std::size_t column)>;

/// The patterns of an array.
///
/// Shape: leading dimensions of 1 are dropped while more than two are left; then the first index counts patterns and
/// the others, in C order, neurons: (20, 6), (1, 200, 784), (60000, 28, 28), (5, 1, 28, 28). One dimension, and
/// (1, n, n), which may be a picture or n patterns, are refused unless `one_pattern` says which.
/// Values: see value_rule; bool entries are -1 and +1 (false, true) unless `real` asks for numbers. Every entry is
/// finite; integers beyond 2^53 that no double holds are refused.
/// K from 1 to 100,000,000, N from 1 to 1,000,000. Anything else: array_refused.
/// `place` names an entry in errors: by default "row 2, column 3 (counted from 1)".
[[nodiscard]] described_patterns patterns_of(array_view const& array, pattern_reading const& how,
                                             place_text const& place = {});

}  // namespace ulpfield

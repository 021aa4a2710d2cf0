# What most sources include, compiled once: a header of Boost.Multiprecision takes a compiler several seconds each time.
# CMAKE_DISABLE_PRECOMPILE_HEADERS=ON builds without, with the same result.
set(ulpfield_precompiled
  <algorithm> <array> <bit> <charconv> <cmath> <cstdint> <filesystem> <fstream> <functional> <limits> <map> <memory> <optional>
  <random> <span> <sstream> <stdexcept> <stop_token> <string> <string_view> <thread> <utility> <variant> <vector>
  <fmt/format.h>)
set(ulpfield_precompiled_numbers ${ulpfield_precompiled} <boost/multiprecision/gmp.hpp> <boost/multiprecision/mpfr.hpp>)

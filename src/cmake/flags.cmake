# Every file of ours is compiled with these. Warnings are errors in our own presets (CMAKE_COMPILE_WARNING_AS_ERROR), never for a user.
add_library(ulpfield_flags INTERFACE)
target_compile_options(ulpfield_flags INTERFACE
  -Wall -Wextra -Wconversion -Wdouble-promotion -Wshadow -ffp-contract=off)
# GCC 12 sees overlaps and writes beyond std::string's small buffer in its own inlined header once that is precompiled; the sanitizers
# look for the real ones.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(ulpfield_flags INTERFACE -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow)
endif()
if(ULPFIELD_SANITIZE)
  target_compile_options(ulpfield_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(ulpfield_flags INTERFACE -fsanitize=address,undefined)
endif()

# Two more levels in Release: hot loops gain by -O3; sources without one take -O1 and a third of the time to compile.
set(ulpfield_hot_option "")
set(ulpfield_quick_option "")
if(CMAKE_CXX_FLAGS_RELEASE STREQUAL ulpfield_release_flags AND NOT ULPFIELD_SANITIZE)
  set(ulpfield_hot_option $<$<CONFIG:Release>:-O3>)
  set(ulpfield_quick_option $<$<CONFIG:Release>:-O1>)
endif()
add_library(ulpfield_quick_build INTERFACE)
target_compile_options(ulpfield_quick_build INTERFACE ${ulpfield_quick_option})

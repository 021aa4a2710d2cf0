# No result may pass through an elementary function of the C library: its last bit depends on the processor and on the
# library's version. cmake -DNM=nm -DBUILD=folder -P elementary_functions.cmake: which object files call one, against the
# list of what is harmless.
cmake_minimum_required(VERSION 3.25)
set(functions
    exp exp2 exp10 expm1 log log2 log10 log1p pow sin cos tan sincos sinh cosh tanh asin acos atan atan2 asinh acosh
    atanh erf erfc lgamma lgamma_r tgamma hypot cbrt)

# Room and function, each with the reason why no bit of a result depends on it.
set(harmless
    "boundary log"     # radius of a search that goes 2 beyond it
    "rule exp"         # filter of the real oracle: in doubt exact arithmetic decides
    "rule log2"        # which of two ways is taken to the same result
    "study log10" "study pow"  # axes of pictures
    "studies log" "studies log2" "studies log10" "studies pow")  # costs, limits of size, pictures and sentences
# Searches, estimates of work and double arithmetic with an error bound; the intervals of Monte Carlo (Boost.Math in long
# double, twelve digits of it shown: not proved, but tested on two processors in processors.cpp).
foreach(name IN ITEMS acos asin atan2 cos cosh erfc exp exp2 expm1 hypot lgamma log log1p log2 pow sin sincos sinh tanh)
  list(APPEND harmless "capacity ${name}")
endforeach()

file(GLOB_RECURSE objects RELATIVE ${BUILD} ${BUILD}/src/*.o ${BUILD}/studies/*.o)
if(NOT objects)
  message(FATAL_ERROR "no object files in ${BUILD}")
endif()
set(refused "")
foreach(object IN LISTS objects)
  if(NOT object MATCHES "ulpfield_([a-z]+)\\.dir/")
    continue()
  endif()
  set(room ${CMAKE_MATCH_1})
  execute_process(COMMAND ${NM} -u ${BUILD}/${object} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX REPLACE "[ \t]*U " "" symbols "${symbols}")
  string(REPLACE "\n" ";" symbols "${symbols}")
  foreach(symbol IN LISTS symbols)
    string(REGEX REPLACE "@.*$" "" symbol "${symbol}")
    string(REGEX REPLACE "^([a-z0-9]+)[fl]$" "\\1" double_name "${symbol}")
    foreach(name IN ITEMS ${symbol} ${double_name})
      if(name IN_LIST functions AND NOT "${room} ${name}" IN_LIST harmless)
        string(APPEND refused "\n  ${object} calls ${symbol}")
        break()
      endif()
    endforeach()
  endforeach()
endforeach()
if(refused)
  message(FATAL_ERROR "elementary functions of the C library, whose last bit depends on the machine:${refused}\n"
                      "Take ulpfield::elementary or interval arithmetic, or say in ${CMAKE_CURRENT_LIST_FILE} why no result depends on it.")
endif()

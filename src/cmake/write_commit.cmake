# Writes FILE with the commit of SOURCE ("unknown" outside a git clone); touched only when it changes.
cmake_policy(VERSION 3.25)
execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --abbrev=40 --exclude=*
                OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT ${FILE} CONTENT "#pragma once\n// The commit this was built from.\nconstexpr char const* ulpfield_commit = \"@commit@\";\n" @ONLY)

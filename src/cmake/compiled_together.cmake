# What small sources share, their templates above all, is compiled once for a group of them: half the build time. With
# -DULPFIELD_UNITY=OFF (the preset clang, the linter) every file is compiled alone, so that each includes what it uses.
option(ULPFIELD_UNITY "Compile small sources in groups" ON)

# ulpfield_compiled_together(TARGET GROUP file...): these sources of TARGET in one go.
function(ulpfield_compiled_together target group)
  if(ULPFIELD_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    set_source_files_properties(${ARGN} PROPERTIES UNITY_GROUP ${group})
  endif()
endfunction()

#pragma once
#include <filesystem>
#include <string_view>

#include "study/output_stream.hpp"

namespace ulpfield {

/// A file that appears whole or not at all: written as NAME.part, forced to the disk and renamed by commit().
/// What the machine refuses: machine_error naming the file, and the part is removed.
class atomic_file {
public:
    explicit atomic_file(std::filesystem::path file);
    ~atomic_file();
    atomic_file(atomic_file const&) = delete;
    atomic_file& operator=(atomic_file const&) = delete;

    void write(std::string_view text) { out_.write(text); }
    void commit();

private:
    std::filesystem::path file_;
    std::filesystem::path part_;
    int descriptor_;
    output_stream out_;
};

}  // namespace ulpfield

#pragma once
#include <string>
#include <string_view>

namespace ulpfield {

/// A file that appears, or replaces an older one, only when it is complete: written beside its place under another
/// name, brought to the disk, then renamed. Without publish() nothing remains. machine_error if it cannot be written
/// or something other than a regular file is in its place; a symbolic link is followed.
class atomic_file {
public:
    explicit atomic_file(std::string const& path);
    atomic_file(atomic_file const&) = delete;
    atomic_file& operator=(atomic_file const&) = delete;
    ~atomic_file();

    void write(std::string_view bytes);
    void publish();

private:
    void flush();
    [[noreturn]] void fail(int error) const;

    std::string path_;       // as the user named it
    std::string target_;     // where it will stand
    std::string temporary_;  // empty: nothing to clean up
    std::string buffer_;
    int descriptor_ = -1;
};

}  // namespace ulpfield

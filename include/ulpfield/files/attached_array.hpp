#pragma once
#include <string>
#include <string_view>

#include "ulpfield/files/pattern_array.hpp"

namespace ulpfield {

/// An array of the caller that stands for a file: while it lives, this thread's read_pattern_file takes it for the file
/// `name`. Of two with one name the later one counts. The array is read where it lies, once for every reading.
class attached_array {
public:
    attached_array(std::string name, array_view array);
    attached_array(attached_array const&) = delete;
    attached_array& operator=(attached_array const&) = delete;
    ~attached_array();

    [[nodiscard]] std::string const& name() const { return name_; }
    /// It has been read.
    [[nodiscard]] bool used() const { return used_; }

    /// The array of this name, now counted as read; null if there is none. `is_attached` only asks.
    [[nodiscard]] static array_view const* find(std::string_view name);
    [[nodiscard]] static bool is_attached(std::string_view name);

private:
    [[nodiscard]] static attached_array* named(std::string_view name);

    std::string name_;
    array_view array_;
    bool used_ = false;
    attached_array* before_;
};

}  // namespace ulpfield

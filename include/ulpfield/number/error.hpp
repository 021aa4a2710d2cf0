#pragma once
#include <stdexcept>
#include <string>

namespace ulpfield {

/// The user's input cannot be used: names the option or file, the value or place, and what is accepted.
/// The program ends with this one message and exit status 2; nothing has been written.
class usage_error : public std::invalid_argument {
public:
    using std::invalid_argument::invalid_argument;
};

/// The machine refused (disk full, no memory, no permission half-way): exit status 5, nothing finished is lost.
class machine_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace ulpfield

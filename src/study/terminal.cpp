#include "study/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace ulpfield::study {

std::optional<std::size_t> terminal_width(int descriptor) {
    if (::isatty(descriptor) == 0) return std::nullopt;
    winsize size{};
    bool const known = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

}  // namespace ulpfield::study

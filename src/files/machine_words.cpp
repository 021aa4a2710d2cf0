#include "files/machine_words.hpp"

#include <cerrno>
#include <cstring>

namespace ulpfield {

std::string machine_words(int error) {
    switch (error) {
        case ENOSPC:
            return "the disk is full";
        case EDQUOT:
            return "the disk quota of this user is used up";
        case ENOMEM:
            return "no memory left";
        case EFBIG:
            return "the file would be larger than allowed (ulimit -f, or the file system's limit)";
        default:
            return std::strerror(error);
    }
}

bool lasting_refusal(int error) {
    switch (error) {
        case EACCES:
        case EPERM:
        case EROFS:
        case ENOENT:
        case ENOTDIR:
        case EISDIR:
        case EEXIST:
        case ELOOP:
        case ENAMETOOLONG:
        case EINVAL:
        case ENODEV:
        case ENXIO:
        case EOPNOTSUPP:
        case ENOSYS:
            return true;
        default:
            return false;
    }
}

}  // namespace ulpfield

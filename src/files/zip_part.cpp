#include "files/zip_part.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <zip.h>

#include "files/regular_file.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view accepted_archive = "an undamaged zip archive, as numpy.savez writes it";
constexpr std::uint64_t most_parts = 1'000'000;

std::string words(int code) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    std::string text = shown(zip_error_strerror(&error));
    zip_error_fini(&error);
    return text;
}

}  // namespace

void zip_archive::closer::operator()(zip* archive) const { zip_discard(archive); }
void zip_part::closer::operator()(zip_file* part) const { zip_fclose(part); }

void zip_archive::refuse(std::string_view what, std::string_view accepted) const {
    throw usage_error(fmt::format("{}: {}: {}; accepted: {}", option_name_, shown_path(path_), what, accepted));
}

zip_archive::zip_archive(std::string_view option_name, std::string path)
    : option_name_(option_name), path_(std::move(path)) {
    regular_file const file = open_regular_file(option_name_, path_, accepted_archive);
    int code = 0;
    archive_.reset(zip_fdopen(file.descriptor, ZIP_CHECKCONS, &code));
    if (archive_ == nullptr) {
        ::close(file.descriptor);
        refuse(fmt::format("a damaged zip archive ({})", words(code)), accepted_archive);
    }
    zip_int64_t const parts = zip_get_num_entries(archive_.get(), 0);
    if (parts < 0 || static_cast<std::uint64_t>(parts) > most_parts)
        refuse(fmt::format("a zip archive of {} parts", parts), fmt::format("at most {} parts", most_parts));
    for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(parts); ++index) {
        char const* const name = zip_get_name(archive_.get(), index, ZIP_FL_ENC_RAW);
        names_.emplace_back(name == nullptr ? "" : name);
    }
}

zip_part::zip_part(zip_archive& archive, std::size_t index)
    : byte_source(archive.option_name(), fmt::format("{}:{}", archive.path(), archive.names().at(index))) {
    zip_stat_t facts;
    zip_stat_init(&facts);
    constexpr zip_uint64_t needed =
        ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(archive.archive_.get(), index, 0, &facts) != 0 || (facts.valid & needed) != needed)
        refuse("a part without size or method", accepted_archive);
    if (facts.encryption_method != ZIP_EM_NONE) refuse("is encrypted", "a part without a password");
    bool const stored = facts.comp_method == ZIP_CM_STORE;
    if (!stored && facts.comp_method != ZIP_CM_DEFLATE)
        refuse(fmt::format("packed by method {}", facts.comp_method),
               "stored or deflated parts, as numpy.savez and "
               "numpy.savez_compressed write them");
    // deflate spends at least two bits on a run of at most 258 bytes
    std::uint64_t const most = stored ? facts.comp_size : facts.comp_size * 1032;
    if (facts.size > most)
        refuse(fmt::format("states {} bytes; its {} packed bytes hold at most {}", facts.size, facts.comp_size, most),
               accepted_archive);
    size_ = facts.size;
    part_.reset(zip_fopen_index(archive.archive_.get(), index, 0));
    if (part_ == nullptr)
        refuse(fmt::format("cannot be unpacked ({})", shown(zip_error_strerror(zip_get_error(archive.archive_.get())))),
               accepted_archive);
}

std::size_t zip_part::read(std::span<std::uint8_t> bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        zip_int64_t const got = zip_fread(part_.get(), bytes.data() + done, bytes.size() - done);
        if (got < 0)
            refuse(fmt::format("damaged ({})", shown(zip_error_strerror(zip_file_get_error(part_.get())))),
                   accepted_archive);
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

}  // namespace ulpfield

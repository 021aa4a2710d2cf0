#include "files/mat.hpp"

#include <fmt/format.h>
#include <matio.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>

#include "files/apart.hpp"
#include "files/array_layout.hpp"
#include "files/available_memory.hpp"
#include "files/part_choice.hpp"
#include "files/regular_file.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view accepted_file = "an undamaged MATLAB file (save -v4, -v6, -v7 or -v7.3; scipy.io.savemat)";
constexpr std::uint64_t most_variables = 100'000;

/// A variable as matio describes it.
struct variable {
    std::string name;
    std::uint64_t kind = 0;  // matio_classes
    bool complex = false;
    bool logical = false;
    std::vector<std::size_t> shape;
};

struct open_file {
    int descriptor;
    ~open_file() { ::close(descriptor); }
};

struct open_mat {
    mat_t* file;
    explicit open_mat(std::string const& path) : file(Mat_Open(path.c_str(), MAT_ACC_RDONLY)) {
        if (file == nullptr) ::_exit(1);
    }
};

/// The same file, whatever its name names by now.
std::string path_of(int descriptor) { return fmt::format("/proc/self/fd/{}", descriptor); }

void list_variables(message_writer& out, int descriptor) {
    open_mat const mat(path_of(descriptor));
    std::uint64_t count = 0;
    while (matvar_t* const found = Mat_VarReadNextInfo(mat.file)) {
        if (++count > most_variables || found->rank < 0 || found->rank > 64) ::_exit(1);
        out.text(found->name == nullptr ? "" : found->name);
        out.number(static_cast<std::uint64_t>(found->class_type));
        out.number(found->isComplex != 0 ? 1 : 0);
        out.number(found->isLogical != 0 ? 1 : 0);
        out.number(static_cast<std::uint64_t>(found->rank));
        for (int d = 0; d < found->rank; ++d) out.number(found->dims == nullptr ? 0 : found->dims[d]);
        Mat_VarFree(found);
    }
}

void send_variable(message_writer& out, int descriptor, std::string const& name, std::uint64_t size) {
    open_mat const mat(path_of(descriptor));
    matvar_t const* const found = Mat_VarRead(mat.file, name.c_str());
    if (found == nullptr || found->data == nullptr || found->nbytes != size) ::_exit(1);
    out.bytes(found->data, found->nbytes);
}

std::optional<std::vector<variable>> parse_list(std::string const& bytes) {
    message_reader in(bytes);
    std::vector<variable> all;
    while (!in.rest().empty()) {
        variable one;
        auto const name = in.text();
        auto const kind = in.number();
        auto const complex = in.number();
        auto const logical = in.number();
        auto const rank = in.number();
        if (!name || !kind || !complex || !logical || !rank) return std::nullopt;
        for (std::uint64_t d = 0; d < *rank; ++d) {
            auto const size = in.number();
            if (!size) return std::nullopt;
            one.shape.push_back(*size);
        }
        one.name = *name;
        one.kind = *kind;
        one.complex = *complex != 0;
        one.logical = *logical != 0;
        all.push_back(std::move(one));
    }
    return all;
}

std::optional<entry_type> type_of(variable const& one) {
    if (one.logical && one.kind == MAT_C_UINT8) return entry_type::boolean;
    switch (one.kind) {
        case MAT_C_DOUBLE:
            return entry_type::float64;
        case MAT_C_SINGLE:
            return entry_type::float32;
        case MAT_C_INT8:
            return entry_type::int8;
        case MAT_C_UINT8:
            return entry_type::uint8;
        case MAT_C_INT16:
            return entry_type::int16;
        case MAT_C_UINT16:
            return entry_type::uint16;
        case MAT_C_INT32:
            return entry_type::int32;
        case MAT_C_UINT32:
            return entry_type::uint32;
        case MAT_C_INT64:
            return entry_type::int64;
        case MAT_C_UINT64:
            return entry_type::uint64;
        default:
            return std::nullopt;
    }
}

std::string kind_of(variable const& one) {
    if (one.complex) return "complex";
    switch (one.kind) {
        case MAT_C_CELL:
            return "cell";
        case MAT_C_STRUCT:
            return "struct";
        case MAT_C_OBJECT:
        case MAT_C_OPAQUE:
            return "object";
        case MAT_C_CHAR:
            return "char";
        case MAT_C_SPARSE:
            return "sparse";
        case MAT_C_FUNCTION:
            return "function";
        default:
            break;
    }
    std::optional<entry_type> const type = type_of(one);
    if (one.logical) return "logical";
    return type ? std::string(ulpfield::name(*type)) : "unknown";
}

/// Of the file as a whole: nothing is read through it.
class mat_source final : public byte_source {
public:
    mat_source(std::string_view option_name, std::string const& path, std::uint64_t size)
        : byte_source(option_name, path), size_(size) {}
    [[nodiscard]] std::uint64_t largest_size() const override { return size_; }
    [[nodiscard]] bool size_known() const override { return true; }
    [[nodiscard]] std::size_t read(std::span<std::uint8_t>) override { return 0; }

private:
    std::uint64_t size_;
};

[[noreturn]] void refuse_damaged(mat_source const& source) {
    source.refuse("a damaged MATLAB file: the library that reads it failed", accepted_file);
}

variable const& chosen_variable(mat_source const& source, std::vector<variable> const& all, std::string const& part) {
    std::vector<file_part> parts;
    std::vector<std::size_t> places;
    for (std::size_t k = 0; k < all.size(); ++k) {
        // Without a name only a matrix of numbers can be meant.
        if (part.empty() && (all[k].complex || !type_of(all[k]))) continue;
        parts.push_back({all[k].name, fmt::format("{} {}", shape_text(all[k].shape), kind_of(all[k]))});
        places.push_back(k);
    }
    if (parts.empty() && !all.empty())
        source.refuse(
            fmt::format("holds no full matrix of numbers, but '{}' ({})", shown(all[0].name), kind_of(all[0])),
            "a full real matrix: full(NAME), real(NAME), NAME.FIELD or cell2mat(NAME) saved by itself");
    return all[places[chosen_part(
        source.name(), part, parts,
        [&](std::string const& what, std::string const& accepted) { source.refuse(what, accepted); })]];
}

std::string_view remedy(variable const& one) {
    if (one.complex) return "real(NAME), or its parts side by side";
    switch (one.kind) {
        case MAT_C_SPARSE:
            return "full(NAME)";
        case MAT_C_STRUCT:
            return "one of its fields, saved by itself";
        case MAT_C_CELL:
            return "cell2mat(NAME)";
        default:
            return "double(NAME)";
    }
}

}  // namespace

loaded_array read_mat(std::string_view option_name, std::string const& path, std::string const& part,
                      pattern_reading const& how) {
    regular_file const opened = open_regular_file(option_name, path, accepted_file);
    open_file const file{opened.descriptor};
    mat_source const source(option_name, path, opened.size);
    std::uint64_t const seconds = 60 + (opened.size >> 20U);
    auto const listed = run_apart([&](message_writer& out) { list_variables(out, file.descriptor); },
                                  std::uint64_t{64} << 20U, seconds);
    auto const variables = listed ? parse_list(*listed) : std::nullopt;
    if (!variables) refuse_damaged(source);
    variable const& chosen = chosen_variable(source, *variables, part);
    std::optional<entry_type> const type = type_of(chosen);
    if (!type || chosen.complex)
        source.refuse(fmt::format("'{}' is {}", shown(chosen.name), kind_of(chosen)),
                      fmt::format("a full real matrix of numbers or logicals: {}", remedy(chosen)));
    loaded_array array;
    array.type = *type;
    array.big_endian = std::endian::native == std::endian::big;
    array.shape = chosen.shape;
    array.fortran_order = true;
    check_shape(source, array, how);
    std::uint64_t const size = entries_of(source, array.shape) * entry_size(array.type);
    // A number takes a byte at least, packed a thousandth of one.
    if (entries_of(source, array.shape) / 1032 > opened.size)
        source.refuse(fmt::format("is damaged: '{}' of shape {} is more than {} bytes can hold", shown(chosen.name),
                                  shape_text(array.shape), opened.size),
                      accepted_file);
    check_memory(path, 2 * size);
    auto const data = run_apart([&](message_writer& out) { send_variable(out, file.descriptor, chosen.name, size); },
                                size, seconds + (size >> 20U));
    if (!data || data->size() != size) refuse_damaged(source);
    array.bytes.assign(data->begin(), data->end());
    return array;
}

}  // namespace ulpfield

#include "files/safetensors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "files/array_layout.hpp"
#include "files/part_choice.hpp"

namespace ulpfield {
namespace {

using nlohmann::json;

constexpr std::string_view accepted_file = "a safetensors file as safetensors.numpy.save_file writes it";
constexpr std::uint64_t longest_header = std::uint64_t{16} << 20U;

struct named_type {
    std::string_view name;
    entry_type type;
};
constexpr std::array<named_type, 13> tensor_types = {{{"BOOL", entry_type::boolean},
                                                      {"I8", entry_type::int8},
                                                      {"I16", entry_type::int16},
                                                      {"I32", entry_type::int32},
                                                      {"I64", entry_type::int64},
                                                      {"U8", entry_type::uint8},
                                                      {"U16", entry_type::uint16},
                                                      {"U32", entry_type::uint32},
                                                      {"U64", entry_type::uint64},
                                                      {"F16", entry_type::float16},
                                                      {"BF16", entry_type::bfloat16},
                                                      {"F32", entry_type::float32},
                                                      {"F64", entry_type::float64}}};

/// A whole number, 0 and above.
std::optional<std::uint64_t> whole(json const& value) {
    if (!value.is_number_unsigned()) return std::nullopt;
    return value.get<std::uint64_t>();
}

std::optional<std::vector<std::uint64_t>> whole_numbers(json const& tensor, char const* key) {
    auto const found = tensor.find(key);
    if (found == tensor.end() || !found->is_array()) return std::nullopt;
    std::vector<std::uint64_t> numbers;
    for (json const& item : *found) {
        std::optional<std::uint64_t> const number = whole(item);
        if (!number) return std::nullopt;
        numbers.push_back(*number);
    }
    return numbers;
}

std::optional<std::string> text_of(json const& tensor, char const* key) {
    auto const found = tensor.find(key);
    if (found == tensor.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

json read_header(input_file& file, std::uint64_t& header_size) {
    std::vector<std::uint8_t> const length = read_exactly(file, 8, "its header");
    std::uint64_t size = 0;
    for (std::size_t k = 8; k-- > 0;) size = size << 8U | length[k];
    if (size > longest_header || size + 8 > file.largest_size())
        file.refuse(fmt::format("its header states a length of {} bytes", size),
                    fmt::format("at most {}, and no more than the file has", longest_header));
    std::vector<std::uint8_t> const text = read_exactly(file, size, "its header");
    header_size = 8 + size;
    json header = json::parse(text.begin(), text.end(), nullptr, false);
    if (!header.is_object()) file.refuse("its header is damaged: no JSON object", accepted_file);
    return header;
}

/// Reads and drops what lies before the tensor.
void pass_over(input_file& file, std::uint64_t count) {
    std::vector<std::uint8_t> block(std::size_t{1} << 16U);
    while (count > 0) {
        std::size_t const part = static_cast<std::size_t>(std::min<std::uint64_t>(count, block.size()));
        if (file.read(std::span(block).first(part)) != part)
            file.refuse("is truncated before the tensor", "the whole file");
        count -= part;
    }
}

/// The tensor alone, though others may follow in the file.
class tensor_bytes final : public byte_source {
public:
    tensor_bytes(input_file& file, std::string const& tensor, std::uint64_t size)
        : byte_source(file.option_name(), fmt::format("{}:{}", file.path(), tensor)),
          file_(file),
          left_(size),
          size_(size) {}

    [[nodiscard]] std::uint64_t largest_size() const override { return size_; }
    [[nodiscard]] bool size_known() const override { return file_.size_known(); }
    [[nodiscard]] std::size_t read(std::span<std::uint8_t> bytes) override {
        std::size_t const got =
            file_.read(bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()))));
        left_ -= got;
        return got;
    }

private:
    input_file& file_;
    std::uint64_t left_;
    std::uint64_t size_;
};

}  // namespace

bool begins_as_safetensors(std::string_view start) {
    return start.size() > 9 && start.substr(4, 4) == std::string_view("\0\0\0\0", 4) && start[8] == '{';
}

loaded_array read_safetensors(input_file& file, std::string const& part, pattern_reading const& how) {
    std::uint64_t header_size = 0;
    json const header = read_header(file, header_size);
    std::vector<file_part> parts;
    std::vector<json const*> tensors;
    for (auto const& [name, tensor] : header.items()) {
        if (name == "__metadata__" || !tensor.is_object()) continue;
        auto const shape = whole_numbers(tensor, "shape");
        parts.push_back({name, fmt::format("{} {}", shape ? shape_text({shape->begin(), shape->end()}) : "?",
                                           shown(text_of(tensor, "dtype").value_or("?")))});
        tensors.push_back(&tensor);
    }
    std::size_t const chosen =
        chosen_part(file.path(), part, parts,
                    [&](std::string const& what, std::string const& accepted) { file.refuse(what, accepted); });
    json const& tensor = *tensors[chosen];
    std::string const& name = parts[chosen].name;
    auto const dtype = text_of(tensor, "dtype");
    auto const shape = whole_numbers(tensor, "shape");
    auto const offsets = whole_numbers(tensor, "data_offsets");
    if (!dtype || !shape || !offsets || offsets->size() != 2 || (*offsets)[0] > (*offsets)[1])
        file.refuse(fmt::format("tensor '{}' has no dtype, shape and data_offsets", shown(name)), accepted_file);
    auto const type = std::find_if(tensor_types.begin(), tensor_types.end(),
                                   [&](named_type const& known) { return known.name == *dtype; });
    if (type == tensor_types.end())
        file.refuse(fmt::format("tensor '{}' of type {}", shown(name), shown(*dtype)),
                    "BOOL, I8, I16, I32, I64, U8, U16, U32, U64, F16, BF16, F32 and F64");
    loaded_array array;
    array.type = type->type;
    array.shape.assign(shape->begin(), shape->end());
    std::uint64_t const size = (*offsets)[1] - (*offsets)[0];
    std::uint64_t const there = file.largest_size() - header_size;
    if ((*offsets)[1] > there)
        file.refuse(fmt::format("is truncated: tensor '{}' ends at byte {} of the data, {} are there", shown(name),
                                (*offsets)[1], there),
                    "the whole file");
    std::uint64_t const expected = entries_of(file, array.shape) * entry_size(array.type);
    if (expected != size)
        file.refuse(fmt::format("tensor '{}' of shape {} and type {} takes {} bytes, its data_offsets hold {}",
                                shown(name), shape_text(array.shape), *dtype, expected, size),
                    accepted_file);
    check_shape(file, array, how);
    pass_over(file, (*offsets)[0]);
    tensor_bytes source(file, name, size);
    read_entries(source, array, how);
    return array;
}

}  // namespace ulpfield

#include "ulpfield/files/attached_array.hpp"

#include <utility>

namespace ulpfield {
namespace {

thread_local attached_array* latest = nullptr;

}  // namespace

attached_array::attached_array(std::string name, array_view array)
    : name_(std::move(name)), array_(std::move(array)), before_(latest) {
    latest = this;
}

attached_array::~attached_array() { latest = before_; }

attached_array* attached_array::named(std::string_view name) {
    for (attached_array* one = latest; one != nullptr; one = one->before_)
        if (one->name_ == name) return one;
    return nullptr;
}

array_view const* attached_array::find(std::string_view name) {
    attached_array* const one = named(name);
    if (one == nullptr) return nullptr;
    one->used_ = true;
    return &one->array_;
}

bool attached_array::is_attached(std::string_view name) { return named(name) != nullptr; }

}  // namespace ulpfield

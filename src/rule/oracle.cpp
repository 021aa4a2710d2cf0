#include "ulpfield/rule/oracle.hpp"

#include "rule/oracle_instance.hpp"

namespace ulpfield {

std::unique_ptr<oracle> make_oracle(interaction const& F, ratio const& alpha, shared_patterns zeta) {
    std::unique_ptr<oracle> made = std::visit([&](auto const& f) { return make_oracle_of(f, alpha, *zeta); }, F);
    made->kept_ = std::move(zeta);
    return made;
}

}  // namespace ulpfield

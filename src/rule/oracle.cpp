#include "ulpfield/rule/oracle.hpp"

#include "rule/oracle_instance.hpp"

namespace ulpfield {

std::unique_ptr<oracle> make_oracle(interaction const& F, ratio const& alpha, memory_patterns const& zeta) {
    return std::visit([&](auto const& f) { return make_oracle_of(f, alpha, zeta); }, F);
}

}  // namespace ulpfield

#pragma once
#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/interaction/signed_logarithm.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// An interaction function chosen anew at each use, so that a format compiles each of its operations once and not once
/// more for every formulation. The choice costs a nanosecond; the similarity before it costs N operations.
class dispatched_interaction {
public:
    explicit dispatched_interaction(interaction const& F) : F_(&F) {}

    template <rounding_real Real>
    [[gnu::noinline]] [[nodiscard]] Real operator()(Real const& x, power_method method) const {
        return std::visit([&](auto const& F) { return F(x, method); }, *F_);
    }
    template <rounding_real Real>
    [[gnu::noinline]] [[nodiscard]] Real difference(Real const& a, Real const& b, power_method method) const {
        return std::visit([&](auto const& F) { return F.difference(a, b, method); }, *F_);
    }
    template <rounding_real Real>
    [[gnu::noinline]] [[nodiscard]] signed_logarithm<Real> logarithm(Real const& x) const {
        return std::visit([&](auto const& F) { return F.logarithm(x); }, *F_);
    }

private:
    interaction const* F_;
};

/// The type by which a rule calls F: a dispatched one for the list of all, F itself for a single function.
[[nodiscard]] inline dispatched_interaction callable(interaction const& F) { return dispatched_interaction(F); }
template <class Interaction>
[[nodiscard]] Interaction const& callable(Interaction const& F) {
    return F;
}

}  // namespace ulpfield

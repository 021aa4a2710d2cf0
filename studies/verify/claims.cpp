#include "studies/verify/claims.hpp"

#include "studies/verify/claims/continuous.hpp"
#include "studies/verify/claims/energy_descent.hpp"
#include "studies/verify/claims/exponential.hpp"
#include "studies/verify/claims/homogeneity.hpp"
#include "studies/verify/claims/hopfield.hpp"
#include "studies/verify/claims/leaky.hpp"
#include "studies/verify/claims/learning.hpp"
#include "studies/verify/claims/symmetry.hpp"
#include "studies/verify/claims/synchronous_cycle.hpp"
#include "studies/verify/claims/tie_parity.hpp"
#include "studies/verify/claims/update_scaling.hpp"

namespace ulpfield::study {

std::vector<claim> const& registered_claims() {
    static std::vector<claim> const claims = {
        homogeneity_claim(),
        update_scaling_claim(),
        exponential_scaling_claim(),
        exponential_shift_claim(),
        leaky_scaling_claim(),
        leaky_rescaled_claim(),
        hopfield_claim(),
        hopfield_self_coupling_claim(),
        energy_descent_claim(),
        relaxation_ends_claim(),
        synchronous_cycle_claim(),
        tie_parity_claim(),
        symmetry_claim(),
        stability_symmetry_claim(),
        energy_derivative_claim(),
        continuous_descent_claim(),
        dam_limit_claim(),
        dam_limit_printed_claim(),
        dam_limit_rule_claim(),
        softmax_limit_claim(),
        learning_output_claim(),
        learning_gradient_claim(),
        learning_trajectory_claim(),
    };
    return claims;
}

}  // namespace ulpfield::study

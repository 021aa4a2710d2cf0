#pragma once
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/memory/relaxation.hpp"
#include "ulpfield/number/as_mpfr.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/rule/decision_rule.hpp"
#include "ulpfield/training/setting.hpp"

namespace ulpfield {

/// The outcome of one epoch.
struct epoch_outcome {
    mpfr_value largest_step = as_mpfr(0.0);  ///< max |change| of an entry in one step of it, exactly
    bool zero_gradient = true;
    bool below_floor = true;    ///< no memory's V reached the floor in any step
    bool not_a_number = false;  ///< a memory is NaN or infinite
    bool absorbed = false;      ///< an entry that no clamp holds did not change though its V is not 0
};

/// The scaling of F when learned memories are probed.
enum class probe_scaling {
    paper,   ///< Eq. 4 for the original (b = 1), Eq. 13 with alpha = 1/N for the modified
    trained  ///< the b of learning: the modified by beta = X/N. The same for homogeneous F up to rounding
};

/// Relaxations that need more sweeps count as not ending.
inline constexpr std::uint64_t most_probe_sweeps = 1000;

/// One network learning in one format: the face behind which all number types stay. Not for several threads at once.
class trainer {
public:
    virtual ~trainer() = default;

    /// K x N entries, row by row, each rounded to the format; V becomes 0, the next epoch is the first.
    virtual void set_memories(std::size_t K, std::vector<double> const& zeta) = 0;
    /// One epoch: a step for every batch. Throws `interrupted` soon after it is asked to stop.
    virtual epoch_outcome epoch(std::stop_token const& stop) = 0;
    /// The loss of all states at the present memories: the number of the format that the format computes.
    [[nodiscard]] virtual mpfr_value loss() = 0;
    /// dL/dzeta of all states at the present memories, K x N row by row, each rounded to double.
    [[nodiscard]] virtual std::vector<double> gradient() = 0;
    /// The memories K x N row by row, rounded to double (exact in formats no wider).
    [[nodiscard]] virtual std::vector<double> memories() const = 0;
    /// The memories exactly as they are in the format.
    [[nodiscard]] virtual std::vector<mpfr_value> exact_memories() const = 0;
    /// Relaxes sigma with the learned memories, in the format: neuron after neuron in order, or all at once.
    /// At most so many sweeps. Of a cycle of two, which only all at once can have, sigma is left at the member that was
    /// reached first. `by`: what ties and NaN decide; std::invalid_argument for a tolerance, and for a third value
    /// where there are no third_values().
    virtual relaxation_outcome relax(bipolar_state& sigma, probe_scaling scaling, bool synchronous,
                                     std::uint64_t most_sweeps = most_probe_sweeps,
                                     decision_rule const& by = {}) const = 0;
    /// False: relax takes rules that decide -1 and +1 alone (decision_rule::bipolar).
    [[nodiscard]] virtual bool third_values() const { return true; }
    /// The trained neuron of the largest field in each of these states: counted from the first trained one, the
    /// first of equals; where a field is NaN, nan_answer of the first that is. The states have the trainer's N, first
    /// and last. Throws `interrupted` soon after it is asked to stop.
    [[nodiscard]] virtual std::vector<std::size_t> strongest(training_states const& states,
                                                             std::stop_token const& stop) = 0;
    /// Memories, V and epochs done, as text, exactly; and back: what follows is what would have followed.
    /// std::invalid_argument if the text is none of this network's.
    [[nodiscard]] virtual std::string checkpoint() const = 0;
    virtual void resume(std::size_t K, std::string_view text) = 0;
    /// Powers of the last loss or gradient that were subnormal (numbers the processor is slow with), and all of them.
    /// Counted by this call, in fp32 and fp64 under evaluation::fast; elsewhere 0 of 0.
    struct subnormal_count {
        std::uint64_t subnormal = 0;
        std::uint64_t powers = 0;
    };
    [[nodiscard]] virtual subnormal_count subnormals() { return {}; }
};

/// strongest() of a state whose field of trained neuron i is NaN, and none before it: no neuron's number.
[[nodiscard]] constexpr std::size_t nan_answer(std::size_t i) { return ~i; }
/// The neuron of such an answer; `neurons` are trained.
[[nodiscard]] constexpr std::optional<std::size_t> first_nan(std::size_t answer, std::size_t neurons) {
    return answer < neurons ? std::nullopt : std::optional(~answer);
}

/// True for an F with fast kernels: powers above zero and e^x. Others train by the definition, also under
/// evaluation::fast.
[[nodiscard]] bool has_fast_kernels(interaction const& F);

/// The trainer of a setting; any format but `exact` (std::invalid_argument; see exact_learning.hpp).
[[nodiscard]] std::unique_ptr<trainer> make_trainer(training_setting const& setting, training_states const& states);

}  // namespace ulpfield

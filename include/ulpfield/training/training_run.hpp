#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "ulpfield/training/trainer.hpp"

namespace ulpfield {

/// The status of a training; columns `status` of train and tune.
enum class training_status {
    ok,
    diverged,  ///< a memory is NaN or infinite, or the loss is NaN: nothing later means anything
    stalled,   ///< nothing learns any more though the loss is not 0: V is zero, or below the floor, everywhere, or an
               ///< epoch changed nothing because its steps were absorbed. (Memories that all press against the clamp
               ///< are ok: that is where the constrained descent ends.)
    limit      ///< a probe did not come to rest (a cycle, or more sweeps than most_probe_sweeps)
};

/// The probe of learned states.
struct probe_setting {
    probe_scaling scaling = probe_scaling::paper;
    bool synchronous = false;
    decision_rule decision = {};  ///< without tolerance; third values are followed by the definition
};

/// The outcome of a learned state's probe.
struct probe_outcome {
    std::size_t bits = 0;   ///< in which it differs from where it ended; of a cycle: from the member reached first
    std::size_t zeros = 0;  ///< of them those that ended at 0
    std::size_t nans = 0;   ///< of them those that ended as NaN
    std::uint64_t sweeps = 0;
    relaxation_end end = relaxation_end::limit;
    /// (Euclidean distance)^2, where there is no NaN.
    [[nodiscard]] std::size_t squared_distance() const { return 4 * (bits - zeros - nans) + zeros; }
    [[nodiscard]] bool recalled() const { return bits == 0 && end == relaxation_end::fixed_point; }
};

/// One network on its way: epochs, and how it stands after them.
class training_run {
public:
    /// `initial`: K x N, row by row; clamped where the setting clamps.
    training_run(training_setting const& setting, training_states const& states, std::size_t K,
                 std::vector<double> initial);

    /// One epoch, unless nothing can change any more. Throws `interrupted` soon after it is asked to stop.
    void advance(std::stop_token const& stop);
    /// Diverged, or standing still for good: the epochs done are those until then.
    [[nodiscard]] bool over() const { return diverged_ || at_rest_; }

    struct report {
        std::uint64_t epoch = 0;                 ///< done so far; over: in which that happened
        mpfr_value loss = as_mpfr(0.0);          ///< as the format computes it
        mpfr_value largest_step = as_mpfr(0.0);  ///< of the last epoch
        /// Mean Euclidean distance of learned and relaxed states, within 2^-64 of the format's unit roundoff; diverged:
        /// none; a state that ended with NaN: NaN.
        std::optional<mpfr_value> distance;
        std::size_t recalled = 0;           ///< states relaxed to themselves
        std::size_t cycling = 0;            ///< states that end in a cycle
        std::vector<probe_outcome> probes;  ///< of the learned states, in order; none if they were not asked for
        training_status status = training_status::ok;
    };
    /// Loss and status; with `probe` every learned state is relaxed.
    [[nodiscard]] report look(std::optional<probe_setting> const& probe, std::stop_token const& stop);

    [[nodiscard]] trainer& network() { return *trainer_; }

    /// All that is to come depends on, as text; and back, in a run made from the same setting, states and K (its
    /// initial memories are forgotten). std::invalid_argument if the text is no such run's.
    [[nodiscard]] std::string checkpoint() const;
    void resume(std::string_view text);
    [[nodiscard]] std::uint64_t epoch() const { return epoch_; }

private:
    /// What relaxes the states: this network, or one with its memories that takes third values.
    [[nodiscard]] std::unique_ptr<trainer> probed_by(probe_setting const& probe) const;

    training_states states_;
    training_setting setting_;
    std::size_t K_;
    bool memoryless_;  // an epoch that changes nothing is followed by none that does
    std::unique_ptr<trainer> trainer_;
    [[nodiscard]] bool moved_nothing() const { return mpfr_zero_p(last_.largest_step.get()) != 0; }

    std::uint64_t epoch_ = 0;
    epoch_outcome last_;
    bool diverged_ = false;
    bool at_rest_ = false;
};

/// The word of the column: ok, diverged:EPOCH, stalled, limit.
[[nodiscard]] std::string status_text(training_run::report const& report);
/// The same at a later epoch, where the run was over at the report's: since then nothing changed. rests:EPOCH (status
/// ok), stalled:EPOCH, limit:EPOCH, diverged:EPOCH.
[[nodiscard]] std::string status_text(training_run::report const& report, std::uint64_t epoch);

}  // namespace ulpfield

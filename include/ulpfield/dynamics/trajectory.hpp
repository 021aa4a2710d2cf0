#pragma once
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "ulpfield/lagrangian/lagrangian.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

enum class ode_solver {
    runge_kutta_4,   ///< classical, fixed step
    dormand_prince,  ///< of order 5(4), step by the error estimate
};

/// One run of the hidden-neuron equations (dynamics/hidden_neurons.hpp), or of the modern Hopfield update
/// (dynamics/modern_hopfield.hpp), in one format. Every parameter is exact; a format takes its nearest number.
struct trajectory_setting {
    number_format format;
    memory_patterns const* xi = nullptr;  ///< must outlive the run
    std::vector<ratio> v0;                ///< N values
    std::vector<double> start;            ///< N values in place of v0 (a memory, a file); none: v0
    std::uint64_t every = 1;              ///< a row for every so many steps
    std::uint64_t most_steps = 1'000'000;

    // hidden neurons
    lagrangian Lv;
    lagrangian Lh;
    ratio tau_v{1, 1};
    ratio tau_h{1, 1};
    std::vector<ratio> I;   ///< N values
    std::vector<ratio> h0;  ///< K values
    ode_solver solver = ode_solver::runge_kutta_4;
    ratio step{1, 100};  ///< of Runge-Kutta; the first one of Dormand-Prince, and the distance of its rows
    ratio time{1, 1};    ///< end; where it is no multiple of the step, the last step is shorter
    ratio tolerance{1, 1'000'000};

    // modern Hopfield: updates instead of time
    std::optional<softmax_lagrangian> modern;
    std::uint64_t updates = 10;
};

/// The values printed for one time. Numbers are decimals with enough digits to tell the format's numbers apart (at most
/// 40).
struct trajectory_row {
    std::string step;
    std::string time;
    std::string energy;
    std::string quotient;       ///< difference quotient of the energy
    std::string formula;        ///< dE/dt by the Hessians; empty for updates
    bool monotone = true;       ///< the computed energy has never risen so far
    std::string status = "ok";  ///< ok, diverged (no finite number any more), stalled (a step changes nothing), limit
    std::string nearest;   ///< the memory nearest to the outputs g = dL_v/dv (updates: v), from 1; the first of equals
    std::string distance;  ///< |xi - g|, to 6 digits (computed in double); both empty where g is not finite
};

struct trajectory {
    std::vector<trajectory_row> rows;
    std::vector<std::string> v;  ///< final state, in decimal
    std::vector<std::string> h;
};

/// Integrates by Boost.Odeint. Rows: time 0, every `every` steps (Dormand-Prince: the same times), the end, the first
/// rise of the energy, and where the run breaks off. The quotient is central, over one Runge-Kutta step of size `step`
/// forwards and one back (updates: E(t) - E(t-1)). Throws `interrupted`.
[[nodiscard]] trajectory run_trajectory(trajectory_setting const& setting, std::stop_token const& stop);

/// The largest argument whose exponential is finite in a format: ln of the least number that rounds to infinity,
/// 11.09 for fp16, 88.72 for fp32, 709.78 for fp64; nearest double.
[[nodiscard]] double exponential_overflow(number_format const& format);

/// Distance of a format's numbers at this one (its last place), decimal: the smallest change of an energy it shows.
[[nodiscard]] std::string last_place(number_format const& format, std::string const& value);

}  // namespace ulpfield

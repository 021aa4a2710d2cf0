#include "studies/dynamics/dynamics.hpp"

#include "studies/dynamics/axes.hpp"
#include "studies/dynamics/figures.hpp"
#include "studies/dynamics/verdict.hpp"
#include "study/table.hpp"

namespace ulpfield::study {

namespace {

class dynamics final : public table<dynamics_axes, trajectory_row> {
public:
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override {
        return {{"memories", *memories_name}};
    }

protected:
    [[nodiscard]] std::vector<value> values() const override {
        std::vector<value> all = {
            {"step", "step size taken to come here; an update is 1", &trajectory_row::step},
            {"time", "time; number of updates", &trajectory_row::time},
            {"energy", "E as the format computes it", &trajectory_row::energy},
            {"dE_dt",
             "central difference quotient of E over one rk4 step forwards and one back; updates: E(t) - "
             "E(t-1)",
             &trajectory_row::quotient},
            {"dE_dt_formula", "-tau_v v'^T H_v v' - tau_h h'^T H_h h'; empty for updates", &trajectory_row::formula},
            {"monotone", "no: the computed energy has risen at some step so far", &trajectory_row::monotone, false},
            {"status", "ok; diverged, stalled (a step changes nothing), limit: the run ends at this time",
             &trajectory_row::status, false}};
        if (std::string const& start = typed_arguments().text("--v0"); names_start(start)) {
            all.emplace_back("nearest", "memory nearest to g = dL_v/dv, from 1", &trajectory_row::nearest);
            all.emplace_back("distance", "its distance |xi - g|", &trajectory_row::distance);
        }
        return all;
    }

    [[nodiscard]] std::string key_text(any_axis const& key, place const& at) const override {
        return &key == &solver && at[model].modern ? "update" : table::key_text(key, at);
    }

    [[nodiscard]] double cost_at(place const& at) const override {
        double const step_cost = static_cast<double>(neurons(*xi) * count(*xi)) *
                                 (100 + 0.1 * at[formats].precision);  // nanoseconds, two passes over xi
        return 1e4 + (at[model].modern ? 4 * step_cost * static_cast<double>(common.updates)
                                       : steps_of_run() * 10 * step_cost);
    }

    [[nodiscard]] std::vector<trajectory_row> measure(place const& at, std::stop_token const& stop) const override {
        dynamics_model const& asked = at[model];
        trajectory_setting setting = common;
        setting.format = at[formats];
        setting.xi = xi.get();
        setting.Lv = asked.Lv;
        setting.Lh = asked.Lh;
        setting.modern = asked.modern;
        if (asked.modern) setting.every = 1;
        setting.solver = at[solver];
        return run_trajectory(setting, stop).rows;
    }
};

}  // namespace

study_entry dynamics_study() {
    return table_entry<dynamics>(
        "dynamics", "Does the energy of continuous associative memories fall along their trajectories in every format?",
        {dynamics_verdict, dynamics_figures},
        {{"ulpfield dynamics --model tanh/rectified:3,identity/softmax,modern", "three models, all defaults"},
         {"ulpfield dynamics --formats fp16,fp64 --print csv", "energies in two formats, as CSV"}});
}

}  // namespace ulpfield::study

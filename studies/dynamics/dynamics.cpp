#include "studies/dynamics/dynamics.hpp"

#include <fmt/format.h>

#include "studies/dynamics/figures.hpp"
#include "studies/dynamics/plan.hpp"
#include "studies/dynamics/verdict.hpp"
#include "study/list.hpp"

namespace ulpfield::study {

namespace {

class dynamics final : public planned_study {
public:
    explicit dynamics(dynamics_plan plan) : plan_(std::move(plan)) {}

    [[nodiscard]] std::vector<column> columns() const override {
        return {{"model", "Lagrangians of the feature and hidden neurons, or the modern Hopfield update", false},
                {"format", "number format", false},
                {"solver", "rk4, dopri5; update", false},
                {"step", "step size taken to come here; an update is 1"},
                {"time", "time; number of updates"},
                {"energy", "E as the format computes it"},
                {"dE_dt",
                 "central difference quotient of E over one rk4 step forwards and one back; updates: E(t) - "
                 "E(t-1)"},
                {"dE_dt_formula", "-tau_v v'^T H_v v' - tau_h h'^T H_h h'; empty for updates"},
                {"monotone", "no: the computed energy has risen at some step so far", false},
                {"status", "ok; diverged, stalled (a step changes nothing), limit: the run ends at this time", false}};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        trajectory_setting const& common = plan_.common;
        return {{"--model", join(plan_.models, [](auto const& model) { return model.name; })},
                {"--formats", join(plan_.formats, [](auto const& format) { return format.name; })},
                {"--solver", join(plan_.solvers, [](ode_solver solver) { return solver_name(solver); })},
                {"--N", std::to_string(neurons(*plan_.xi))},
                {"--K", std::to_string(count(*plan_.xi))},
                {"--memories", plan_.memories_text},
                {"--tau-v", common.tau_v.text()},
                {"--tau-h", common.tau_h.text()},
                {"--inputs", plan_.inputs},
                {"--v0", plan_.v0},
                {"--h0", plan_.h0},
                {"--beta", plan_.beta.text()},
                {"--step", common.step.text()},
                {"--time", common.time.text()},
                {"--every", std::to_string(common.every)},
                {"--tolerance", common.tolerance.text()},
                {"--updates", std::to_string(common.updates)},
                {"--max-steps", std::to_string(common.most_steps)},
                {"--seed", std::to_string(plan_.seed)}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override {
        return {{"memories", plan_.memories_name}};
    }

    [[nodiscard]] std::uint64_t cells() const override { return plan_.runs.size(); }

    [[nodiscard]] double cost(std::uint64_t cell) const override {
        dynamics_run const& run = plan_.runs[cell];
        trajectory_setting const& common = plan_.common;
        double const each = static_cast<double>(neurons(*plan_.xi) * count(*plan_.xi)) *
                            (100 + 0.1 * plan_.formats[run.format].precision);  // nanoseconds, two passes over xi
        if (!run.solver) return 1e4 + 4 * each * static_cast<double>(common.updates);
        double const steps = static_cast<double>(common.time.numerator) / static_cast<double>(common.time.denominator) /
                             static_cast<double>(common.step.numerator) * static_cast<double>(common.step.denominator);
        return 1e4 + steps * 10 * each;
    }

    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        dynamics_run const& run = plan_.runs[cell];
        dynamics_model const& model = plan_.models[run.model];
        trajectory_setting setting = plan_.common;
        setting.format = plan_.formats[run.format];
        setting.xi = plan_.xi.get();
        setting.Lv = model.Lv;
        setting.Lh = model.Lh;
        setting.modern = model.modern;
        if (model.modern) setting.every = 1;
        if (run.solver) setting.solver = *run.solver;
        cell_result result;
        for (trajectory_row& at : run_trajectory(setting, stop).rows)
            result.rows.push_back({model.name, setting.format.name, solver_name(run.solver), std::move(at.step),
                                   std::move(at.time), std::move(at.energy), std::move(at.quotient),
                                   std::move(at.formula), at.monotone ? "yes" : "no", std::move(at.status)});
        return result;
    }

    [[nodiscard]] judgement judge(results const& rows) const override { return {dynamics_verdict(rows), false}; }
    [[nodiscard]] std::vector<figure> figures(results const& rows) const override { return dynamics_figures(rows); }

private:
    dynamics_plan plan_;
};

}  // namespace

study_entry dynamics_study() {
    return {
        "dynamics", "Does the energy of continuous associative memories fall along their trajectories in every format?",
        dynamics_options(),
        [](arguments const& given) -> std::unique_ptr<planned_study> {
            return std::make_unique<dynamics>(read_dynamics_plan(given));
        },
        // Columns, verdict and figures need no plan: a report is made without the memories' file.
        [](arguments const&) -> std::unique_ptr<planned_study> { return std::make_unique<dynamics>(dynamics_plan{}); }};
}

}  // namespace ulpfield::study

#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "study/arguments.hpp"
#include "ulpfield/dynamics/trajectory.hpp"

namespace ulpfield::study {

/// A model of --model: two Lagrangians, or the modern Hopfield update.
struct dynamics_model {
    std::string name;
    lagrangian Lv;
    lagrangian Lh;
    std::optional<softmax_lagrangian> modern;
};

/// One row-producing run: a model, a format and, for the equations, a solver.
struct dynamics_run {
    std::size_t model = 0;
    std::size_t format = 0;
    std::optional<ode_solver> solver;
};

/// Everything that decides about a result, read and checked.
struct dynamics_plan {
    std::vector<dynamics_model> models;
    std::vector<number_format> formats;
    std::vector<ode_solver> solvers;
    std::vector<dynamics_run> runs;
    std::shared_ptr<memory_patterns const> xi;
    std::string memories_name;
    std::string memories_text;  ///< random, or shape and hash of the file's entries
    trajectory_setting common;  ///< all but format, model and solver
    std::string v0, h0, inputs;
    ratio beta{1, 1};
    std::uint64_t seed = 0;
};

[[nodiscard]] std::vector<option> dynamics_options();

/// Reads and checks; usage_error names the option and what is accepted.
[[nodiscard]] dynamics_plan read_dynamics_plan(arguments const& given);

/// Name of a solver in --solver and the column.
[[nodiscard]] std::string solver_name(std::optional<ode_solver> solver);

}  // namespace ulpfield::study

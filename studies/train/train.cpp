#include "studies/train/train.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "studies/shared/training/presets.hpp"
#include "studies/shared/training/training_axes.hpp"
#include "studies/shared/training/value_text.hpp"
#include "studies/train/figures.hpp"
#include "studies/train/recall_table.hpp"
#include "study/cell_share.hpp"
#include "study/table.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/training/exact_loss.hpp"

namespace ulpfield::study {

namespace {

domain<std::string> one_npy_file() {
    return one_of(
        [](std::string_view option_name, std::string const& name) {
            if (!name.ends_with(".npy"))
                throw usage_error(
                    fmt::format("{}: '{}' does not end in .npy; accepted: a .npy file", option_name, name));
            return name;
        },
        [](std::string const& name) { return name; });
}

struct train_axes : training_axes {
    axis<std::int64_t> every{*this,
                             "--every",
                             "EPOCHS",
                             "10",
                             "a row every so many epochs, besides the first and the last",
                             one_integer(1, 10'000'000)};
    axis<std::string> save{*this,
                           "--save",
                           "FILE",
                           "",
                           "write the learned memories there as .npy (one network only); --memories of compare takes "
                           "them where the clamp keeps all weights in [-1, 1]",
                           one_npy_file(),
                           axis_use::input};
    axis<std::string> gradient{*this,
                               "--gradient",
                               "FILE",
                               "",
                               "write dL/dzeta at the initial memories there as .npy (one network only; --epochs 0 "
                               "allowed)",
                               one_npy_file(),
                               axis_use::input};
    axis<std::string> save_states{*this,
                                  "--save-states",
                                  "FILE",
                                  "",
                                  "write the learned states there as .npy (one network only); --states of compare "
                                  "takes them",
                                  one_npy_file(),
                                  axis_use::input};
    axis<bool> with_exact_loss{*this,
                               "--exact-loss",
                               "yes|no",
                               "no",
                               "also the loss of the memories without the format's rounding, with 256 bits",
                               yes_or_no()};

    train_axes() : training_axes(false) {}
};

struct train_row {
    std::uint64_t epoch = 0;
    std::string loss;
    std::string step_max;
    std::string distance;
    std::string status;
    std::string exact_loss;
    std::string probes;
};

real_patterns as_patterns(std::size_t K, std::size_t N, std::vector<double> const& entries) {
    real_patterns patterns(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) patterns.set(mu, i, entries[mu * N + i]);
    return patterns;
}

real_patterns patterns_of(training_states const& learned) {
    real_patterns patterns(learned.P(), learned.N());
    for (std::size_t a = 0; a < learned.P(); ++a)
        for (std::size_t i = 0; i < learned.N(); ++i) patterns.set(a, i, learned.state(a, i));
    return patterns;
}

class train final : public table<train_axes, train_row> {
protected:
    [[nodiscard]] std::vector<value> values() const override {
        std::vector<value> all = {
            {"epoch", "epochs done; 0: the initial memories", &train_row::epoch},
            {"loss", "of all states at these memories, as the format computes it", &train_row::loss, true, ".6g"},
            {"step_max", "largest change of a memory's component in that epoch", &train_row::step_max, true, ".6g"},
            {"distance", distance_meaning, &train_row::distance, true, ".4g"},
            {"status", status_meaning, &train_row::status, false}};
        if (typed_arguments().text("--exact-loss") == "yes")
            all.emplace_back("exact_loss", "of all states at these memories, with 256 bits", &train_row::exact_loss,
                             true, ".6g");
        all.emplace_back("probes", "", &train_row::probes, false);
        return all;
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override { return facts(); }
    [[nodiscard]] double cost_at(place const& at) const override { return training_cost(task(at)); }

    void check(arguments const& typed) override {
        train_axes::check(typed);
        std::size_t const networks = formulation.size() * formats.size() * F.size() * n.size() * N.size() * K.size() *
                                     repeats.size() * tie.size() * nan.size();
        for (axis<std::string> const* const file : {&save, &gradient, &save_states})
            if (file->given() && networks != 1)
                throw usage_error(fmt::format("{}: {} networks are trained; accepted: one", file->name(), networks));
    }

    [[nodiscard]] std::vector<train_row> measure(place const& at, std::stop_token const& stop) const override {
        training_task const of = task(at);
        auto const size_K = static_cast<std::size_t>(of.K);
        auto const size_N = static_cast<std::size_t>(of.N);
        training_setting const how = setting(of);
        training_states const learned = states(of);
        training_run learning(how, learned, size_K, initial_of(of));
        if (gradient.given()) write_patterns(*gradient, as_patterns(size_K, size_N, learning.network().gradient()));
        if (save_states.given()) write_patterns(*save_states, patterns_of(learned));
        auto const last = static_cast<std::uint64_t>(*epochs);
        std::vector<train_row> rows;
        // Once nothing changes any more, later rows tell of the same network.
        std::optional<training_run::report> final_report;
        for (std::uint64_t epoch = 0;; ++epoch) {
            if (epoch == last || epoch % static_cast<std::uint64_t>(*every) == 0) {
                training_run::report const report = final_report ? *final_report : learning.look(probe(at), stop);
                bool const repeated = final_report.has_value();
                if (learning.over() && !final_report) final_report = report;
                rows.push_back(row_at(epoch, of, report));
                if (*with_exact_loss)
                    rows.back().exact_loss = repeated ? rows[rows.size() - 2].exact_loss
                                                      : exact_loss_of(how, learned, learning, report, stop);
                if (epoch == last) rows.back().probes = probes_text(report.probes);
            }
            if (epoch == last) break;
            learning.advance(stop);
            cell_share_done(epoch + 1, last);
        }
        if (save.given()) write_patterns(*save, as_patterns(size_K, size_N, learning.network().memories()));
        return rows;
    }

private:
    [[nodiscard]] static std::string exact_loss_of(training_setting const& how, training_states const& learned,
                                                   training_run& learning, training_run::report const& report,
                                                   std::stop_token const& stop) {
        if (report.status == training_status::diverged) return "nan";
        auto const memories = learning.network().exact_memories();
        return shown_text(exact_loss(how, learned, memories.size() / learned.N(), memories, stop),
                          shown_digits(how.format));
    }

    [[nodiscard]] static train_row row_at(std::uint64_t epoch, training_task const& of,
                                          training_run::report const& report) {
        int const digits = shown_digits(of.format);
        train_row row;
        row.epoch = epoch;
        row.loss = shown_text(report.loss, digits);
        if (epoch > report.epoch)
            row.step_max = report.status == training_status::diverged ? "nan" : "0";
        else if (epoch != 0)
            row.step_max = shown_text(report.largest_step, digits);
        if (report.distance) row.distance = shown_text(*report.distance, digits);
        row.status = status_text(report, epoch);
        return row;
    }
};

/// The verdict; a file that was asked for is not there where the results were there already.
judgement train_judgement(results const& rows, arguments const& given) {
    judgement verdict{train_sentences(rows), false};
    for (char const* const option_name : {"--save", "--gradient", "--save-states"}) {
        std::string const& file = given.text(option_name);
        if (std::error_code ignored; !file.empty() && !std::filesystem::exists(file, ignored))
            verdict.sentences.push_back(fmt::format(
                "{} was not written: the results were there already. Another --output, or --force, trains again.",
                file));
    }
    return verdict;
}

}  // namespace

study_entry train_study() {
    return with_presets(
        table_entry<train>("train", "How does a Dense Associative Memory learn, in a number format and a formulation?",
                           {train_judgement, [](results const& rows, arguments const&) { return train_figures(rows); },
                            [](results const& rows, arguments const&) { return recall_table(rows); }},
                           {{"ulpfield train --n 5 --formulation original,modified --formats bf16,fp64",
                             "two formulations in two formats"},
                            {"ulpfield train --preset figure-14 --save zeta.npy",
                             "settings of a figure; the learned memories go to a file"}}),
        preset_kind::one_network, training_presets());
}

}  // namespace ulpfield::study

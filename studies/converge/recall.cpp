#include "studies/converge/recall.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "ulpfield/memory/random_patterns.hpp"
#include "ulpfield/rule/oracle.hpp"
#include "ulpfield/training/checkpoint_text.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t for_iid = 0x696964;
/// Recall from memories goes on until it rests, at most so long.
constexpr std::int64_t most_iterations = 100;

}  // namespace

std::string text_of(std::vector<recall_course> const& courses) {
    std::string text = std::to_string(courses.size());
    for (recall_course const& each : courses) {
        text += ' ' + std::to_string(each.largest.size()) + ' ' + std::to_string(each.rest + 1);
        for (std::size_t t = 0; t < each.largest.size(); ++t) {
            append_exactly(text, each.largest[t]);
            append_exactly(text, each.largest_abs[t]);
            text += each.recalled[t] ? " 1" : " 0";
        }
    }
    return text;
}

std::vector<recall_course> parse_courses(std::string_view text) {
    checkpoint_reader reader(text);
    std::vector<recall_course> courses(reader.count());
    for (recall_course& each : courses) {
        std::uint64_t const count = reader.count();
        each.rest = static_cast<std::int64_t>(reader.count()) - 1;
        for (std::uint64_t t = 0; t < count; ++t) {
            each.largest.push_back(reader.value());
            each.largest_abs.push_back(reader.value());
            each.recalled.push_back(reader.count() != 0);
        }
    }
    reader.end();
    return courses;
}

struct recall_runner::parts {
    converge_plan const& plan;
    converge_cell cell;
    std::size_t K;
    std::size_t N;
    std::vector<double> weights;    // K rows of N
    std::vector<double> by_neuron;  // the same, N rows of K
    training_setting setting;
    std::map<std::string, std::unique_ptr<trainer>> networks;  // by format
    memory_patterns xi;                                        // stored or of the present trial
    std::unique_ptr<oracle> exact;

    parts(converge_plan const& whole, converge_cell const& which)
        : plan(whole), cell(which), K(static_cast<std::size_t>(which.K)), N(static_cast<std::size_t>(whole.N)) {}

    void use(bipolar_patterns patterns) {
        exact.reset();
        xi = std::move(patterns);
        exact = make_oracle(of_order(plan.F, static_cast<int>(cell.n)), {1, 1}, xi);
    }

    trainer& network(number_format const& format) {
        auto& made = networks[format.name];
        if (!made) {
            training_setting probing = setting;
            probing.format = format;
            probing.rule = learning_rule::exact;
            probing.batch = 0;
            probing.ramp_epochs = 0;
            made = make_trainer(probing, training_states::autoassociative(1, N, std::vector<double>(N, 1.0)));
            made->set_memories(K, weights);
        }
        return *made;
    }

    /// One iteration; false: nothing changed.
    bool iterate(bipolar_state& sigma, number_format const& format) {
        bipolar_state const before = sigma;
        if (cell.memories == memory_source::trained) {
            static_cast<void>(network(format).relax(sigma, probe_scaling::paper, plan.synchronous, 1, plan.decision));
        } else {
            exact->set_state(sigma);
            for (std::size_t i = 0; i < N; ++i) {
                std::int8_t const value = plan.decision(static_cast<field_sign>(exact->sign(i)), sigma[i]);
                if (value == sigma[i]) continue;
                sigma[i] = value;
                if (!plan.synchronous) exact->flip(i);
            }
        }
        return sigma != before;
    }

    void measure(bipolar_state const& sigma, recall_course& course) const {
        double largest = -HUGE_VAL;
        double least = HUGE_VAL;
        if (cell.memories == memory_source::trained) {
            // Sums over i in order, those of a block of memories side by side.
            constexpr std::size_t block = 512;
            double sums[block];
            for (std::size_t from = 0; from < K; from += block) {
                std::size_t const count = std::min(block, K - from);
                std::fill(sums, sums + count, 0.0);
                for (std::size_t i = 0; i < N; ++i) {
                    double const s = sigma[i];
                    double const* const w = by_neuron.data() + i * K + from;
                    for (std::size_t k = 0; k < count; ++k) sums[k] += s * w[k];
                }
                largest = std::max(largest, *std::max_element(sums, sums + count));
                least = std::min(least, *std::min_element(sums, sums + count));
            }
        } else {
            auto const& patterns = std::get<bipolar_patterns>(xi);
            std::vector<std::int32_t> const overlaps = patterns.overlaps(sigma);
            auto const [smallest_overlap, largest_overlap] = std::minmax_element(overlaps.begin(), overlaps.end());
            largest = *largest_overlap;
            least = *smallest_overlap;
        }
        course.largest.push_back(largest);
        course.largest_abs.push_back(std::max(std::fabs(largest), std::fabs(least)));
    }

    /// The start of the trial; iid patterns are drawn for it.
    bipolar_state start(std::int64_t trial) {
        auto const number = static_cast<std::uint64_t>(trial);
        bipolar_state sigma;
        if (cell.memories == memory_source::iid) {
            random_words words(mix_seed({plan.seed, for_iid, N, K, number}));
            use(random_patterns(K, N, words));
            if (cell.start.of == recall_start::kind::data) return random_patterns(1, N, words).state(0);
        } else if (cell.start.states) {
            return cell.start.states->state(number);
        } else if (cell.start.of == recall_start::kind::data) {
            return plan.digits->binary(number);
        }
        sigma = std::get<bipolar_patterns>(xi).state(cell.memories == memory_source::iid ? 0 : number % K);
        if (cell.start.of != recall_start::kind::corrupted) return sigma;
        return corrupted(std::move(sigma), flip_probability(cell.start.probability), plan.seed, number + 1);
    }
};

recall_runner::recall_runner(converge_plan const& plan, converge_cell const& cell, std::vector<double> weights,
                             training_setting const* setting)
    : parts_(std::make_unique<parts>(plan, cell)) {
    if (cell.memories == memory_source::trained) {
        parts_->setting = *setting;
        parts_->weights = std::move(weights);
        if (plan.signs)
            for (double& weight : parts_->weights) weight = weight >= 0 ? 1 : -1;
        parts_->by_neuron.resize(parts_->weights.size());
        for (std::size_t mu = 0; mu < parts_->K; ++mu)
            for (std::size_t i = 0; i < parts_->N; ++i)
                parts_->by_neuron[i * parts_->K + mu] = parts_->weights[mu * parts_->N + i];
    } else if (cell.memories == memory_source::stored && plan.memories) {
        parts_->use(*plan.memories);
    } else if (cell.memories == memory_source::stored) {
        bipolar_patterns patterns(parts_->K, parts_->N);
        for (std::size_t mu = 0; mu < parts_->K; ++mu) {
            bipolar_state const digit = plan.stored.binary(mu);
            for (std::size_t i = 0; i < parts_->N; ++i) patterns.set(mu, i, digit[i]);
        }
        parts_->use(std::move(patterns));
    }
}

recall_runner::~recall_runner() = default;

recall_course recall_runner::follow(std::int64_t trial) {
    parts& all = *parts_;
    recall_course course;
    bipolar_state sigma = all.start(trial);
    bool const from_memory = all.cell.start.from_memory();
    bipolar_state goal;
    if (from_memory)
        goal = std::get<bipolar_patterns>(all.xi).state(
            all.cell.memories == memory_source::iid ? 0 : static_cast<std::size_t>(trial) % all.K);
    bipolar_state before;
    bool resting = false;
    std::int64_t t = 0;
    std::int64_t measured = 0;
    std::int64_t const last = all.plan.iterations.back();
    for (std::int64_t const wanted : all.plan.iterations) {
        for (; t < wanted; ++t) {
            if (resting) continue;
            if (!all.iterate(sigma, all.setting.format)) {
                resting = true;
                course.rest = t;
            }
        }
        if (resting && !course.largest.empty() && course.rest <= measured) {
            course.largest.push_back(course.largest.back());  // the state that was measured last
            course.largest_abs.push_back(course.largest_abs.back());
        } else {
            all.measure(sigma, course);
            measured = wanted;
        }
        course.recalled.push_back(from_memory && sigma == goal);
    }
    if (from_memory)
        for (t = last; !resting && t < most_iterations; ++t) {
            bipolar_state const now = sigma;
            if (!all.iterate(sigma, all.setting.format)) {
                resting = true;
                course.rest = t;
            } else if (sigma == before) {
                break;  // a cycle of two
            }
            before = now;
        }
    return course;
}

std::vector<bipolar_state> recall_runner::states_in(number_format const* format, std::int64_t trial) {
    parts& all = *parts_;
    number_format const& used = format == nullptr ? all.setting.format : *format;
    bipolar_state sigma = all.start(trial);
    std::vector<bipolar_state> states;
    std::int64_t t = 0;
    bool resting = false;
    for (std::int64_t const wanted : all.plan.iterations) {
        for (; t < wanted; ++t)
            if (!resting) resting = !all.iterate(sigma, used);
        states.push_back(sigma);
    }
    return states;
}

}  // namespace ulpfield::study

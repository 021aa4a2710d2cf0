#include "ulpfield/rule/comparison.hpp"

#include <bit>
#include <cmath>
#include <map>
#include <stdexcept>

#include "rule/exact_decisions.hpp"
#include "rule/format_decisions.hpp"
#include "ulpfield/memory/relaxation.hpp"
#include "ulpfield/memory/stored_patterns.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/random_draws.hpp"
#include "ulpfield/rule/bias.hpp"

namespace ulpfield {

namespace {

/// log2(1 + steps) of a position e + f: e + log2(1 + f), rounded once to double.
double logarithm(double position) {
    double const e = std::floor(position);
    mpfr_value x(120);
    mpfr_set_d(x.get(), position - e, MPFR_RNDN);
    mpfr_add_ui(x.get(), x.get(), 1, MPFR_RNDN);
    mpfr_log2(x.get(), x.get(), MPFR_RNDN);
    mpfr_add_d(x.get(), x.get(), e, MPFR_RNDN);
    return mpfr_get_d(x.get(), MPFR_RNDN);
}

/// A format's dynamics may cycle; under a random order only so many sweeps are done before it counts as not ending.
constexpr std::uint64_t most_sweeps = 1000;

}  // namespace

double comparison_counts::median_lost_bits() const {
    if (decisions == 0) return 0;
    std::uint64_t const lower_middle = (decisions - 1) / 2;
    std::uint64_t const upper_middle = decisions / 2;
    std::uint64_t before = 0;
    double lower = 0;
    bool lower_found = false;
    for (auto const& [position, count] : lost_bits) {
        before += count;
        if (!lower_found && before > lower_middle) {
            lower = position;
            lower_found = true;
        }
        if (before > upper_middle)
            return lower == position ? logarithm(lower) : (logarithm(lower) + logarithm(position)) / 2;
    }
    return 0;
}

double comparison_counts::largest_lost_bits() const {
    return lost_bits.empty() ? 0 : logarithm(lost_bits.rbegin()->first);
}

namespace {

/// The order of an F whose values at integers are powers of them or zero.
std::optional<int> order_of_integer_powers(interaction const& F) {
    return std::visit(
        [](auto const& f) -> std::optional<int> {
            if constexpr (power_above_zero<decltype(f)>)
                if (auto const slope = f.slope_below_zero(); !slope || slope->numerator == 0) return f.n;
            return std::nullopt;
        },
        F);
}

/// F of the similarity itself or of its multiple by a power of two: nothing rounds before F.
bool moves_exponents_only(argument_scaling const& scaling, std::int64_t N) {
    return term_of(scaling) == scaled_term::value && !std::holds_alternative<largest_shift>(scaling) &&
           std::visit([N](auto const& one) { return !one.format_constant(N); }, scaling);
}

}  // namespace

bool never_rounds(rule_setting const& setting, std::size_t N, std::size_t K) {
    auto const order = order_of_integer_powers(setting.F);
    if (setting.power == power_method::exp_log) return false;
    if (!order || setting.accumulate || !moves_exponents_only(setting.scaling, static_cast<std::int64_t>(N)))
        return false;
    number_format const& format = setting.format;
    bool const even = N % 2 == 0;
    auto const n = static_cast<unsigned>(*order);
    // Cheap refusal before integers of any size are made.
    if (static_cast<double>(n) * std::log2(static_cast<double>(even ? N / 2 : N)) > format.precision) return false;
    integer const largest = 2 * integer(K) * boost::multiprecision::pow(integer(even ? N / 2 : N), n);
    std::int64_t const k =
        std::countr_zero(static_cast<std::uint64_t>(alpha(setting.scaling, static_cast<std::int64_t>(N)).denominator));
    auto const bits = static_cast<std::int64_t>(mpz_sizeinbase(largest.backend().data(), 2));
    return bits <= format.precision && bits + static_cast<std::int64_t>(n) < format.emax &&
           (format.integers() ? k == 0 : -k * static_cast<std::int64_t>(n) >= format.emin);
}

namespace {

/// Where the correctly rounded exact value lies on the format's number line: a wrapped value is as lost as an
/// overflowed one, and what is rounded by chance is held against the nearest number.
number_format judging(number_format format) {
    if (format.rounding == rounding_mode::stochastic) format.rounding = rounding_mode::nearest;
    if (format.overflow == overflow_value::wrapped) {
        format.overflow = overflow_value::not_a_number;
        format.specials = special_values::nan_only;
    }
    return format;
}

}  // namespace

struct comparison::parts {
    parts(rule_setting of, decision_rule decides, std::optional<number_format> kept, bool of_bipolar)
        : setting(std::move(of)),
          decision(std::move(decides)),
          store(std::move(kept)),
          bipolar(of_bipolar),
          unscaled(setting.F, {1, 1}, decision) {}

    rule_setting setting;
    decision_rule decision;
    std::optional<number_format> store;
    bool bipolar = false;
    exact_decisions unscaled;                // Eq. 4: decides what is right
    std::optional<exact_decisions> rounded;  // the same of the memories as stored, where they differ
    std::optional<exact_decisions> scaled_rounded;
    std::optional<exact_decisions> scaled;  // the formulation's own value, where that is not Eq. 4's
    std::optional<format_decisions> format;
    struct shifted_rule {
        std::unique_ptr<oracle> values;
        bool at_state = false;
    };
    bool shifts = false;                  // max-shift: each decision is scaled by a 2^-k of its own
    std::optional<shared_patterns> zeta;  // of these
    std::map<int, shifted_rule> shifted;  // the rule under 2^-k, by k

    /// Exact values under 2^-k, at this state.
    [[nodiscard]] oracle& values_at(int k, std::span<std::int8_t const> sigma) {
        shifted_rule& at = shifted[k];
        ratio const factor = k >= 0 ? ratio{1, std::int64_t{1} << k} : ratio{std::int64_t{1} << -k, 1};
        if (!at.values) at.values = make_oracle(setting.F, factor, *zeta);
        if (!at.at_state) at.values->set_state(sigma);
        at.at_state = true;
        return *at.values;
    }
    bool rounds = true;          // false: exact arithmetic, or a format that never rounds here
    std::vector<rational> bias;  // none: 0
    trial_outcome* outcome = nullptr;
    hopfield_rule learning = hopfield_rule::hebb;
    std::shared_ptr<couplings const> W;  // of another rule than Hebb's
    [[nodiscard]] exact_decisions& own() { return scaled ? *scaled : unscaled; }
    /// What exact arithmetic makes of the memories as stored.
    [[nodiscard]] exact_decisions& stored() { return scaled_rounded ? *scaled_rounded : rounded ? *rounded : own(); }
};

comparison::comparison(rule_setting setting, bool bipolar, decision_rule decision, std::optional<number_format> store)
    : parts_(std::make_unique<parts>(std::move(setting), std::move(decision), std::move(store), bipolar)) {}

comparison::~comparison() = default;

void comparison::set_bias(std::vector<rational> bias) {
    if (std::holds_alternative<largest_shift>(parts_->setting.scaling) ||
        std::visit([](auto const& scaling) { return scaling.over_largest_term; }, parts_->setting.scaling))
        throw std::invalid_argument("bias: no number can be added to a field that is scaled by a factor of its own");
    if (std::holds_alternative<largest_shift>(parts_->setting.scaling))
        throw std::invalid_argument("bias: under max-shift fields are scaled by a power of two each of its own");
    parts_->unscaled.set_bias(bias);
    parts_->bias = std::move(bias);
    parts_->format.reset();
}

void comparison::set_hopfield_rule(hopfield_rule rule) {
    if (rule != hopfield_rule::hebb && !std::holds_alternative<raw>(parts_->setting.scaling))
        throw std::invalid_argument("learning rule: couplings are not scaled; accepted: the scaling raw");
    parts_->learning = rule;
}

std::shared_ptr<couplings const> comparison::learned() const { return parts_->W; }

void comparison::record_in(trial_outcome* outcome) { parts_->outcome = outcome; }

void comparison::set_memories(shared_patterns const& zeta, std::stop_token const& stop) {
    parts& p = *parts_;
    if (p.learning != hopfield_rule::hebb) {
        p.W = std::make_shared<couplings const>(learn(p.learning, *zeta, stop));
        p.unscaled.set_couplings(p.W);
    }
    ratio const factor = alpha(p.setting.scaling, static_cast<std::int64_t>(zeta.N()));
    auto const decide_by = [&](std::optional<exact_decisions>& decisions, ratio const& of,
                               shared_patterns const& memories) {
        decisions.emplace(p.setting.F, of, p.decision);
        decisions->set_bias(scaled_bias(p.setting.F, of, p.bias));
        decisions->set_memories(memories);
    };
    bool const scales = factor != ratio{1, 1};
    p.unscaled.set_memories(zeta);
    p.shifts = std::holds_alternative<largest_shift>(p.setting.scaling);
    p.zeta = zeta;
    p.shifted.clear();
    p.scaled.reset();
    p.rounded.reset();
    p.scaled_rounded.reset();
    if (scales) decide_by(p.scaled, factor, zeta);
    bool const stores = p.store && std::holds_alternative<real_patterns>(*zeta);
    if (p.store && !stores) static_cast<void>(stored_patterns(*zeta, *p.store));  // refuses what it cannot hold
    shared_patterns const kept = stores ? shared_patterns(stored_patterns(*zeta, *p.store)) : zeta;
    if (stores) decide_by(p.rounded, {1, 1}, kept);
    if (stores && scales) decide_by(p.scaled_rounded, factor, kept);
    // A third value, NaN or a bias may round where bipolar states do not.
    p.rounds = !(p.setting.format.exact() || (p.bipolar && p.decision.bipolar() && !p.setting.program &&
                                              p.bias.empty() && !p.W && never_rounds(p.setting, zeta.N(), zeta.K())));
    if (!p.rounds) return;
    if (!p.format) p.format.emplace(p.setting, p.bipolar, p.decision, scaled_bias(p.setting.F, factor, p.bias));
    if (p.W) p.format->set_couplings(p.W);
    p.format->set_memories(kept);
}

void comparison::examine(std::span<std::int8_t const> sigma, comparison_counts& counts, std::stop_token const& stop) {
    parts& p = *parts_;
    p.unscaled.set_state(sigma);
    if (p.scaled) p.scaled->set_state(sigma);
    for (auto& [k, rule] : p.shifted) rule.at_state = false;
    if (p.rounded) p.rounded->set_state(sigma);
    if (p.scaled_rounded) p.scaled_rounded->set_state(sigma);
    if (p.rounds) p.format->rule().examine(sigma, stop);
    bool const over_largest =
        std::visit([](auto const& scaling) { return scaling.over_largest_term; }, p.setting.scaling);
    number_format const format = judging(p.setting.accumulate.value_or(p.setting.format));
    // Scaling a homogeneous F by alpha > 0 changes no exact sign (but on which side of a tolerance a field is).
    bool const sharp = p.decision.tolerance.is_zero();
    bool const same_signs = !p.scaled || (sharp && degree(p.setting.F).has_value());
    if (p.outcome != nullptr) p.outcome->wrong_neurons.clear();
    for (std::size_t i = 0; i < sigma.size(); ++i) {
        if (stop.stop_requested()) throw interrupted{};
        int const exact = p.unscaled.sign(i);
        int const own = same_signs ? exact : p.scaled->sign(i);
        // Within a tolerance a field counts as 0 and is not.
        bool const exact_zero = exact == 0 && (sharp || p.unscaled.values().sign(i) == 0);
        std::int8_t const right = p.decision(static_cast<field_sign>(exact), sigma[i]);
        decision made{.zero = own == 0};
        std::int8_t value = 0;
        double lost = 0;
        if (p.rounds) {
            made = p.format->rule().examined(i);
            value = p.format->examined(i, made, sigma[i]);
            oracle& values = p.shifts ? p.values_at(p.format->rule().examined_shift(i), sigma) : p.own().values();
            mpfr_value const correct =
                over_largest ? values.round_over_largest_term(i, format) : values.round(i, format);
            lost = p.format->rule().lost_bits(i, correct.get(), sharp ? own : values.sign(i));
        } else {
            int const stored = p.rounded ? p.stored().sign(i) : own;
            value = p.decision(static_cast<field_sign>(stored), sigma[i]);
            made.zero = stored == 0;
        }
        ++counts.decisions;
        if (p.store) {
            int const rounded = p.rounded ? p.rounded->sign(i) : exact;
            counts.wrong_rounded += value != p.decision(static_cast<field_sign>(rounded), sigma[i]) ? 1U : 0U;
        }
        if (value != right && p.outcome != nullptr) p.outcome->wrong_neurons.push_back(static_cast<std::uint32_t>(i));
        counts.wrong += value != right ? 1U : 0U;
        counts.ties += exact == 0 ? 1U : 0U;
        counts.ties_broken += exact == 0 && value != right ? 1U : 0U;
        counts.overflow += made.overflow ? 1U : 0U;
        counts.nan += made.nan ? 1U : 0U;
        counts.underflow += made.underflow ? 1U : 0U;
        counts.vanished += made.zero && !exact_zero ? 1U : 0U;
        ++counts.lost_bits[lost];
    }
}

namespace {

struct ending {
    relaxation_outcome how;
    bipolar_state state;
    friend bool operator==(ending const& a, ending const& b) { return a.how.end == b.how.end && a.state == b.state; }
};

/// Where a state comes to rest under these decisions. A repeating order always ends, in a fixed point or a cycle.
template <class Decisions>
ending relaxed(Decisions& by, bipolar_state const& sigma, update_order const& order, std::uint64_t sweeps,
               std::stop_token const& stop, bool by_chance = false) {
    bipolar_state state = sigma;
    by.set_state(state);
    random_draws const draws(random_draws::part{~std::uint64_t{0}});
    std::uint64_t step = 0;
    auto const outcome = relax_asynchronously(
        state, order, sweeps,
        [&](std::size_t i) {
            if (stop.stop_requested()) throw interrupted{};
            if (!by_chance) return by.decide(i);
            random_draws const of_step(random_draws::part{step++});
            return by.decide(i);
        },
        [&](std::size_t i) { by.set(i, state[i]); }, by_chance);
    return {outcome, std::move(state)};
}

}  // namespace

void comparison::relax(bipolar_state const& sigma, update_order const& order, comparison_counts& counts,
                       std::stop_token const& stop) {
    parts& p = *parts_;
    // Exact, one by one: the energy falls, at ties the number of +1 rises (of this oracle's own rule).
    std::uint64_t const exact_sweeps = p.decision.always_ends() || order.repeats() ? ~std::uint64_t{0} : most_sweeps;
    ending right = relaxed(p.unscaled, sigma, order, exact_sweeps, stop);
    bool const by_chance = p.setting.format.rounding == rounding_mode::stochastic;
    ending reached = p.rounds ? relaxed(*p.format, sigma, order, most_sweeps, stop, by_chance)
                              : relaxed(p.stored(), sigma, order, exact_sweeps, stop);
    ++counts.relaxations;
    counts.cycles += reached.how.end == relaxation_end::cycle ? 1U : 0U;
    counts.wrong_endings += reached == right ? 0U : 1U;
    if (p.outcome == nullptr) return;
    p.outcome->ended = reached.how;
    p.outcome->end = std::move(reached.state);
    p.outcome->exact_ended = right.how;
    p.outcome->exact_end = std::move(right.state);
}

}  // namespace ulpfield

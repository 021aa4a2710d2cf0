#include "studies/recall/network_model.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "rule/exact_decisions.hpp"
#include "rule/format_decisions.hpp"
#include "ulpfield/memory/hopfield.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/nearest_match.hpp"
#include "ulpfield/number/rounded_quotient.hpp"
#include "ulpfield/rule/bias.hpp"
#include "ulpfield/rule/energy_text.hpp"
#include "ulpfield/rule/glauber.hpp"

namespace ulpfield::study {

namespace {

using family = recall_model::family;

/// h_i of the Hopfield network in integers: T is never built.
class hopfield_oracle final : public oracle {
public:
    hopfield_oracle(bipolar_patterns const& xi, bool self_coupling, std::stop_token const& stop)
        : network_(xi, self_coupling, stop) {}

    void set_state(std::span<std::int8_t const> sigma) override { network_.set_state({sigma.begin(), sigma.end()}); }
    void flip(std::size_t i) override { network_.flip(i); }
    [[nodiscard]] int sign(std::size_t i) override {
        std::int64_t const field = network_.field(i);
        return field > 0 ? 1 : field < 0 ? -1 : 0;
    }
    [[nodiscard]] mpfr_value round(std::size_t i, number_format const& format) override {
        return rounded_quotient(integer(network_.field(i)), 1, 0, format);
    }
    [[nodiscard]] mpfr_value round_over_largest_term(std::size_t, number_format const&) override {
        throw std::logic_error("a field of couplings has no largest F");
    }
    [[nodiscard]] std::optional<rational> rational_value(std::size_t i) override { return rational(network_.field(i)); }
    [[nodiscard]] std::uint64_t filter_failures() const override { return 0; }

private:
    hopfield_network network_;
};

template <class Decisions>
relaxation_outcome relax_with(Decisions& by, bipolar_state& sigma, update_order const& order, std::uint64_t most_sweeps,
                              std::stop_token const& stop) {
    by.set_state(sigma);
    return relax_asynchronously(
        sigma, order, most_sweeps,
        [&](std::size_t i) {
            throw_if_stopped(stop);
            return by.decide(i);
        },
        [&](std::size_t i) { by.set(i, sigma[i]); });
}

/// The Hebbian network with self-coupling under any tie rule.
class self_coupled {
public:
    self_coupled(memory_patterns const& xi, decision_rule decision, std::vector<rational> bias,
                 std::stop_token const& stop)
        : network_(std::get<bipolar_patterns>(xi), true, stop),
          decision_(std::move(decision)),
          bias_(std::move(bias)) {}
    void set_state(bipolar_state const& sigma) { network_.set_state(sigma); }
    [[nodiscard]] int decide(std::size_t i) const {
        rational field = network_.field(i);
        if (!bias_.empty()) field += bias_[i];
        bool const tie = boost::multiprecision::abs(field) <= decision_.tolerance;
        return decision_(tie                ? field_sign::zero
                         : field.sign() > 0 ? field_sign::positive
                                            : field_sign::negative,
                         network_.state()[i]);
    }
    void set(std::size_t i, std::int8_t value) { network_.set(i, value); }

private:
    hopfield_network network_;
    decision_rule decision_;
    std::vector<rational> bias_;
};

bool is_bipolar(bipolar_state const& sigma) {
    return std::all_of(sigma.begin(), sigma.end(), [](std::int8_t value) { return value == 1 || value == -1; });
}

}  // namespace

rule_setting setting_of(recall_model const& model, recall_rule const& rule) {
    if (model.of == family::hopfield_self)
        throw std::invalid_argument("hopfield-self: its diagonal is no part of Eq. 4; accepted: exact");
    interaction F = polynomial{2};
    argument_scaling scaling = raw{};
    if (model.n > 0) F = polynomial{model.n};
    if (model.of == family::exponential || model.of == family::scaled_exponential) F = exponential{};
    if (model.of == family::scaled_exponential) scaling = reciprocal{};
    rule_setting setting{rule.format, std::nullopt, F, scaling, rule.power};
    setting.program = rule.program;
    return setting;
}

recall_model parse_recall_model(std::string_view option_name, std::string_view text) {
    if (text == "hopfield") return {"hopfield", family::hopfield, 0, 5};
    if (text == "hopfield-self") return {"hopfield-self", family::hopfield_self, 0, 5};
    if (text == "exponential") return {"exponential", family::exponential, 0, 30};
    if (text == "exponential/N") return {"exponential/N", family::scaled_exponential, 0, 100};
    if (text.starts_with("dam:")) {
        std::string_view const digits = text.substr(4);
        int n = 0;
        auto const [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
        if (code == std::errc{} && end == digits.data() + digits.size() && n >= 1 && n <= 1000)
            return {"dam:" + std::to_string(n), family::dam, n, 30};
    }
    throw usage_error(std::string(option_name) + ": unknown model '" + std::string(text) + "'" +
                      nearest_match(text, {"hopfield", "hopfield-self", "exponential", "exponential/N"}) +
                      "; accepted: " + std::string(accepted_recall_models) + ", n 1 to 1000");
}

recall_network::recall_network(recall_setting setting, shared_patterns zeta, std::stop_token const& stop)
    : setting_(std::move(setting)), zeta_(std::move(zeta)), stop_(stop) {
    bool const bipolar = std::holds_alternative<bipolar_patterns>(*zeta_);
    if (setting_.model.linear() && (setting_.learning != hopfield_rule::hebb || !bipolar))
        couplings_ = std::make_shared<couplings const>(learn(setting_.learning, *zeta_, stop_));
    make_exact();
}

std::shared_ptr<couplings const> const& recall_network::hebbian_couplings() {
    if (hebbian_) return hebbian_;
    couplings W = learn(hopfield_rule::hebb, *zeta_, stop_);
    if (setting_.model.of == family::hopfield_self)
        for (std::size_t i = 0; i < W.N; ++i) W.numerators[i * W.N + i] = zeta_.K();
    return hebbian_ = std::make_shared<couplings const>(std::move(W));
}

void recall_network::make_exact() {
    recall_model const& model = setting_.model;
    if (couplings_) {
        exact_ = make_coupling_oracle(couplings_);
    } else if (model.linear()) {
        exact_ = std::make_unique<hopfield_oracle>(std::get<bipolar_patterns>(*zeta_),
                                                   model.of == family::hopfield_self, stop_);
    } else {
        rule_setting const terms = setting_of(model, {});
        exact_ = make_oracle(terms.F, alpha(terms.scaling, static_cast<std::int64_t>(zeta_.N())), zeta_);
    }
    if (!setting_.bias.empty()) exact_ = add_bias(std::move(exact_), setting_.bias);
}

relaxation_outcome recall_network::relax(bipolar_state& sigma, update_order const& order, std::uint64_t most_sweeps) {
    if (!setting_.rule.plain()) return relax_by_rule(sigma, order, most_sweeps);
    exact_->set_state(sigma);
    return relax_asynchronously(
        sigma, order, most_sweeps,
        [&](std::size_t i) {
            throw_if_stopped(stop_);
            return exact_->sign(i) >= 0 ? 1 : -1;
        },
        [&](std::size_t i) { exact_->flip(i); });
}

std::vector<rational> recall_network::bias_of_terms() const {
    std::vector<rational> bias = setting_.bias;
    if (setting_.model.of == family::hopfield && !couplings_)
        for (rational& b : bias) b *= 4;
    return bias;
}

relaxation_outcome recall_network::relax_by_rule(bipolar_state& sigma, update_order const& order,
                                                 std::uint64_t most_sweeps) {
    recall_model const& model = setting_.model;
    recall_rule const& rule = setting_.rule;
    if (model.of == family::hopfield_self) {
        self_coupled by(*zeta_, rule.decision, setting_.bias, stop_);
        return relax_with(by, sigma, order, most_sweeps, stop_);
    }
    rule_setting const terms = setting_of(model, rule);
    if (rule.format.exact()) {
        exact_decisions by(terms.F, alpha(terms.scaling, static_cast<std::int64_t>(sigma.size())), rule.decision);
        by.set_bias(bias_of_terms());
        by.set_couplings(couplings_);
        by.set_memories(zeta_);
        return relax_with(by, sigma, order, most_sweeps, stop_);
    }
    format_decisions by(terms, std::holds_alternative<bipolar_patterns>(*zeta_), rule.decision, bias_of_terms());
    by.set_couplings(couplings_);
    by.set_memories(zeta_);
    return relax_with(by, sigma, order, most_sweeps, stop_);
}

relaxation_outcome recall_network::heat(bipolar_state& sigma, rational const& T, std::uint64_t sweeps,
                                        std::uint64_t seed) {
    glauber thermal(T, setting_.model.linear() ? 2 : 1, mix_seed({seed, 1}));
    update_order order = update_order::random(sigma.size(), mix_seed({seed, 2}));
    exact_->set_state(sigma);
    for (std::uint64_t sweep = 0; sweep < sweeps; ++sweep)
        for (std::uint32_t const i : order.next_sweep()) {
            throw_if_stopped(stop_);
            int const value = thermal.decide(*exact_, i);
            if (value == sigma[i]) continue;
            sigma[i] = static_cast<std::int8_t>(value);
            exact_->flip(i);
        }
    return {relaxation_end::limit, sweeps, 0};
}

std::string recall_network::energy(bipolar_state const& sigma, bool exactly) {
    if (std::find(sigma.begin(), sigma.end(), nan_value) != sigma.end()) return "nan";
    std::vector<rational> const& bias = setting_.bias;
    recall_rule rule = setting_.rule;
    if (exactly) rule.format = ulpfield::parse_format("exact");
    if (!setting_.model.linear()) {
        rule_setting const terms = setting_of(setting_.model, rule);
        return energy_text(terms, *zeta_, sigma, bias);
    }
    if (couplings_ || !rule.format.exact() || !is_bipolar(sigma))
        return coupling_energy_text(couplings_ ? couplings_ : hebbian_couplings(), rule.format, rule.format, sigma,
                                    bias);
    // sigma_i (h_i + b_i), then the other half of the bias
    exact_->set_state(sigma);
    rational sum = 0;
    for (std::size_t i = 0; i < sigma.size(); ++i) {
        rational field = *exact_->rational_value(i);
        if (!bias.empty()) field += bias[i];
        sum += sigma[i] * field;
    }
    return exact_decimal(rational(-sum / 2));
}

}  // namespace ulpfield::study

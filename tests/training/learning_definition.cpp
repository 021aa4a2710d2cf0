// The definition of learning against 50 digits of an independent program, its gradient against central differences of
// its loss at 400 bits, and its step.
#include "ulpfield/training/learning_definition.hpp"

#include <boost/test/unit_test.hpp>

#include "training/training_cases.hpp"
#include "ulpfield/number/parse_rational.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

interaction interaction_of(std::string const& kind, int n) {
    if (kind == "poly") return polynomial{n};
    if (kind == "rect") return rectified{n};
    return leaky{.n = n};
}

struct reference_start {
    training_states states;
    std::vector<std::string> zeta;
};

reference_start start() {
    data_file const data = read_data("gradient.csv");
    std::vector<double> xi;
    for (std::string const& text : comment(data, "xi")) xi.push_back(std::stod(text));
    return {training_states::autoassociative(2, 4, xi), comment(data, "zeta")};
}

learned_memories<wide> exact_start(reference_start const& from) {
    learned_memories<wide> zeta(3, 4);
    for (std::size_t mu = 0; mu < 3; ++mu)
        for (std::size_t i = 0; i < 4; ++i) zeta.neuron(i)[mu] = wide_of(from.zeta[mu * 4 + i]);
    return zeta;
}

double relative(wide const& computed, std::string const& expected, double scale) {
    return std::fabs(as_double(computed - wide_of(expected))) / scale;
}

}  // namespace

BOOST_AUTO_TEST_CASE(loss_and_gradient_have_the_reference_values) {
    format_scope<format_role::working> const scope(bits(220));
    reference_start const from = start();
    data_file const data = read_data("gradient.csv");
    BOOST_REQUIRE(data.rows.size() == 22);
    std::size_t const all[] = {0, 1};
    for (auto const& fields : data.rows) {
        bool const inside = fields[4] == "yes";
        training_setting setting;
        setting.F = interaction_of(fields[0], std::stoi(fields[1]));
        setting.m = std::stoi(fields[2]);
        rational const beta = *parse_rational(fields[3]);
        // b = X/N, or B = X
        setting.formulation = inside ? learning_formulation::modified : learning_formulation::original;
        setting.convention = beta_convention::reciprocal;
        setting.inverse_temperature = inside ? rational(4 * beta) : beta;
        learning_constants const constants = constants_of(setting, 4);
        with_interaction<wide>(setting, 4, [&](auto const& F) {
            learning_definition<wide, std::remove_cvref_t<decltype(F)>> const rule(
                F, nearest<wide>(constants.b), nearest<wide>(constants.B), setting.m,
                learned_states<wide>(from.states));
            learned_memories<wide> const zeta = exact_start(from);
            learned_memories<wide> gradient(3, 4);
            wide const loss = rule.loss(zeta, all, gradient);
            std::string const where = fields[0] + " n=" + fields[1] + " m=" + fields[2] + " " + fields[4];
            // 50 digits printed; entries of the gradient are of the size of 1.
            BOOST_TEST(relative(loss, fields[5], 1) < 1e-48, where);
            for (std::size_t mu = 0; mu < 3; ++mu)
                for (std::size_t i = 0; i < 4; ++i)
                    BOOST_TEST(relative(gradient.neuron(i)[mu], fields[6 + 8 + mu * 4 + i], 1) < 1e-47,
                               where << " mu=" << mu << " i=" << i);
        });
    }
}

BOOST_AUTO_TEST_CASE(thirty_steps_have_the_reference_values) {
    format_scope<format_role::working> const scope(bits(220));
    reference_start const from = start();
    std::size_t const all[] = {0, 1};
    for (auto const& fields : read_data("steps.csv").rows)
        for (bool const normalised : {true, false}) {
            training_setting setting;
            setting.F = interaction_of(fields[0], std::stoi(fields[1]));
            setting.formulation = learning_formulation::original;
            setting.inverse_temperature = {1, 3};
            setting.normalise = normalised ? step_normalisation::per_memory : step_normalisation::none;
            learning_constants const constants = constants_of(setting, 4);
            with_interaction<wide>(setting, 4, [&](auto const& F) {
                learning_definition<wide, std::remove_cvref_t<decltype(F)>> const rule(
                    F, nearest<wide>(constants.b), nearest<wide>(constants.B), 1, learned_states<wide>(from.states));
                learning_step<wide> const step(wide_of("1/2"), wide(0), setting);
                learned_memories<wide> zeta = exact_start(from);
                learned_memories<wide> V(3, 4);
                for (int t = 0; t < 30; ++t) {
                    learned_memories<wide> gradient(3, 4);
                    static_cast<void>(rule.loss(zeta, all, gradient));
                    static_cast<void>(step(zeta, V, gradient, wide_of("1/10")));
                }
                std::string const where = fields[0] + " n=" + fields[1];
                std::string const& expected = fields[normalised ? 2 : 3];
                // Relative to the loss: 50 digits printed, some lost on the way.
                BOOST_TEST(relative(rule.loss(zeta, all), expected, std::stod(expected)) < 1e-42, where);
                if (normalised)
                    for (std::size_t mu = 0; mu < 3; ++mu)
                        for (std::size_t i = 0; i < 4; ++i)
                            BOOST_TEST(relative(zeta.neuron(i)[mu], fields[4 + mu * 4 + i], 1) < 1e-42,
                                       where << " mu=" << mu << " i=" << i);
            });
        }
}

BOOST_AUTO_TEST_CASE(the_gradient_is_the_derivative_of_the_loss) {
    // Central differences with h = 2^-130 at 400 bits: the error is of the order h^2, 2^-260 = 5e-79, and the rounding
    // 2^-400/h = 2^-270. All F, both formulations, neurons trained in part, states that are no +-1 elsewhere.
    format_scope<format_role::working> const scope(bits(400));
    random_words words(20260410);
    std::size_t const N = 5;
    std::size_t const K = 3;
    std::size_t const P = 2;
    wide const h = wide_of("1/1361129467683753853853498429727072845824");  // 2^-130
    for (char const* name : {"polynomial", "rectified", "leaky:1/100", "leaky+:1/7", "exponential"})
        for (int n : {1, 2, 3, 6})
            for (auto const formulation : {learning_formulation::original, learning_formulation::modified}) {
                if (n == 1 && std::string(name) != "polynomial" && std::string(name) != "exponential") continue;
                training_setting setting;
                setting.F = parse_interaction(name, n);
                setting.formulation = formulation;
                setting.inverse_temperature =
                    formulation == learning_formulation::original ? rational{1, 4} : rational{5, 4};
                setting.m = 1 + static_cast<int>(words() % 3);
                bool const partly = words() % 2 == 0;
                std::size_t const first = partly ? 2 : 0;
                std::size_t const last = partly ? 4 : N;
                std::vector<double> states = random_entries(words, P * N);
                std::vector<double> answers;
                for (std::size_t a = 0; a < P; ++a)
                    for (std::size_t i = first; i < last; ++i) {
                        states[a * N + i] = words() % 2 == 0 ? 1 : -1;
                        answers.push_back(partly ? (words() % 2 == 0 ? 1 : -1) : states[a * N + i]);
                    }
                training_states const learned(P, N, first, last, states, answers);
                learning_constants const constants = constants_of(setting, N);
                with_interaction<wide>(setting, N, [&](auto const& F) {
                    learning_definition<wide, std::remove_cvref_t<decltype(F)>> const rule(
                        F, nearest<wide>(constants.b), nearest<wide>(constants.B), setting.m,
                        learned_states<wide>(learned));
                    learned_memories<wide> zeta = memories_of<wide>(K, N, random_entries(words, K * N));
                    std::size_t const all[] = {0, 1};
                    learned_memories<wide> gradient(K, N);
                    static_cast<void>(rule.loss(zeta, all, gradient));
                    double scale = 1e-300;
                    for (wide const& g : gradient.entries()) scale = std::max(scale, std::fabs(as_double(g)));
                    for (std::size_t e = 0; e < K * N; ++e) {
                        wide const kept = zeta.entries()[e];
                        zeta.entries()[e] = kept + h;
                        wide const above = rule.loss(zeta, all);
                        zeta.entries()[e] = kept - h;
                        wide const below = rule.loss(zeta, all);
                        zeta.entries()[e] = kept;
                        wide const difference = (above - below) / (h + h);
                        BOOST_TEST(
                            std::fabs(as_double(difference - gradient.entries()[e])) < 1e-70 * std::max(1.0, scale),
                            name << " n=" << n << " m=" << setting.m << " entry " << e << " trained " << first << ".."
                                 << last);
                    }
                });
            }
}

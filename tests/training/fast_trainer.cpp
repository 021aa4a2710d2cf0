// The fast trainer against 256 bits, within a stated bound that the definition meets as well; its kernels give the same
// bits on every processor.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "training/fast_kernels.hpp"
#include "training/training_cases.hpp"
#include "ulpfield/training/trainer.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

/// How far a gradient computed with unit roundoff u may be from the exact one, entry by entry. First-order error
/// analysis: each argument of F is off by d = 2 (N + 2) u b sum_j |zeta_j|, F' by what it varies within d and 4 n u of
/// itself, the field likewise; tanh by 4 u; G by what its factors' errors make; sums by their length. Times `slack` for
/// what first order leaves out.
std::vector<double> gradient_bound(training_setting const& setting, training_states const& states, std::size_t K,
                                   std::vector<double> const& zeta, double u) {
    std::size_t const N = states.N();
    learning_constants const constants = constants_of(setting, N);
    wide const b = nearest<wide>(constants.b);
    double const B = as_double(nearest<wide>(constants.B));
    double const b_double = as_double(b);
    int const m = setting.m;
    double const n = setting.n();
    std::vector<double> bound(K * N, 0.0);
    learned_memories<wide> const z = memories_of<wide>(K, N, zeta);
    learned_states<wide> const s(states);
    with_interaction<wide>(setting, N, [&](auto const& F) {
        std::vector<wide> R(K);
        for (std::size_t a = 0; a < states.P(); ++a) {
            std::vector<double> per_memory(K, 0.0);
            std::vector<double> sizes(K);
            std::vector<double> errors(K);
            for (std::size_t i = 0; i < N; ++i) {
                similarities<wide>(z, s.state(a), i, R);
                double field_error = 0;
                double field_size = 0;
                for (std::size_t mu = 0; mu < K; ++mu) {
                    double reach = 0;
                    for (std::size_t j = 0; j < N; ++j) reach += std::fabs(zeta[mu * N + j]);
                    wide const d(2 * (static_cast<double>(N) + 2) * u * b_double * reach);
                    sizes[mu] = errors[mu] = 0;
                    for (int sign : {1, -1}) {
                        wide const x = b * (sign > 0 ? z.neuron(i)[mu] + R[mu] : R[mu] - z.neuron(i)[mu]);
                        auto const varies = [&](auto const& f) {
                            double const at = as_double(f(x));
                            return std::fabs(as_double(f(x + d)) - at) + std::fabs(as_double(f(x - d)) - at) +
                                   4 * (n + std::fabs(as_double(x))) * u * std::fabs(at);
                        };
                        auto const value = [&](wide const& y) { return F(y); };
                        auto const slope = [&](wide const& y) { return F.derivative(y); };
                        sizes[mu] += std::fabs(as_double(slope(x)));
                        errors[mu] += varies(slope);
                        field_error += varies(value);
                        field_size += std::fabs(as_double(value(x)));
                    }
                }
                wide const v = nearest<wide>(constants.B) * field<wide>(F, b, z.neuron(i), R);
                double const C = as_double(elementary::tanh(v));
                double const steep = as_double(wide(1) - elementary::tanh(v) * elementary::tanh(v));
                double const t = states.answer(a, i);
                double const error = std::fabs(as_double(wide(t) - elementary::tanh(v)));
                double const C_error =
                    steep * B * (field_error + static_cast<double>(K) * u * field_size) + 6 * u * std::fabs(C);
                double const G = 2 * m * std::pow(error, 2 * m - 1) * steep * B * b_double;
                // dG = 2m B b ((2m-1) e^(2m-2) (1 - C^2) + e^(2m-1) 2|C|) dC
                double const G_error = 2 * m * B * b_double *
                                           ((2 * m - 1) * std::pow(error + C_error, 2 * m - 2) * (steep + C_error) +
                                            std::pow(error + C_error, 2 * m - 1) * 2) *
                                           C_error +
                                       (2 * m + 8) * u * G;
                double const length = static_cast<double>(N + 2 * states.P() + 8);
                for (std::size_t mu = 0; mu < K; ++mu)
                    per_memory[mu] += (G + G_error) * errors[mu] + G_error * sizes[mu] + length * u * G * sizes[mu];
            }
            for (std::size_t mu = 0; mu < K; ++mu)
                for (std::size_t k = 0; k < N; ++k) bound[mu * N + k] += per_memory[mu];
        }
    });
    double const slack = 2;
    for (double& each : bound) each = slack * each + 1e-300;
    return bound;
}

template <class Real>
void same_bits(random_words& words, fast_kernels<Real> const& left, fast_kernels<Real> const& right) {
    std::size_t const lanes = fast_lanes<Real>;
    std::size_t const rows = 1 + words() % 30;
    std::size_t const width = lanes * (1 + words() % 9);
    auto const draw = [&](std::size_t count, double size) {
        std::vector<Real> values;
        for (std::size_t k = 0; k < count; ++k) values.push_back(static_cast<Real>(uniform(words, -size, size)));
        return values;
    };
    fast_function<Real> F;
    F.kind = static_cast<fast_kind>(words() % 4);
    F.n = 1 + static_cast<int>(words() % 40);
    F.below_zero_over_n = Real(0.01);
    std::size_t const P = 1 + words() % 40;
    std::size_t const K = width - words() % lanes;
    std::vector<Real> const zeta = draw(rows * width, 1);
    std::vector<Real> const s = draw(P * rows, 1);
    std::size_t const padded = (rows + lanes - 1) / lanes * lanes;
    auto const run = [&](fast_kernels<Real> const& kernels, std::size_t at_once) {
        std::vector<Real> H(P * width);
        std::vector<Real> W(P * width);
        std::vector<Real> u(P * padded);
        Real loss = 0;
        std::vector<Real> scratch(fast_scratch<Real>(width));
        std::vector<Real> gradient(rows * width);
        std::vector<Real> moved = zeta;
        std::vector<Real> V = zeta;
        std::vector<Real> divisor(width);
        kernels.overlaps(zeta.data(), s.data(), P, rows, width, Real(1.5), H.data());
        // In calls of one state or in one call: the same.
        for (std::size_t a = 0; a < P; a += at_once) {
            fast_state<Real> state{.F = F,
                                   .zeta = zeta.data(),
                                   .s = s.data() + a * rows,
                                   .t = s.data() + a * rows,
                                   .states = at_once,
                                   .s_stride = rows,
                                   .rows = rows,
                                   .width = width,
                                   .m = 1 + static_cast<int>(rows % 3),
                                   .b = Real(1.5),
                                   .B = Real(0.3),
                                   .H = H.data() + a * width,
                                   .W = W.data() + a * width,
                                   .own = gradient.data(),
                                   .u = u.data() + a * padded,
                                   .scratch = scratch.data(),
                                   .loss = loss};
            kernels.learn(state);
            loss = state.loss;
        }
        kernels.add_others(gradient.data(), s.data(), W.data(), P, rows, width);
        fast_step<Real> step{.momentum = Real(0.3),
                             .floor = Real(0.01),
                             .relative = true,
                             .rate = Real(0.4),
                             .clamp_from = 1,
                             .clamp_to = rows};
        kernels.step(step, moved.data(), V.data(), gradient.data(), rows, K, width, divisor.data());
        std::vector<Real> all = gradient;
        for (auto const* part : {&H, &W, &u, &moved, &V, &divisor}) all.insert(all.end(), part->begin(), part->end());
        all.push_back(step.largest);
        all.push_back(loss);
        return all;
    };
    std::vector<Real> const one = run(left, P);
    std::vector<Real> const other = run(right, 1);
    BOOST_TEST(std::memcmp(one.data(), other.data(), one.size() * sizeof(Real)) == 0,
               "rows " << rows << " width " << width << " kind " << static_cast<int>(F.kind) << " n " << F.n);
}

/// H_a^mu = b sum_j s_aj zeta_j^mu over j in order, and the sums of add_others over a: bit for bit what plain loops
/// give.
template <class Real>
void products_are_plain_sums(random_words& words, std::size_t N, std::size_t P, std::size_t width) {
    auto const draw = [&](std::size_t count) {
        std::vector<Real> values;
        for (std::size_t k = 0; k < count; ++k) values.push_back(static_cast<Real>(uniform(words, -1, 1)));
        return values;
    };
    std::vector<Real> const zeta = draw(N * width);
    std::vector<Real> const s = draw(P * N);
    Real const b = Real(0.3);
    std::vector<Real> H(P * width);
    std::vector<Real> gradient = zeta;
    best_fast_kernels<Real>().overlaps(zeta.data(), s.data(), P, N, width, b, H.data());
    best_fast_kernels<Real>().add_others(gradient.data(), s.data(), H.data(), P, N, width);
    std::vector<Real> plain_H(P * width);
    for (std::size_t a = 0; a < P; ++a)
        for (std::size_t mu = 0; mu < width; ++mu) {
            Real sum = 0;
            for (std::size_t j = 0; j < N; ++j) sum += s[a * N + j] * zeta[j * width + mu];
            plain_H[a * width + mu] = b * sum;
        }
    std::vector<Real> plain_gradient = zeta;
    for (std::size_t k = 0; k < N; ++k)
        for (std::size_t mu = 0; mu < width; ++mu)
            for (std::size_t a = 0; a < P; ++a)
                plain_gradient[k * width + mu] += s[a * N + k] * plain_H[a * width + mu];
    BOOST_TEST((H == plain_H), "N " << N << " P " << P << " width " << width);
    BOOST_TEST((gradient == plain_gradient), "N " << N << " P " << P << " width " << width);
}

/// e^x from the smallest result to the largest one, in units of the last place (of the smallest subnormal below the
/// normal numbers).
template <class Real>
void check_exp(double least, double most, int least_exponent, int precision) {
    format_scope<format_role::working> const scope(bits(200));
    random_words words(20261129);
    std::vector<Real> x;
    for (int k = 0; k < 8192; ++k) x.push_back(static_cast<Real>(uniform(words, least, most)));
    for (int k = 0; k < 4096; ++k) x.push_back(static_cast<Real>(std::ldexp(uniform(words, -1, 1), 2 - k % 60)));
    std::vector<Real> y = x;
    best_fast_kernels<Real>().exp(y.data(), y.size());
    double worst_normal = 0;
    double worst_subnormal = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
        wide const exact = elementary::exp(wide(static_cast<double>(x[k])));
        auto const exponent = static_cast<int>(mpfr_get_exp(exact.get())) - 1;
        double const error = std::fabs(std::ldexp(as_double(exact - wide(static_cast<double>(y[k]))),
                                                  precision - 1 - std::max(exponent, least_exponent)));
        double& worst = exponent < least_exponent ? worst_subnormal : worst_normal;
        worst = std::max(worst, error);
    }
    BOOST_TEST(worst_normal < 2, "worst error " << worst_normal << " ulp");
    BOOST_TEST(worst_subnormal < 3, "worst error " << worst_subnormal << " ulp");
    // Beyond the range, to the end of it and beyond what is reduced.
    constexpr Real infinity = std::numeric_limits<Real>::infinity();
    constexpr Real largest = std::numeric_limits<Real>::max();
    for (double const beyond : {1.0, 1.5, 1.9, 1.99, 2.0, 2.3, 3.0, 10.0}) {
        std::vector<Real> edge(fast_lanes<Real>, static_cast<Real>(beyond * most));
        edge[0] = static_cast<Real>(most) + 1;
        edge[1] = static_cast<Real>(beyond * (least - 1));
        best_fast_kernels<Real>().exp(edge.data(), edge.size());
        BOOST_TEST((edge[0] == infinity && edge[1] == 0), beyond);
        if (beyond > 1) BOOST_TEST((edge[2] == infinity), beyond);
    }
    std::vector<Real> special(fast_lanes<Real>, std::numeric_limits<Real>::quiet_NaN());
    special[0] = infinity;
    special[1] = -infinity;
    special[2] = largest;
    best_fast_kernels<Real>().exp(special.data(), special.size());
    BOOST_TEST((special[0] == infinity && special[1] == 0 && special[2] == infinity));
    BOOST_TEST(std::isnan(special[3]));
}

/// The elementary functions of both compiled variants, bit for bit.
template <class Real>
void same_elementary_bits(random_words& words, fast_kernels<Real> const& left, fast_kernels<Real> const& right) {
    std::vector<Real> x;
    for (int k = 0; k < 4096; ++k) x.push_back(static_cast<Real>(std::ldexp(uniform(words, -1, 1), 11 - k % 60)));
    for (auto const function : {&fast_kernels<Real>::tanh, &fast_kernels<Real>::exp}) {
        std::vector<Real> one = x;
        std::vector<Real> other = x;
        (left.*function)(one.data(), one.size());
        (right.*function)(other.data(), other.size());
        BOOST_TEST(std::memcmp(one.data(), other.data(), one.size() * sizeof(Real)) == 0);
    }
}

template <class Real>
void check_tanh(double unit, double furthest) {
    format_scope<format_role::working> const scope(bits(200));
    random_words words(20260411);
    std::vector<Real> x;
    for (int k = 0; k < 4096; ++k) x.push_back(static_cast<Real>(std::ldexp(uniform(words, -1, 1), 5 - k % 40)));
    for (Real const special :
         {Real(0), Real(20), Real(-30), Real(9.02), Real(19.1), Real(1e30), Real(1e-30), Real(-0.35)})
        for (std::size_t k = 0; k < fast_lanes<Real>; ++k) x.push_back(special);
    std::vector<Real> y = x;
    best_fast_kernels<Real>().tanh(y.data(), y.size());
    double worst = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
        wide const exact = elementary::tanh(wide(static_cast<double>(x[k])));
        double const size = std::fabs(as_double(exact));
        double const ulp = size == 0 ? 1 : std::exp2(std::floor(std::log2(size))) * unit;
        worst = std::max(worst, std::fabs(as_double(exact - wide(static_cast<double>(y[k])))) / ulp);
        BOOST_TEST(std::fabs(y[k]) <= Real(1), static_cast<double>(x[k]));
    }
    BOOST_TEST(worst < furthest, "worst error " << worst << " ulp");
}

}  // namespace

BOOST_AUTO_TEST_CASE(gradients_are_within_the_bound_and_so_is_the_definition) {
    random_words words(20260412);
    for (char const* format : {"fp64", "fp32"})
        for (char const* name : {"polynomial", "rectified", "leaky:1/100", "leaky+:1/100", "exponential"})
            for (int n : {1, 2, 3, 5, 10, 30}) {
                training_setting setting;
                setting.format = parse_format(format);
                setting.F = parse_interaction(name, n);
                setting.formulation =
                    words() % 2 == 0 ? learning_formulation::original : learning_formulation::modified;
                std::size_t const N = 2 + words() % 14;
                std::size_t const K = 1 + words() % 9;
                std::size_t const P = 1 + words() % 3;
                bool const original = setting.formulation == learning_formulation::original;
                setting.inverse_temperature = original ? rational{1, N} : rational{3, 2};
                setting.m = 1 + static_cast<int>(words() % 2);
                auto const states = training_states::autoassociative(P, N, random_signs(words, P * N));
                std::vector<double> const zeta = random_entries(words, K * N);

                format_scope<format_role::working> const scope(bits(256));
                double const u = std::exp2(-setting.format.precision);
                std::vector<double> const bound = gradient_bound(setting, states, K, zeta, u);
                training_setting exact = setting;
                exact.format = bits(256);
                auto const reference = make_trainer(exact, states);
                reference->set_memories(K, zeta);
                std::vector<double> const right = reference->gradient();
                for (evaluation const order : {evaluation::fast, evaluation::definition}) {
                    setting.order = order;
                    auto const tested = make_trainer(setting, states);
                    tested->set_memories(K, zeta);
                    std::vector<double> const computed = tested->gradient();
                    double worst = 0;
                    for (std::size_t e = 0; e < computed.size(); ++e)
                        worst = std::max(worst, std::fabs(computed[e] - right[e]) / bound[e]);
                    BOOST_TEST(worst <= 1, format << ' ' << name << " n=" << n << " N=" << N << " K=" << K
                                                  << (order == evaluation::fast ? " fast" : " definition") << ": "
                                                  << worst << " of the bound");
                    double const loss = in_double(tested->loss());
                    double const right_loss = in_double(reference->loss());
                    BOOST_TEST(std::fabs(loss - right_loss) <= 1e5 * u * (1 + std::fabs(right_loss)),
                               format << ' ' << name << " n=" << n);
                }
            }
}

BOOST_AUTO_TEST_CASE(what_a_step_did_is_told_as_by_the_definition) {
    random_words words(20260414);
    struct circumstance {
        char const* what;
        double size;  // of the initial memories
        rational rate;
        rational floor;
    };
    for (std::size_t const K : std::vector<std::size_t>{3, 4, 9, 21})
        for (auto const& [what, size, rate, floor] :
             {circumstance{"ordinary", 1, {1, 10}, {0, 1}}, circumstance{"below the floor", 1, {1, 10}, {1'000'000, 1}},
              circumstance{"absorbed", 1, {1, 1'000'000'000'000'000'000}, {0, 1}},
              circumstance{"no gradient", 0, {1, 10}, {0, 1}}, circumstance{"overflow", 1e200, {1, 10}, {0, 1}}}) {
            std::size_t const N = 12;
            training_setting setting;
            setting.format = parse_format("fp64");
            setting.F = polynomial{3};
            setting.clamp_to = 0;
            setting.learning_rate = rate;
            setting.floor.value = floor;
            auto const states = training_states::autoassociative(3, N, random_signs(words, 3 * N));
            std::vector<double> zeta = random_entries(words, K * N);
            for (double& entry : zeta) entry *= size;
            auto const outcome = [&](evaluation order) {
                setting.order = order;
                auto const network = make_trainer(setting, states);
                network->set_memories(K, zeta);
                return network->epoch({});
            };
            epoch_outcome const fast = outcome(evaluation::fast);
            epoch_outcome const defined = outcome(evaluation::definition);
            BOOST_TEST_CONTEXT(what << " K=" << K) {
                BOOST_TEST(fast.zero_gradient == defined.zero_gradient);
                BOOST_TEST(fast.below_floor == defined.below_floor);
                BOOST_TEST(fast.not_a_number == defined.not_a_number);
                BOOST_TEST(fast.absorbed == defined.absorbed);
                if (!defined.not_a_number)
                    BOOST_TEST(std::fabs(in_double(fast.largest_step) - in_double(defined.largest_step)) <=
                               1e-9 * in_double(defined.largest_step));
            }
        }
}

BOOST_AUTO_TEST_CASE(the_same_bits_on_every_processor) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") == 0) return;
    random_words words(20260413);
    for (int round = 0; round < 60; ++round) {
        same_bits<double>(words, fast_baseline::kernels<double>(), fast_avx2::kernels<double>());
        same_bits<float>(words, fast_baseline::kernels<float>(), fast_avx2::kernels<float>());
    }
    same_elementary_bits<double>(words, fast_baseline::kernels<double>(), fast_avx2::kernels<double>());
    same_elementary_bits<float>(words, fast_baseline::kernels<float>(), fast_avx2::kernels<float>());
#endif
}

BOOST_AUTO_TEST_CASE(matrix_products_are_summed_in_order) {
    random_words words(20260415);
    for (auto const& [N, P] :
         std::vector<std::pair<std::size_t, std::size_t>>{{3, 1}, {300, 7}, {257, 8}, {794, 13}, {5, 600}})
        for (std::size_t const vectors : {1U, 2U, 3U, 7U, 9U}) {
            products_are_plain_sums<double>(words, N, P, vectors * fast_lanes<double>);
            products_are_plain_sums<float>(words, N, P, vectors * fast_lanes<float>);
        }
}

BOOST_AUTO_TEST_CASE(tanh_is_within_four_units) {
    check_tanh<double>(0x1p-52, 4);
    check_tanh<float>(0x1p-23, 4);
}

BOOST_AUTO_TEST_CASE(exp_is_within_two_units) {
    check_exp<double>(-745.1, 709.78, -1022, 53);
    check_exp<float>(-103.2, 88.7, -126, 24);
}

// Loss and gradient. Part of fast_kernels_body.hpp, which says what may stand in here.
#pragma once
#include "training/fast_powers.hpp"

namespace ulpfield::ULPFIELD_FAST_NAMESPACE {

namespace {

template <class Real>
ULPFIELD_INLINE std::size_t subnormals_in(Real const* p, std::size_t count) {
    constexpr Real least = sizeof(Real) == 8 ? static_cast<Real>(0x1p-1022) : static_cast<Real>(0x1p-126F);
    std::size_t found = 0;
    for (std::size_t k = 0; k < count; ++k) found += p[k] != 0 && p[k] < least && p[k] > -least ? 1 : 0;
    return found;
}

/// Neurons of one state that are worked on together.
template <class Real>
struct fast_rows {
    std::size_t count;
    std::size_t width;
    Real const* zeta;
    Real const* s;
    Real const* t;
    Real const* H;
    Real const* FH;
    Real* P;     // F'(q)/n
    Real* sums;  // sum_mu F(H) - F(q), a vector each
    Real* u;     // or null
    Real* c;     // g s
    Real* twice_g;
    Real* W;
    Real* own;  // or null
};

/// Fills P and sums of the rows, two at a time, which share what they load of H; the last of an odd number is taken
/// twice. A sum is made of fours of vectors, (a + b) + (c + d), then of single ones.
template <class Real, known_function known>
ULPFIELD_ONCE void powers_of_rows(power_plan<Real> const& given_plan, fast_rows<Real> const& rows, Real minus_2b) {
    using V = whole_t<Real>;
    constexpr std::size_t lanes = L<Real>;
    power_plan<Real> const plan = given_plan;  // in registers: no store of a vector can change them
    std::size_t const count = rows.count;
    std::size_t const width = rows.width;
    Real const* const H = rows.H;
    Real const* const FH = rows.FH;
    Real const* s = rows.s;
    Real const* z_1 = rows.zeta;
    Real* p_1 = rows.P;
    Real* sums = rows.sums;
    for (std::size_t r = 0; r < count; r += 2) {
        std::size_t const next = r + 1 < count ? 1 : 0;
        Real const* const z_2 = z_1 + next * width;
        Real* const p_2 = p_1 + next * width;
        Real const twice_1 = minus_2b * s[0];
        Real const twice_2 = minus_2b * s[next];
        // The terms of two vectors of each row, added.
        auto const two_vectors = ULPFIELD_DO(std::size_t mu, V & t_1, V & t_2) {
            several<Real, 4> q, p;
            V h;
            load<Real>(nth<0>(q), z_1 + mu);
            load<Real>(nth<1>(q), z_1 + mu + lanes);
            load<Real>(nth<2>(q), z_2 + mu);
            load<Real>(nth<3>(q), z_2 + mu + lanes);
            load<Real>(h, H + mu);
            nth<0>(q) = h + twice_1 * nth<0>(q);
            nth<2>(q) = h + twice_2 * nth<2>(q);
            load<Real>(h, H + mu + lanes);
            nth<1>(q) = h + twice_1 * nth<1>(q);
            nth<3>(q) = h + twice_2 * nth<3>(q);
            power_of<Real, known>(plan, q, p);
            store<Real>(p_1 + mu, nth<0>(p));
            store<Real>(p_1 + mu + lanes, nth<1>(p));
            store<Real>(p_2 + mu, nth<2>(p));
            store<Real>(p_2 + mu + lanes, nth<3>(p));
            value_of<Real, known>(plan, q, p);
            load<Real>(h, FH + mu);
            t_1 = h - nth<0>(q);
            t_2 = h - nth<2>(q);
            load<Real>(h, FH + mu + lanes);
            t_1 += h - nth<1>(q);
            t_2 += h - nth<3>(q);
        };
        V sum_1 = {};
        V sum_2 = {};
        std::size_t mu = 0;
        for (; mu + 4 * lanes <= width; mu += 4 * lanes) {
            V t_1, t_2, v_1, v_2;
            two_vectors(mu, t_1, t_2);
            two_vectors(mu + 2 * lanes, v_1, v_2);
            sum_1 += t_1 + v_1;
            sum_2 += t_2 + v_2;
        }
        for (; mu < width; mu += lanes) {
            several<Real, 2> q, p;
            V h;
            load<Real>(nth<0>(q), z_1 + mu);
            load<Real>(nth<1>(q), z_2 + mu);
            load<Real>(h, H + mu);
            nth<0>(q) = h + twice_1 * nth<0>(q);
            nth<1>(q) = h + twice_2 * nth<1>(q);
            power_of<Real, known>(plan, q, p);
            store<Real>(p_1 + mu, nth<0>(p));
            store<Real>(p_2 + mu, nth<1>(p));
            value_of<Real, known>(plan, q, p);
            load<Real>(h, FH + mu);
            sum_1 += h - nth<0>(q);
            sum_2 += h - nth<1>(q);
        }
        store<Real>(sums, sum_1);
        store<Real>(sums + next * lanes, sum_2);
        s += 2;
        z_1 += 2 * width;
        p_1 += 2 * width;
        sums += 2 * lanes;
    }
}

/// The answers of the rows: u, c = g s and 2 g; what they add to the loss and to the sum of c. Until c is known its
/// place holds the tanh.
template <class Real>
ULPFIELD_ONCE void answers_of_rows(fast_state<Real> const& state, Real n, fast_rows<Real> const& given,
                                   Real* loss_and_sum) {
    using V = whole_t<Real>;
    fast_rows<Real> const rows = given;  // in registers: no store of a vector can change it
    Real const B = state.B;
    Real const b = state.b;
    int const m = state.m;
    V loss;
    V sum_c;
    load<Real>(loss, loss_and_sum);
    load<Real>(sum_c, loss_and_sum + L<Real>);
    for (std::size_t k = rows.count * L<Real>; k % (L<Real> * L<Real>) != 0; ++k) rows.sums[k] = 0;
    std::size_t const padded = (rows.count + L<Real> - 1) / L<Real> * L<Real>;
    over_row<Real, 7>(
        0, padded, ULPFIELD_DO(auto vectors, std::size_t r) {
            typename decltype(vectors)::type s, u, C;
            load_some<Real>(s, rows.s + r, rows.count - r);
            fold<Real>(rows.sums + r * L<Real>, u);
            each<Real>(
                u,
                ULPFIELD_DO(V & x, V & each_s, V & each_C) {
                    x = each_s * x;
                    each_C = B * x;
                },
                s, C);
            if (rows.u != nullptr) store<Real>(rows.u + r, u);
            tanh_of<Real>(C);
            store<Real>(rows.c + r, C);
        });
    over_row<Real, 2>(
        0, padded, ULPFIELD_DO(auto vectors, std::size_t r) {
            typename decltype(vectors)::type C, s, t, g;
            load_some<Real>(s, rows.s + r, rows.count - r);
            load_some<Real>(t, rows.t + r, rows.count - r);
            load<Real>(C, rows.c + r);
            each<Real>(
                C,
                ULPFIELD_DO(V & x, V & each_s, V & each_t, V & each_g) {
                    V const error = each_t - x;  // 0 in lanes without a neuron
                    V odd = error;
                    for (int k = 1; k < m; ++k) odd = odd * (error * error);
                    loss += odd * error;
                    each_g = static_cast<Real>(-2 * m) * odd * (Real(1) - x * x) * B * b * n;
                    x = each_g * each_s;
                    sum_c += x;
                    each_g += each_g;
                },
                s, t, g);
            store<Real>(rows.c + r, C);
            store<Real>(rows.twice_g + r, g);
        });
    store<Real>(loss_and_sum, loss);
    store<Real>(loss_and_sum + L<Real>, sum_c);
}

/// W -= c_r P_r over the rows in order, own_r += 2 g_r P_r.
template <class Real>
ULPFIELD_ONCE void pull(fast_rows<Real> const& given) {
    fast_rows<Real> const rows = given;  // in registers: no store of a vector can change it
    using V = whole_t<Real>;
    over_row<Real, 6>(
        0, rows.width, ULPFIELD_DO(auto vectors, std::size_t mu) {
            typename decltype(vectors)::type W;
            load<Real>(W, rows.W + mu);
            Real const* P = rows.P + mu;
            Real* own = rows.own + mu;
            for (std::size_t r = 0; r < rows.count; ++r, P += rows.width, own += rows.width) {
                Real const c_r = rows.c[r];
                Real const g_r = rows.twice_g[r];
                typename decltype(vectors)::type p, g;
                load<Real>(p, P);
                load<Real>(g, own);
                each<Real>(
                    W,
                    ULPFIELD_DO(V & x, V & y, V & z) {
                        x -= c_r * y;
                        z += g_r * y;
                    },
                    p, g);
                store<Real>(own, g);
            }
            store<Real>(rows.W + mu, W);
        });
}

/// p(H) and F(H).
template <class Real, known_function known>
ULPFIELD_ONCE void powers_of_overlaps(power_plan<Real> const& plan, Real const* H, std::size_t width, Real* PH,
                                      Real* FH) {
    over_row<Real, 2>(
        0, width, ULPFIELD_DO(auto vectors, std::size_t mu) {
            typename decltype(vectors)::type q, p;
            load<Real>(q, H + mu);
            power_of<Real, known>(plan, q, p);
            store<Real>(PH + mu, p);
            value_of<Real, known>(plan, q, p);
            store<Real>(FH + mu, q);
        });
}

/// Group of neurons after group, and in each state after state: what belongs to a group stays in the fastest memory.
template <class Real, known_function known>
void learn_as(fast_state<Real>& state, std::size_t first, std::size_t states) {
    std::size_t const width = state.width;
    std::size_t const group = fast_group<Real>(width);
    std::size_t const padded = (state.rows + L<Real> - 1) / L<Real> * L<Real>;
    Real* const PH = state.scratch;
    Real* const FH = PH + fast_block * width;
    Real* const totals = FH + fast_block * width;  // of each state: a vector of the loss, one of the sum of c
    Real* const P = totals + fast_block * 2 * L<Real>;
    Real* const sums = P + group * width;
    Real* const c = sums + group * L<Real>;
    Real* const twice_g = c + group;
    Real* const W = state.own == nullptr ? nullptr : state.W + first * width;
    power_plan<Real> plan;
    plan_for(state.F, plan);
    for (std::size_t a = 0; a < states; ++a)
        powers_of_overlaps<Real, known>(plan, state.H + (first + a) * width, width, PH + a * width, FH + a * width);
    if (state.count) state.subnormal += subnormals_in<Real>(PH, states * width);
    for (std::size_t k = 0; k < states * 2 * L<Real>; ++k) totals[k] = 0;
    if (W != nullptr)
        for (std::size_t k = 0; k < states * width; ++k) W[k] = 0;
    // As few groups as can be, of nearly the same size.
    std::size_t const groups = (padded + group - 1) / group;
    std::size_t const step = (padded / L<Real> + groups - 1) / groups * L<Real>;
    for (std::size_t from = 0; from < state.rows; from += step)
        for (std::size_t a = 0; a < states; ++a) {
            fast_rows<Real> const rows{.count = state.rows - from < step ? state.rows - from : step,
                                       .width = width,
                                       .zeta = state.zeta + from * width,
                                       .s = state.s + (first + a) * state.s_stride + from,
                                       .t = state.t + (first + a) * state.rows + from,
                                       .H = state.H + (first + a) * width,
                                       .FH = FH + a * width,
                                       .P = P,
                                       .sums = sums,
                                       .u = state.u == nullptr ? nullptr : state.u + (first + a) * padded + from,
                                       .c = c,
                                       .twice_g = twice_g,
                                       .W = W == nullptr ? nullptr : W + a * width,
                                       .own = state.own == nullptr ? nullptr : state.own + from * width};
            powers_of_rows<Real, known>(plan, rows, -2 * state.b);
            if (state.count) state.subnormal += subnormals_in<Real>(P, rows.count * width);
            answers_of_rows<Real>(state, plan.n, rows, totals + a * 2 * L<Real>);
            if (rows.own != nullptr) pull<Real>(rows);
        }
    for (std::size_t a = 0; a < states; ++a) {
        whole_t<Real> loss;
        whole_t<Real> sum_c;
        load<Real>(loss, totals + a * 2 * L<Real>);
        load<Real>(sum_c, totals + a * 2 * L<Real> + L<Real>);
        state.loss += total<Real>(loss);
        Real const total_c = total<Real>(sum_c);
        if (W != nullptr)
            for (std::size_t k = a * width; k < (a + 1) * width; ++k) W[k] = PH[k] * total_c + W[k];
    }
}

template <class Real, fast_kind kind>
void learn_kind(fast_state<Real>& state, std::size_t first, std::size_t states) {
    if (kind != fast_kind::exponential && state.F.n == 3)
        learn_as<Real, known_function{kind, kind != fast_kind::exponential}>(state, first, states);
    else
        learn_as<Real, known_function{kind, false}>(state, first, states);
}

template <class Real>
void learn(fast_state<Real>& state) {
    for (std::size_t first = 0; first < state.states; first += fast_block) {
        std::size_t const states = state.states - first < fast_block ? state.states - first : fast_block;
        switch (state.F.kind) {
            case fast_kind::polynomial:
                learn_kind<Real, fast_kind::polynomial>(state, first, states);
                break;
            case fast_kind::rectified:
                learn_kind<Real, fast_kind::rectified>(state, first, states);
                break;
            case fast_kind::leaky:
                learn_kind<Real, fast_kind::leaky>(state, first, states);
                break;
            case fast_kind::exponential:
                learn_kind<Real, fast_kind::exponential>(state, first, states);
        }
    }
}

}  // namespace

}  // namespace ulpfield::ULPFIELD_FAST_NAMESPACE

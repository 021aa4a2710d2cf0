#include "ulpfield/rule/learned_couplings.hpp"

#include <array>
#include <utility>

#include "rule/integer_patterns.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield {

namespace {

constexpr std::array names{std::pair(hopfield_rule::hebb, std::string_view("hebb")),
                           std::pair(hopfield_rule::pseudo_inverse, std::string_view("pseudo-inverse")),
                           std::pair(hopfield_rule::kanter_sompolinsky, std::string_view("kanter-sompolinsky")),
                           std::pair(hopfield_rule::storkey, std::string_view("storkey"))};

/// to += z x
void add_product(integer& to, integer const& z, integer const& x) {
    if (z == 1)
        mpz_add(to.backend().data(), to.backend().data(), x.backend().data());
    else if (z == -1)
        mpz_sub(to.backend().data(), to.backend().data(), x.backend().data());
    else
        mpz_addmul(to.backend().data(), z.backend().data(), x.backend().data());
}

struct matrix {
    matrix(std::size_t rows, std::size_t of_row) : columns(of_row), entries(rows * of_row) {}
    [[nodiscard]] integer& operator()(std::size_t row, std::size_t column) { return entries[row * columns + column]; }

    std::size_t columns;
    std::vector<integer> entries;
};

void clear_diagonal(couplings& W) {
    for (std::size_t i = 0; i < W.N; ++i) W.numerators[i * W.N + i] = 0;
}

couplings hebbian(integer_patterns const& Z, std::stop_token const& stop) {
    couplings W{Z.N(), std::vector<integer>(Z.N() * Z.N()), integer(1) << (2 * Z.shift()), Z.K()};
    for (std::size_t mu = 0; mu < Z.K(); ++mu)
        for (std::size_t i = 0; i < Z.N(); ++i) {
            throw_if_stopped(stop);
            for (std::size_t j = 0; j < Z.N(); ++j) add_product(W.numerators[i * Z.N() + j], Z.at(mu, i), Z.at(mu, j));
        }
    clear_diagonal(W);
    return W;
}

/// Fraction-free Gauss-Jordan elimination (Bareiss) of [G | Z], G = Z Z^T, of order K: pivots in order, and since G is
/// positive semidefinite a pivot is 0 only where the memory depends on those before it; its row is then zero and stays
/// out. Every division is exact. In the end row mu holds D (G^-1 Z)_mu, D = det G over the independent memories.
couplings projection(integer_patterns const& Z, std::stop_token const& stop) {
    std::size_t const K = Z.K();
    std::size_t const N = Z.N();
    matrix A(K, K + N);
    for (std::size_t mu = 0; mu < K; ++mu) {
        throw_if_stopped(stop);
        for (std::size_t nu = 0; nu <= mu; ++nu) {
            integer& G = A(mu, nu);
            for (std::size_t i = 0; i < N; ++i) add_product(G, Z.at(mu, i), Z.at(nu, i));
            A(nu, mu) = G;
        }
        for (std::size_t i = 0; i < N; ++i) A(mu, K + i) = Z.at(mu, i);
    }
    integer D = 1;
    std::vector<std::size_t> independent;
    integer factor;
    for (std::size_t k = 0; k < K; ++k) {
        integer const pivot = A(k, k);
        if (pivot == 0) continue;
        for (std::size_t row = 0; row < K; ++row) {
            throw_if_stopped(stop);
            if (row == k) continue;
            factor = A(row, k);
            for (std::size_t column = k + 1; column < K + N; ++column) {
                mpz_ptr const x = A(row, column).backend().data();
                mpz_mul(x, x, pivot.backend().data());
                mpz_submul(x, factor.backend().data(), A(k, column).backend().data());
                mpz_divexact(x, x, D.backend().data());
            }
            A(row, k) = 0;
        }
        D = pivot;
        independent.push_back(k);
    }
    couplings W{N, std::vector<integer>(N * N), D, independent.size()};
    for (std::size_t const mu : independent)
        for (std::size_t i = 0; i < N; ++i) {
            throw_if_stopped(stop);
            for (std::size_t j = 0; j < N; ++j) add_product(W.numerators[i * N + j], Z.at(mu, i), A(mu, K + j));
        }
    return W;
}

/// With W = M/D, zeta = Z/q and H_ij = sum_{k != i, j} M_ik Z_k:
///   M_ij <- N q^2 M_ij + D Z_i Z_j - Z_i H_ji - H_ij Z_j,  D <- N q^2 D.
couplings storkey(integer_patterns const& Z, std::stop_token const& stop) {
    std::size_t const N = Z.N();
    couplings W{N, std::vector<integer>(N * N), 1, Z.K()};
    integer const factor = integer(N) << (2 * Z.shift());
    std::vector<integer> h(N);
    for (std::size_t mu = 0; mu < Z.K(); ++mu) {
        for (std::size_t i = 0; i < N; ++i) {
            throw_if_stopped(stop);
            h[i] = 0;
            for (std::size_t k = 0; k < N; ++k) add_product(h[i], Z.at(mu, k), W.numerators[i * N + k]);
        }
        for (std::size_t i = 0; i < N; ++i) {
            throw_if_stopped(stop);
            integer const& Zi = Z.at(mu, i);
            for (std::size_t j = 0; j < i; ++j) {
                integer const& Zj = Z.at(mu, j);
                integer& M = W.numerators[i * N + j];
                // H_ij = h_i - M_ij Z_j (M_ii = 0), H_ji = h_j - M_ij Z_i
                integer const change = W.denominator * Zi * Zj - Zi * (h[j] - M * Zi) - (h[i] - M * Zj) * Zj;
                M = M * factor + change;
                W.numerators[j * N + i] = M;
            }
        }
        W.denominator *= factor;
    }
    return W;
}

}  // namespace

std::string_view name(hopfield_rule rule) {
    for (auto const& [known, text] : names)
        if (known == rule) return text;
    return "";
}

std::optional<hopfield_rule> parse_hopfield_rule(std::string_view text) {
    for (auto const& [known, name] : names)
        if (name == text) return known;
    return std::nullopt;
}

couplings learn(hopfield_rule rule, memory_patterns const& zeta, std::stop_token const& stop) {
    integer_patterns const Z(zeta);
    switch (rule) {
        case hopfield_rule::hebb:
            return hebbian(Z, stop);
        case hopfield_rule::pseudo_inverse:
            return projection(Z, stop);
        case hopfield_rule::kanter_sompolinsky: {
            couplings W = projection(Z, stop);
            clear_diagonal(W);
            return W;
        }
        case hopfield_rule::storkey:
            break;
    }
    return storkey(Z, stop);
}

}  // namespace ulpfield

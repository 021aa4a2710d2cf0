#pragma once
#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ulpfield::sum {

/// The order in which OpenBLAS 0.3.21 and 0.3.29 (x86-64, one thread) add the products of one dot product of n terms,
/// by the kernels its processor gets. Products with +-1 are exact, so fused and rounded products give the same bits
/// here. fp32 and fp64 only. Source: measured, trees revealed as FPRev does; equal for n = 20 to 1000.
struct openblas {
    enum class kernel { haswell, zen, skylakex, cooperlake, sandybridge, nehalem };
    enum class product {
        gemm,  ///< matrix @ matrix: blocks of k, each a chain, added in order
        gemv,  ///< row-major matrix @ vector: lanes
        dot    ///< vector @ vector: lanes; fp32 adds the last n mod 32 terms in double
    };
    kernel of = kernel::haswell;
    product operation = product::gemm;

    [[nodiscard]] std::string name() const {
        std::string text = "openblas-" + std::string(kernel_names[static_cast<std::size_t>(of)]);
        if (operation == product::gemv) text += ":gemv";
        if (operation == product::dot) text += ":dot";
        return text;
    }
    /// "openblas-haswell", "openblas-zen:gemv", ...; anything else: nothing.
    [[nodiscard]] static std::optional<openblas> parse(std::string_view text) {
        for (std::size_t k = 0; k < kernel_names.size(); ++k)
            for (product const operation : {product::gemm, product::gemv, product::dot}) {
                openblas const one{static_cast<kernel>(k), operation};
                if (text == one.name() || (operation == product::gemm && text == one.name() + ":gemm")) return one;
            }
        return std::nullopt;
    }
    /// Why the order of n terms is not known; empty where it is.
    [[nodiscard]] std::string unknown(std::size_t n, bool fp32) const {
        bool const avx =
            of == kernel::haswell || of == kernel::zen || of == kernel::skylakex || of == kernel::cooperlake;
        bool const wide = of == kernel::skylakex || of == kernel::cooperlake;
        if (operation == product::gemv) {
            if (n % 4 != 0) return name() + ": the order is known for N a multiple of 4";
            if (wide && n <= 8) return name() + ": the order is known for N above 8";
            if (!avx && !(fp32 && of == kernel::nehalem)) return name() + ": the order is not known";
        }
        if (operation == product::dot && !fp32 && of == kernel::nehalem)
            return name() + ": the order of fp64 is not known";
        return "";
    }

    /// The sum of these products. Errors: std::invalid_argument where the order is not known.
    template <std::floating_point Real>
    [[nodiscard]] Real operator()(std::span<Real const> x) const {
        if (std::string const why = unknown(x.size(), sizeof(Real) == 4); !why.empty())
            throw std::invalid_argument(why);
        switch (operation) {
            case product::gemm:
                return blocked(x);
            case product::gemv:
                return by_vector(x);
            case product::dot:
                break;
        }
        if constexpr (sizeof(Real) == 4)
            return single_dot(x);
        else
            return double_dot(x);
    }

private:
    static constexpr std::array<std::string_view, 6> kernel_names{"haswell",    "zen",         "skylakex",
                                                                  "cooperlake", "sandybridge", "nehalem"};
    template <class Real>
    using vector = std::vector<Real>;

    /// Q terms a block while 2Q remain; else, above Q, half of the rest rounded up to a multiple of U; else the rest.
    template <class Real>
    [[nodiscard]] Real blocked(std::span<Real const> x) const {
        auto const [Q, U] = block_sizes(sizeof(Real) == 4);
        Real total(0);
        for (std::size_t from = 0; from < x.size();) {
            std::size_t const rest = x.size() - from;
            std::size_t const half = (rest + 1) / 2;
            std::size_t const size = rest >= 2 * Q ? Q : rest > Q ? (half + U - 1) / U * U : rest;
            Real block(0);
            for (std::size_t k = from; k < from + size; ++k) block += x[k];
            total = from == 0 ? block : total + block;
            from += size;
        }
        return total;
    }
    struct blocking {
        std::size_t Q;
        std::size_t U;
    };
    [[nodiscard]] blocking block_sizes(bool fp32) const {
        switch (of) {
            case kernel::haswell:
            case kernel::zen:
                return fp32 ? blocking{320, 8} : blocking{256, 4};
            case kernel::skylakex:
                return fp32 ? blocking{448, 16} : blocking{384, 16};
            case kernel::cooperlake:
                return fp32 ? blocking{320, 16} : blocking{384, 16};
            case kernel::sandybridge:
                return fp32 ? blocking{384, 16} : blocking{256, 8};
            case kernel::nehalem:
                break;
        }
        return fp32 ? blocking{512, 4} : blocking{256, 2};
    }

    template <class Real>
    [[nodiscard]] Real by_vector(std::span<Real const> x) const {
        std::array<Real, 4> low{};
        std::array<Real, 4> high{};
        if (sizeof(Real) == 8 || of == kernel::nehalem) {
            for (std::size_t i = 0; i < x.size(); ++i) low[i % 4] += x[i];
            return sizeof(Real) == 8 ? (low[0] + low[2]) + (low[1] + low[3]) : (low[0] + low[1]) + (low[2] + low[3]);
        }
        std::size_t const first = x.size() % 8 == 4 ? 4 : 0;
        for (std::size_t i = 0; i < first; ++i) low[i] += x[i];
        for (std::size_t i = first; i < x.size(); ++i) ((i - first) % 8 < 4 ? low : high)[(i - first) % 4] += x[i];
        for (std::size_t l = 0; l < 4; ++l) low[l] += high[l];
        return (low[0] + low[1]) + (low[2] + low[3]);
    }

    /// `accumulators` of `lanes`, over the first terms in whole rounds.
    template <class Real>
    [[nodiscard]] static std::vector<vector<Real>> accumulate(std::span<Real const> x, std::size_t accumulators,
                                                              std::size_t lanes) {
        std::vector<vector<Real>> sums(accumulators, vector<Real>(lanes));
        std::size_t const round = accumulators * lanes;
        for (std::size_t i = 0; i < x.size(); ++i) sums[i % round / lanes][i % lanes] += x[i];
        return sums;
    }
    /// Lane l and lane l + half added.
    template <class Real>
    static void fold(vector<Real>& lanes) {
        std::size_t const half = lanes.size() / 2;
        for (std::size_t l = 0; l < half; ++l) lanes[l] += lanes[l + half];
        lanes.resize(half);
    }
    template <class Real>
    static void add(vector<Real>& to, vector<Real> const& other) {
        for (std::size_t l = 0; l < to.size(); ++l) to[l] += other[l];
    }

    [[nodiscard]] float single_dot(std::span<float const> x) const {
        bool const wide = of == kernel::skylakex || of == kernel::cooperlake;
        std::size_t const whole = x.size() - x.size() % 32;
        vector<float> lanes;
        if (wide) {
            std::size_t const rounds = x.size() - x.size() % 64;
            auto y = accumulate(x.first(rounds), 4, 16);
            for (auto& one : y) fold(one);
            for (std::size_t i = rounds; i < whole; ++i) y[(i - rounds) / 8][i % 8] += x[i];
            for (std::size_t k = 1; k < 4; ++k) add(y[0], y[k]);
            lanes = y[0];
            fold(lanes);
        } else {
            auto y = accumulate(x.first(whole), 4, of == kernel::nehalem ? 4 : 8);
            if (of != kernel::nehalem)
                for (auto& one : y) fold(one);
            add(y[0], y[1]);
            add(y[2], y[3]);
            add(y[0], y[2]);
            lanes = y[0];
        }
        double tail = 0;
        for (std::size_t i = whole; i < x.size(); ++i) tail += static_cast<double>(x[i]);
        return static_cast<float>(tail + static_cast<double>((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])));
    }

    [[nodiscard]] double double_dot(std::span<double const> x) const {
        bool const wide = of == kernel::skylakex || of == kernel::cooperlake;
        std::size_t const whole = x.size() - x.size() % 16;
        double total = 0;
        if (wide) {
            std::size_t const rounds = x.size() - x.size() % 32;
            auto y = accumulate(x.first(rounds), 4, 8);
            for (auto& one : y) fold(one);
            for (std::size_t i = rounds; i < whole; ++i) y[(i - rounds) / 4][i % 4] += x[i];
            for (std::size_t k = 1; k < 4; ++k) add(y[0], y[k]);
            total = (y[0][0] + y[0][2]) + (y[0][1] + y[0][3]);
        } else {
            auto y = accumulate(x.first(whole), 4, 4);
            for (auto& one : y) fold(one);
            add(y[0], y[1]);
            add(y[2], y[3]);
            add(y[0], y[2]);
            total = y[0][0] + y[0][1];
        }
        for (std::size_t i = whole; i < x.size(); ++i) total += x[i];
        return total;
    }
};

}  // namespace ulpfield::sum

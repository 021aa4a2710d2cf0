#pragma once
#include <cstdint>

namespace ulpfield::study {

/// Who looks on while cells are computed. All calls come from the thread that runs them.
class run_watch {
public:
    virtual ~run_watch() = default;

    /// So many cells of this cost in all are to be computed or found.
    virtual void begin(std::uint64_t cells, double cost) = 0;
    /// Asked several times a second: true ends the run, whose finished cells are kept where results are kept.
    [[nodiscard]] virtual bool stop_requested() = 0;
    /// A cell of this cost was there already; one has been computed.
    virtual void found(double cost) = 0;
    virtual void computed(double cost) = 0;
    /// The work done on cells that are not finished; the part of all work so far that earlier runs did.
    virtual void under_way(double cost, double earlier) {
        static_cast<void>(cost);
        static_cast<void>(earlier);
    }
    /// Several times a second, after new cells have been kept.
    virtual void advance() = 0;
};

}  // namespace ulpfield::study

#include "study/cell_share.hpp"

namespace ulpfield::study {
namespace {

thread_local cell_share* heard = nullptr;

}  // namespace

void cell_share_done(double share) {
    if (heard == nullptr) return;
    if (heard->first.load(std::memory_order_relaxed) < 0) heard->first.store(share, std::memory_order_relaxed);
    heard->now.store(share, std::memory_order_relaxed);
}

cell_share_heard::cell_share_heard(cell_share& share) { heard = &share; }
cell_share_heard::~cell_share_heard() { heard = nullptr; }

}  // namespace ulpfield::study

#pragma once
#include <fmt/format.h>

#include <exception>
#include <new>

#include "study/store.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::study {

/// Runs what reads results that were stored before (judge, figures, files). Their values have the form of results, but
/// a study may find that they cannot be: what it throws then becomes usage_error "not readable results". Of results
/// this process has computed itself, what a study throws is a mistake of the program and stays so.
template <class Work>
auto read_back(store const& stored, Work const& work) {
    try {
        return work();
    } catch (usage_error const&) {
        throw;
    } catch (machine_error const&) {
        throw;
    } catch (interrupted const&) {
        throw;
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const& error) {
        if (!stored.from_file()) throw;
        stored.refuse(fmt::format("their values do not fit together ({})", error.what()));
    }
}

}  // namespace ulpfield::study

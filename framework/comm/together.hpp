// together(): a piece of work that succeeds on all ranks or on none.
#pragma once

#include <algorithm>
#include <exception>
#include <optional>
#include <type_traits>

#include "comm/communicator.hpp"

namespace rowgrad {

/// Another rank failed, which says why itself.
class FailedElsewhere : public std::exception {
 public:
  const char* what() const noexcept override { return "another rank failed"; }
};

/// Calls work() on every rank and returns what it returns. If it throws anywhere, this throws everywhere: there what it
/// threw, elsewhere FailedElsewhere. Collective. REQUIRES: once work() has thrown on one rank alone, it does nothing
/// collective on the others, which that rank would meet in the middle of it.
template <class F>
auto together(Communicator& communicator, F&& work) {
  if constexpr (std::is_void_v<std::invoke_result_t<F>>) {
    (void)together(communicator, [&] { return work(), true; });
  } else {
    std::optional<std::invoke_result_t<F>> result;
    std::exception_ptr failure;
    if (communicator.alone()) return work();
    try {
      result.emplace(work());
    } catch (...) {
      failure = std::current_exception();
    }
    const std::vector<char> failed = communicator.gather_one<char>(failure ? 1 : 0);
    if (failure) std::rethrow_exception(failure);
    if (std::ranges::count(failed, 0) < communicator.size()) throw FailedElsewhere();
    return std::move(*result);
  }
}

/// Work that rank 0 does for all, such as writing files; it succeeds on all ranks or on none.
template <class F>
void on_first(Communicator& communicator, F&& work) {
  together(communicator, [&] {
    if (communicator.first()) work();
  });
}

}  // namespace rowgrad

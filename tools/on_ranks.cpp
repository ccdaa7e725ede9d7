#include "tools/on_ranks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "comm/together.hpp"
#include "tools/main.hpp"
#include "tools/stop_signals.hpp"

namespace rowgrad {
namespace {

// What happened here; the exit code is 0 if it happened elsewhere.
Failure failure_here() {
  try {
    throw;
  } catch (const FailedElsewhere& e) {
    return {0, e.what()};
  } catch (...) {
    return explain_exception();
  }
}

void tell(const Communicator& ranks, const Failure& failure) {
  tell_failure({failure.exit_code,
                fmt::format("rank {} of {}, on {}: {}", ranks.rank(), ranks.size(), ranks.host(), failure.message)});
}

}  // namespace

int on_ranks(Communicator& ranks, const std::function<int()>& work) {
  if (ranks.alone()) return work();
  try {
    return work();
  } catch (...) {
    const Failure failure = failure_here();
    StopSignals::be_silent();  // the starter sends one to those that are slower to leave than the first
    const auto codes = ranks.all_give_up(failure.exit_code);
    if (!codes) {
      tell(ranks, failure);
      ranks.abort(std::max(1, failure.exit_code));
    }
    const auto teller = std::ranges::find_if(*codes, [](int code) { return code != 0; });
    if (teller == codes->end()) return 1;
    if (teller - codes->begin() == ranks.rank()) {
      const bool all_know = std::ranges::count(*codes, 0) == 0;
      all_know ? tell_failure(failure) : tell(ranks, failure);
    }
    return *teller;
  }
}

}  // namespace rowgrad

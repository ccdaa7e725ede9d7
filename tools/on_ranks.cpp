#include "tools/on_ranks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "comm/together.hpp"
#include "tools/main.hpp"
#include "tools/messages.hpp"
#include "tools/stop_signals.hpp"

namespace rowgrad {
namespace {

constexpr int interrupted = 128;  // and the signal: the exit code of a program that one has ended

// What happened here; the exit code is 0 if it happened elsewhere.
Failure failure_here() {
  try {
    throw;
  } catch (const FailedElsewhere& e) {
    return {0, e.what()};
  } catch (const Interrupted& e) {
    return {interrupted + e.signal, e.what()};
  } catch (...) {
    return explain_exception();
  }
}

void tell_end(const Failure& failure) {
  if (failure.exit_code > interrupted)
    tell("warning: {}\n", failure.message);
  else
    tell_failure(failure);
}

void tell_with_rank(const Communicator& ranks, const Failure& failure) {
  tell_end({failure.exit_code,
            fmt::format("rank {} of {}, on {}: {}", ranks.rank(), ranks.size(), ranks.host(), failure.message)});
}

}  // namespace

int on_ranks(Communicator& ranks, const std::function<int()>& work) {
  try {
    return work();
  } catch (...) {
    const Failure failure = failure_here();
    if (ranks.alone()) {
      if (failure.exit_code < interrupted) throw;  // for main(), as from any program
      tell_end(failure);
      return failure.exit_code;
    }
    StopSignals::be_silent();  // the starter sends one to those that are slower to leave than the first
    const auto codes = ranks.all_give_up(failure.exit_code);
    if (!codes) {
      tell_with_rank(ranks, failure);  // nothing better is known, if it happened elsewhere
      ranks.abort(std::max(1, failure.exit_code));
    }
    const auto teller = std::ranges::find_if(*codes, [](int code) { return code != 0; });
    if (teller == codes->end()) return 1;
    if (teller - codes->begin() == ranks.rank()) {
      const bool all_know = std::ranges::count(*codes, 0) == 0;
      all_know ? tell_end(failure) : tell_with_rank(ranks, failure);
    }
    return *teller;
  }
}

}  // namespace rowgrad

// on_ranks(): a program's work on one of several ranks, whose failures end all of them with one message.
#pragma once

#include <functional>

#include "comm/communicator.hpp"

namespace rowgrad {

/// Returns what `work` returns, an exit code. If it throws: where all ranks fail, because they all found the same fault
/// or heard of another's (comm/together.hpp), the first that knows why says so and all return its code; where others go
/// on, this rank says who and where it is and why it ends, and ends them.
int on_ranks(Communicator& ranks, const std::function<int()>& work);

}  // namespace rowgrad

// OneProcess: the communicator of a run that trains in one process. Nothing is sent.
#pragma once

#include "comm/communicator.hpp"

namespace rowgrad {

/// The one there is.
Communicator& one_process();

}  // namespace rowgrad

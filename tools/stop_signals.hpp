// StopSignals: the first SIGINT, SIGTERM or SIGHUP asks for the step to be finished and the run to be saved, and so
// does a SIGPIPE or SIGXFSZ that somebody sends; a second one ends the program as it always would. Those two as the
// answer to a write of this process's own are no signal: the write fails with an error.
#pragma once

#include <atomic>

#include "run/run_observer.hpp"

namespace rowgrad {

class StopSignals : public RunObserver {
 public:
  /// A SIGHUP that is ignored already, as under nohup, stays so. Blocks the signals in this thread and in those it
  /// starts from here on; one per program.
  StopSignals();

  Wish progressed(const RunProgress&) override { return received() == 0 ? Wish::go_on : Wish::save_and_stop; }
  /// The signal that came; 0: none yet.
  int received() const { return received_; }

 private:
  static std::atomic<int> received_;
};

}  // namespace rowgrad

// StopSignals: the first SIGINT, SIGTERM or SIGHUP asks for the step to be finished and the run to be saved, and so
// does a SIGUSR1, which mpirun passes on and schedulers send before the time is up, and a SIGPIPE or SIGXFSZ that
// somebody sends; that is told on stderr at once. A second one ends the program as it always would. Those two as the
// answer to a write of this process's own are no signal: the write fails with an error.
#pragma once

#include <atomic>
#include <exception>

#include "run/run_observer.hpp"

namespace rowgrad {

/// A signal came while the data was being read: nothing was written, and nothing needs to be saved.
class Interrupted : public std::exception {
 public:
  /// By this signal.
  explicit Interrupted(int number) : signal(number) {}
  const char* what() const noexcept override { return "interrupted before anything was written"; }

  int signal;
};

class StopSignals : public RunObserver {
 public:
  /// A SIGHUP that is ignored already, as under nohup, stays so. Blocks the signals in this thread and in those it
  /// starts from here on; one per program.
  StopSignals();

  /// Throws Interrupted.
  void data_read(const Dataset&) override;
  Wish progressed(const RunProgress&) override { return received() == 0 ? Wish::go_on : Wish::save_and_stop; }
  /// The signal that came, SIGUSR1 being taken for a SIGTERM; 0: none yet.
  int received() const { return received_; }
  /// From here on a signal is not told: others tell it, or the run is over.
  static void be_silent() { silent_ = true; }

 private:
  static std::atomic<int> received_;
  static std::atomic<bool> silent_;
};

}  // namespace rowgrad

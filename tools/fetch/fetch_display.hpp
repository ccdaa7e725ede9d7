// FetchDisplay: what a person sees of a fetch: a bar on a terminal, a plain line now and then when piped. It also
// wishes to stop when a signal came.
#pragma once

#include <chrono>

#include "tools/fetch/fetch_observer.hpp"

namespace rowgrad {

class FetchDisplay : public FetchObserver {
 public:
  /// `name` is the data set's. From here on SIGINT, SIGTERM and SIGHUP (unless it is ignored) only ask to stop; a
  /// second one ends the program.
  explicit FetchDisplay(std::string name);
  ~FetchDisplay() override { end_bar(); }
  FetchDisplay(const FetchDisplay&) = delete;
  FetchDisplay& operator=(const FetchDisplay&) = delete;

  void progressed(const FetchProgress& progress) override;
  void noted(const std::string& text) override;
  bool wants_to_stop() const override { return signal() != 0; }
  /// The signal that came; 0: none.
  static int signal();

 private:
  using Clock = std::chrono::steady_clock;
  bool due(const FetchProgress& progress);
  void end_bar();

  std::string name_;
  bool terminal_;
  bool open_ = false;    // a bar is on the screen
  FetchProgress first_;  // of what is being done: speed counts from there
  Clock::time_point started_ = Clock::now(), shown_ = started_;
};

}  // namespace rowgrad

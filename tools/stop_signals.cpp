#include "tools/stop_signals.hpp"

#include <unistd.h>

#include <csignal>
#include <string_view>
#include <thread>

#include "tools/messages.hpp"

namespace rowgrad {
namespace {

bool is_ignored(int number) {
  struct sigaction action = {};
  sigaction(number, nullptr, &action);
  return action.sa_handler == SIG_IGN;
}

}  // namespace

std::atomic<int> StopSignals::received_ = 0;
std::atomic<bool> StopSignals::silent_ = false;

void StopSignals::data_read(const Dataset&) {
  if (received() != 0) throw Interrupted(received());
}

// No handler may run on a thread that computes: inside a matrix product oneDNN 2.6 keeps the stack pointer in heap
// memory, which a handler's frame would overwrite. So one thread waits for the signals, and all others block them.
StopSignals::StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGUSR1, SIGPIPE, SIGXFSZ}) sigaddset(&signals, number);
  if (!is_ignored(SIGHUP)) sigaddset(&signals, SIGHUP);
  // Blocked, SIGPIPE and SIGXFSZ of a write stay with the thread that wrote, for good; those that are sent to the
  // process come to the thread below, unless they are ignored.
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  for (const int number : {SIGPIPE, SIGXFSZ}) std::signal(number, SIG_DFL);
  std::thread([signals] {
    int number = 0;
    sigwait(&signals, &number);
    received_ = number == SIGUSR1 ? SIGTERM : number;
    received_.notify_all();
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    while (true) pause();
  }).detach();
  // Told by a thread in which all of them stay blocked: where nobody reads stderr, telling raises a SIGPIPE of its own.
  std::thread([] {
    received_.wait(0);
    if (silent_) return;
    constexpr std::string_view over_the_bar = "\r\x1b[K";
    const std::string_view start = ::isatty(STDERR_FILENO) == 1 ? over_the_bar : "";
    tell("{}stopping as soon as the run can be saved; again to end at once\n", start);
  }).detach();
}

}  // namespace rowgrad

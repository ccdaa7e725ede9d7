#include "tools/stop_signals.hpp"

#include <unistd.h>

#include <csignal>
#include <thread>

namespace rowgrad {

std::atomic<int> StopSignals::received_ = 0;

// No handler may run on a thread that computes: inside a matrix product oneDNN 2.6 keeps the stack pointer in heap
// memory, which a handler's frame would overwrite. So one thread waits for the signals, and all others block them.
StopSignals::StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([signals] {
    int number = 0;
    sigwait(&signals, &number);
    received_ = number;
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    while (true) pause();
  }).detach();
}

}  // namespace rowgrad

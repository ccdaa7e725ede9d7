#include <fmt/format.h>
#include <pthread.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "tools/command.hpp"
#include "tools/explorer/page.hpp"
#include "tools/explorer/server.hpp"
#include "tools/messages.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"

namespace rowgrad {
namespace {

// Waits for SIGINT or SIGTERM, which no other thread gets, and then stops a server. A second one ends the program.
class StopsServer {
 public:
  /// Before any thread starts.
  StopsServer() {
    sigemptyset(&signals_);
    for (const int number : {SIGINT, SIGTERM}) sigaddset(&signals_, number);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  void watch(ExplorerServer& server) {
    std::thread([this, &server] {
      int number = 0;
      sigwait(&signals_, &number);
      received_ = number;
      server.stop();
      pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
      while (true) pause();
    }).detach();
  }
  int received() const { return received_; }

 private:
  sigset_t signals_ = {};
  std::atomic<int> received_ = 0;
};

class Explore : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("runs", places_,
                   "run directories, or folders of runs, where new ones are found too (default: runs)");
    app.add_option("--port", port_, "port to listen on; 0: any that is free (default 8080)")
        ->check(whole_number(0, 65535));
    app.add_option("--host", host_, "address to listen on (default 127.0.0.1: this machine alone)");
    app.add_option("--categories", categories_, "lines word<TAB>category: colours for the words of every run");
    app.footer(
        "Pictures of runs in a browser, live: training, gradients, the embedding space, language models, errors.\n"
        "Ctrl-C ends it. Whoever can reach the address can read the runs: --host is for networks one trusts.\n"
        "Examples:\n  rowgrad explore\n  rowgrad explore runs/world --categories data/world.categories.tsv --port 0");
  }

  int run() override {
    StopsServer signals;
    constexpr int politely = 10;  // a run that trains on this machine comes first
    ::setpriority(PRIO_PROCESS, 0, politely);
    Shelf shelf({places_.begin(), places_.end()}, categories_);
    ExplorerServer server(shelf, live_page(), host_, port_);
    signals.watch(server);
    fmt::print("{}\n", server.address());
    flush_results();
    tell("{} runs; open the address in a browser, Ctrl-C ends\n", shelf.runs().size());
    server.serve();
    constexpr int by_signal = 128;
    return signals.received() == 0 ? 0 : by_signal + signals.received();
  }

 private:
  std::vector<std::string> places_{"runs"};
  std::string host_ = "127.0.0.1", categories_;
  int port_ = 8080;
};

const bool registered = register_command<Explore>("explore", "pictures of runs in a browser, live");

}  // namespace
}  // namespace rowgrad

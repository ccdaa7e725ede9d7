#include <fmt/format.h>
#include <sys/resource.h>

#include <filesystem>
#include <string>

#include "tools/command.hpp"
#include "tools/explorer/page.hpp"
#include "tools/explorer/server.hpp"
#include "tools/for_people.hpp"
#include "tools/messages.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"

namespace rowgrad {
namespace {

// A run that trains on this machine comes first: before the threads that compute, too, which have started by now.
void make_way() {
  constexpr int politely = 10;
  std::error_code ignored;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task", ignored))
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(std::stoul(thread.path().filename().string())), politely);
}

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
    make_way();
    Shelf shelf({places_.begin(), places_.end()}, categories_);
    ExplorerServer server(shelf, live_page(), host_, port_);
    fmt::print("{}\n", server.address());
    flush_results();
    tell("{}; open the address in a browser, Ctrl-C ends\n", counted(shelf.runs().size(), "run"));
    server.serve();  // until a signal ends the program: there is nothing to save
    return 0;
  }

 private:
  std::vector<std::string> places_{"runs"};
  std::string host_ = "127.0.0.1", categories_;
  int port_ = 8080;
};

const bool registered = register_command<Explore>("explore", "pictures of runs in a browser, live");

}  // namespace
}  // namespace rowgrad

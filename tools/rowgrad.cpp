// rowgrad: everything but training, one subcommand each.
#include <thread>

#include "core/parallel.hpp"
#include "tools/command.hpp"
#include "tools/main.hpp"

namespace {

int run(int argc, char** argv) {
  using namespace rowgrad;
  CLI::App app("Queries trained runs and explains configs. `rowgrad COMMAND --help` has an example for each.",
               "rowgrad");
  app.require_subcommand(1);
  int threads = static_cast<int>(std::thread::hardware_concurrency());
  app.add_option("--threads", threads, "threads (default: the cores available)")->check(CLI::Range(1, 1024));
  std::map<CLI::App*, std::unique_ptr<Command>> commands;
  for (const auto& [name, entry] : Registry<Command>::instance().entries()) {
    CLI::App* sub = app.add_subcommand(name, entry.doc);
    auto command = entry.create();
    command->declare(*sub);
    commands.emplace(sub, std::move(command));
  }
  if (argc > 1 && argv[1][0] != '-' && !Registry<Command>::instance().entries().contains(argv[1])) {
    throw input_error(argv[1], "is no command of rowgrad", suggest(argv[1], Registry<Command>::instance().names()));
  }
  if (!parse(app, argc, argv)) return 0;
  set_threads(threads);
  return commands.at(app.get_subcommands().front())->run();
}

}  // namespace

int main(int argc, char** argv) { return rowgrad::guarded_main(run, argc, argv); }

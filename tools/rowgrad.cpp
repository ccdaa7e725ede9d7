// rowgrad: everything but training, one subcommand each.
#include <algorithm>
#include <map>
#include <memory>
#include <thread>

#include "core/parallel.hpp"
#include "tools/command.hpp"
#include "tools/main.hpp"
#include "tools/numbers.hpp"

namespace {

using namespace rowgrad;

using Commands = std::map<CLI::App*, std::unique_ptr<Command>>;

// Names that commands had before. They still work, and no help shows them.
const std::map<std::string, std::string> former_names = {{"crowding", "nearest-pair"}};

void declare_threads(CLI::App& app, int& threads) {
  app.add_option("--threads", threads, "threads (default: the cores available)")->check(whole_number(1, 1024));
}

CLI::App* add_command(CLI::App& app, const std::string& name, const Registry<Command>::Entry& entry, int& threads,
                      Commands& commands) {
  CLI::App* sub = app.add_subcommand(name, entry.doc);
  auto command = entry.create();
  command->declare(*sub);
  declare_threads(*sub, threads);  // these two may stand anywhere
  add_verbose_flag(*sub);
  commands.emplace(sub, std::move(command));
  return sub;
}

int run(int argc, char** argv) {
  CLI::App app("Queries trained runs and explains configs. `rowgrad COMMAND --help` has an example for each.",
               "rowgrad");
  app.require_subcommand(1);
  add_common_flags(app);
  int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  declare_threads(app, threads);
  const auto& registry = Registry<Command>::instance();
  Commands commands;
  for (const auto& [name, entry] : registry.entries()) add_command(app, name, entry, threads, commands);
  for (const auto& [former, name] : former_names)
    add_command(app, former, registry.entries().at(name), threads, commands)->group("");
  if (argc > 1 && argv[1][0] != '-' && !registry.entries().contains(argv[1]) && !former_names.contains(argv[1]))
    throw input_error(argv[1], "rowgrad has no such command", suggest(argv[1], registry.names()));
  if (!parse(app, argc, argv)) return 0;
  set_threads(threads);
  return commands.at(app.get_subcommands().front())->run();
}

}  // namespace

int main(int argc, char** argv) { return rowgrad::guarded_main(run, argc, argv); }

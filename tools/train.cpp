// train: from a config to a run directory.
#include "train/train.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <thread>

#include "core/parallel.hpp"
#include "kernels/rows.hpp"
#include "tools/main.hpp"
#include "train/training.hpp"

namespace {

using namespace rowgrad;

struct Arguments {
  std::string config, out, init_from;
  std::vector<std::string> set;
  std::size_t seed = 0;
  int threads = static_cast<int>(std::thread::hardware_concurrency());
  bool resume = false, overwrite = false, quiet = false, print_config = false, has_seed = false;
};

const char* const examples = R"(Examples:
  train --config configs/sentiment.json
  train --config configs/bigram.json --set data.train=names.txt --out runs/names
  train --config configs/sgns.json --set sizes.d=100 --set train.epochs=3
  train --resume --out runs/names --set train.epochs=20
)";

// A resumed run is the saved config; only a larger number of epochs may be asked of it. What --set repeats of it, such
// as the whole command that began the run, changes nothing and is welcome.
Config resumed_config(const Arguments& a) {
  const RunDirectory run(a.out);
  if (!run.holds_run())
    throw input_error("--resume", fmt::format("{} holds no run", a.out), "name the --out of the run to resume");
  if (!a.init_from.empty()) throw input_error("--init-from", "a resumed run keeps its parameters", "remove the flag");
  Config config = Config::load(run.config().string(), a.set);
  if (a.has_seed) config.seed = a.seed;
  const Json saved = Experiment(Config::load(run.config().string())).resolved();
  Json asked = Experiment(config).resolved();
  const std::size_t had = saved["train"]["epochs"], epochs = asked["train"]["epochs"];
  asked["train"]["epochs"] = had;
  if (const Json changes = Json::diff(saved, asked); !changes.empty()) {
    throw input_error(
        "--resume",
        fmt::format("a resumed run keeps its config, but this would change {}", changes[0]["path"].get<std::string>()),
        "start a new run with another --out; only train.epochs may grow");
  }
  if (!a.config.empty()) {
    const Json given = Json::diff(saved, Experiment(Config::load(a.config, a.set)).resolved());
    if (!given.empty())
      spdlog::warn("the run keeps its saved config; {} differs from it at {}", a.config,
                   given[0]["path"].get<std::string>());
  }
  if (epochs < had) {
    throw input_error("--set train.epochs",
                      fmt::format("a resumed run keeps its {} epochs or gets more, found {}", had, epochs),
                      "give a larger number");
  }
  return config;
}

// The first SIGINT or SIGTERM asks for the step to be finished and saved, a second one ends the program as it always
// would. They are blocked everywhere and one thread waits for them, because no handler may run on a thread that
// computes: inside a matrix product oneDNN 2.6 keeps the stack pointer in heap memory, which a handler's frame would
// overwrite.
void watch_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // threads started from here on inherit it
  std::thread([signals] {
    int number = 0;
    sigwait(&signals, &number);
    pending_signal = number;
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    while (true) pause();
  }).detach();
}

int run(int argc, char** argv) {
  CLI::App app("Trains a model from a JSON config and writes a run directory.", "train");
  Arguments a;
  app.add_option("--config", a.config, "the config file; see `rowgrad layers` and configs/");
  app.add_option("--set", a.set, "override a key: path.to.key=value")->allow_extra_args(false);
  app.add_option("--out", a.out, "the run directory (default: runs/<config name>)");
  app.add_flag("--resume", a.resume, "continue the run in --out from its checkpoint");
  app.add_flag("--overwrite", a.overwrite, "replace the run in --out");
  app.add_option("--init-from", a.init_from, "start from the parameters of another run, by name");
  app.add_option("--threads", a.threads, "threads (default: the cores available)")->check(CLI::Range(1, 1024));
  auto* seed = app.add_option("--seed", a.seed, "seed (default: the config's)")->check(CLI::NonNegativeNumber);
  app.add_flag("--quiet", a.quiet, "no progress");
  app.add_flag("--print-config", a.print_config, "print the resolved config and stop");
  app.footer(examples);
  if (!parse(app, argc, argv)) return 0;
  a.has_seed = seed->count() > 0;

  if (a.config.empty() && !(a.resume && !a.out.empty()))
    throw input_error("--config", "expected a config file, found none",
                      "for example: train --config configs/sentiment.json");
  if (a.resume && a.overwrite) throw input_error("--resume", "cannot be combined with --overwrite", "choose one");
  if (a.out.empty()) a.out = (std::filesystem::path("runs") / std::filesystem::path(a.config).stem()).string();
  watch_signals();
  set_threads(a.threads);
  spdlog::debug("kernels: {}; matrix products: oneDNN; threads: {}", instruction_set(), a.threads);

  Config config = a.resume ? resumed_config(a) : Config::load(a.config, a.set);
  if (a.has_seed) config.seed = a.seed;
  Experiment experiment(config);
  if (a.print_config) {
    fmt::print("{}\n", experiment.resolved().dump(2));
    return 0;
  }
  if (!a.resume && !a.overwrite && RunDirectory(a.out).holds_run()) {
    throw input_error("--out", fmt::format("{} already holds a run", a.out),
                      "continue it with --resume, replace it with --overwrite, or choose another --out");
  }
  try {
    const Json summary = train(experiment, {a.out, a.init_from, a.resume, a.overwrite, a.quiet});
    fmt::print("{}\n", summary.dump(2));
    spdlog::info("run directory: {}", a.out);
  } catch (const Interrupted& interrupted) {
    spdlog::warn("interrupted and saved; continue with: train --resume --out {}", a.out);
    return 128 + interrupted.signal;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return rowgrad::guarded_main(run, argc, argv); }

// train: from a config to a run directory.
#include "session/train.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "core/parallel.hpp"
#include "kernels/rows.hpp"
#include "tools/main.hpp"
#include "tools/own_data.hpp"
#include "tools/progress_bar.hpp"
#include "tools/resume_policy.hpp"
#include "tools/stop_signals.hpp"
#include "tools/train_arguments.hpp"

namespace {

using namespace rowgrad;

RunSpec new_spec(const TrainArguments& a) {
  Config config = Config::load(a.config, told_own_data(a.config, a.set));
  if (a.seed) config.seed = *a.seed;
  return read_run_spec(config);
}

int run(int argc, char** argv) {
  const auto arguments = TrainArguments::parse(argc, argv);
  if (!arguments) return 0;
  const TrainArguments& a = *arguments;
  StopSignals signals;  // before any thread starts, so that all of them block the signals
  set_threads(a.threads);
  spdlog::debug("kernels: {}; matrix products: oneDNN; threads: {}", instruction_set(), a.threads);

  const RunSpec spec = a.resume ? resumed_spec(a) : new_spec(a);
  if (a.print_config) {
    fmt::print("{}\n", spec.resolved.dump(2));
    return 0;
  }
  ProgressBar bar(a.quiet);
  RunObservers observers{&bar, &signals};
  const auto summary =
      a.resume ? resume(spec, a.out, observers) : train(spec, {a.out, a.init_from, a.overwrite}, observers);
  if (!summary) {
    spdlog::warn("interrupted and saved; continue with: train --resume --out {}", a.out);
    return 128 + signals.received();
  }
  fmt::print("{}\n", to_json(*summary).dump(2));
  spdlog::info("run directory: {}", a.out);
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return rowgrad::guarded_main(run, argc, argv); }

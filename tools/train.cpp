// train: from a config to a run directory.
#include "session/train.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "comm/load.hpp"
#include "core/command_name.hpp"
#include "core/parallel.hpp"
#include "kernels/rows.hpp"
#include "tools/main.hpp"
#include "tools/messages.hpp"
#include "tools/next_command.hpp"
#include "tools/on_ranks.hpp"
#include "tools/output.hpp"
#include "tools/own_data.hpp"
#include "tools/progress_bar.hpp"
#include "tools/resume_policy.hpp"
#include "tools/stop_signals.hpp"
#include "tools/summary_table.hpp"
#include "tools/train_arguments.hpp"

namespace {

using namespace rowgrad;

RunSpec new_spec(const TrainArguments& a) {
  Config config = Config::load(a.config, told_own_data(a.config, a.set));
  if (a.seed) config.seed = *a.seed;
  RunSpec spec = read_run_spec(config);
  const Sizes own = Config::load(a.config).sizes;
  for (const auto& [size, value] : config.sizes) {
    if (!own.contains(size)) require_size_named(spec, size);
  }
  return spec;
}

// Remembers where the run is written.
struct RunFolderObserver : RunObserver {
  void placed(const std::filesystem::path& run) override { folder = run; }
  std::filesystem::path folder;
};

std::optional<Summary> carry_out(const TrainArguments& a, const RunSpec& spec, RunObserver& observer,
                                 Communicator& ranks) {
  if (a.resume) return resume(spec, a.out, observer, ranks);
  if (a.finish) return finish_early(spec, a.out, observer, ranks);
  const bool beside = !a.out_given && !a.overwrite;
  return train(spec, {a.out, a.init_from, a.overwrite, beside}, observer, ranks);
}

// The signal that came to this or another rank.
int any_signal(Communicator& ranks, const StopSignals& signals) {
  return std::ranges::max(ranks.gather_one(signals.received()));
}

// The summary to stdout, where it is and what to try next to stderr.
void tell_end(const TrainArguments& a, const RunSpec& spec, const Summary& summary, const std::filesystem::path& run) {
  const bool table = isatty(STDOUT_FILENO) != 0 && !a.json;
  fmt::print("{}", table ? summary_table(summary, run) : to_json(summary).dump(2) + "\n");
  flush_results();
  if (!table && !(a.quiet && a.out_given)) spdlog::info("run directory: {}", run.string());
  if (!a.quiet) tell("try: {}\n", next_command(RunDirectory(run), spec));
}

// One rank speaks: rank 0.
void hold_tongue() {
  StopSignals::be_silent();
  [[maybe_unused]] const auto* nowhere = std::freopen("/dev/null", "w", stdout);
}

int train_on(Communicator& ranks, const TrainArguments& a, StopSignals& signals) {
  if (!ranks.first()) spdlog::set_level(spdlog::level::off);
  set_threads(a.threads);
  spdlog::debug("kernels: {}; matrix products: oneDNN; threads: {}", instruction_set(), a.threads);

  const RunSpec spec = a.reopens() ? resumed_spec(a) : new_spec(a);
  if (a.print_config) {
    fmt::print("{}\n", spec.resolved.dump(2));
    return 0;
  }
  ProgressBar bar(a.quiet);
  RunFolderObserver place;
  RunObservers observers{&signals};
  if (ranks.first()) observers = {&signals, &bar, &place};
  const auto summary = carry_out(a, spec, observers, ranks);
  if (!ranks.first()) return summary ? 0 : 128 + any_signal(ranks, signals);
  if (summary) {
    tell_end(a, spec, *summary, place.folder);
    return 0;
  }
  spdlog::warn("interrupted and saved; go on: {0} --resume --out {1}, or end it: {0} --finish --out {1}",
               command_name("train"), shell_word(place.folder.string()));
  return 128 + any_signal(ranks, signals);
}

int run(int argc, char** argv) {
  StopSignals signals;  // before any thread starts, so that all of them block the signals
  const auto ranks = load_communicator();
  if (!ranks->first()) hold_tongue();
  return on_ranks(*ranks, [&] {
    const auto arguments = TrainArguments::parse(argc, argv);
    if (!arguments) return 0;
    return train_on(*ranks, *arguments, signals);
  });
}

}  // namespace

int main(int argc, char** argv) { return rowgrad::guarded_main(run, argc, argv); }

#include "session/train.hpp"

#include <fmt/format.h>

#include "run/new_run.hpp"
#include "run/run_folder.hpp"
#include "session/identity.hpp"
#include "session/start_from.hpp"
#include "session/train_to_end.hpp"

namespace rowgrad {
namespace {

std::vector<std::string> files_of(const Experiment& experiment) {
  std::vector<std::string> files{"config.json", "vocab.txt", "metrics.jsonl", "checkpoint/state.safetensors"};
  if (experiment.dataset->labels().size() > 0) files.emplace_back("labels.txt");
  for (const std::string& file : result_files(experiment)) files.push_back(file);
  return files;
}

RunState start(const Experiment& experiment, const TrainRequest& request, RunObserver& observer) {
  for (const std::string& note : experiment.dataset->notes()) observer.note(note);
  RunState state = initial_state(experiment, [&](const std::string& note) { observer.note(note); });
  if (request.init_from.empty()) return state;
  const std::size_t found = start_from(request.init_from, experiment, state.parameters,
                                       [&](const std::string& note) { observer.note(note); });
  observer.note(
      fmt::format("{} of {} parameters start from {}", found, state.parameters.size(), request.init_from.string()));
  return state;
}

}  // namespace

std::optional<Summary> train(const RunSpec& spec, const TrainRequest& request, RunObserver& observer) {
  const Stopwatch watch;
  // Before the data is read, which may take long.
  require_data_outside(spec, request.out);
  require_available(request.out, request.overwrite);
  const Experiment experiment = load_experiment(spec);
  RunState state = start(experiment, request, observer);
  // Whatever may be wrong with the input is known by now: only then something is written.
  NewRun place(request.out, request.overwrite, files_of(experiment), spec.resolved, experiment.dataset->vocabularies());
  try {
    CheckpointFacts facts{experiment.dataset->token_count(Split::train), 0, identity_of(spec, place.run())};
    auto summary = train_to_end(place.run(), experiment, std::move(facts), std::move(state), observer, watch);
    place.keep();
    return summary;
  } catch (...) {
    if (const auto kept = place.fail()) {
      observer.note(fmt::format("{0} is as it was; what the failed run had saved is in {1} (train --resume --out {1})",
                                request.out.string(), kept->string()));
    }
    throw;
  }
}

}  // namespace rowgrad

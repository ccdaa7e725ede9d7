#include "session/train.hpp"

#include <fmt/format.h>

#include "core/command_name.hpp"
#include "core/error.hpp"
#include "run/free_place.hpp"
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
  observer.data_read(*experiment.dataset);
  const auto note = [&](const std::string& text) { observer.note(text); };
  RunState state = initial_state(experiment, note);
  if (!request.init_from.empty()) start_from(request.init_from, experiment, state.parameters, note);
  return state;
}

NewRun make_place(const TrainRequest& request, const Experiment& experiment) {
  const auto make = [&](const std::filesystem::path& out) {
    return NewRun(out, request.overwrite, files_of(experiment), experiment.spec.resolved,
                  experiment.dataset->vocabularies());
  };
  while (request.beside) {
    const std::filesystem::path out = free_place(request.out).out;
    try {
      return make(out);
    } catch (const Error&) {
      if (!is_taken(out)) throw;  // otherwise another run was quicker, and the next place is tried
    }
  }
  return make(request.out);
}

// Where the run is going to be, if nobody is quicker. Throws an input Error if it may not.
FreePlace available_place(const RunSpec& spec, const TrainRequest& request) {
  const auto check = [&](const std::filesystem::path& out) {
    require_data_outside(spec, out);
    require_available(out, request.overwrite);
  };
  while (request.beside) {
    FreePlace place = free_place(request.out);
    try {
      check(place.out);
      return place;
    } catch (const Error&) {
      if (!is_taken(place.out)) throw;  // taken since: the next place is tried
    }
  }
  check(request.out);
  return FreePlace{request.out};
}

// Says where the run goes if another stands in its way.
void look_ahead(const RunSpec& spec, const TrainRequest& request, RunObserver& observer) {
  const FreePlace place = available_place(spec, request);
  if (place.out == request.out) return;
  std::string note = fmt::format("{} is taken: this run goes beside it", request.out.string());
  if (place.unfinished)
    note += fmt::format("; {} is unfinished: {} --resume --out {}", place.unfinished->string(), command_name("train"),
                        shell_word(place.unfinished->string()));
  observer.note(note);
}

}  // namespace

std::optional<Summary> train(const RunSpec& spec, const TrainRequest& request, RunObserver& observer) {
  const Stopwatch watch;
  look_ahead(spec, request, observer);  // before the data is read, which may take long
  const KnownNames known = request.init_from.empty() ? KnownNames{} : names_of_start(request.init_from);
  const Experiment experiment = load_experiment(spec, known);
  RunState state = start(experiment, request, observer);
  // Whatever may be wrong with the input is known by now: only then something is written.
  NewRun place = make_place(request, experiment);
  observer.placed(place.out());
  try {
    CheckpointFacts facts{experiment.dataset->token_count(Split::train), 0, identity_of(spec, place.run())};
    auto summary = train_to_end(place.run(), experiment, std::move(facts), std::move(state), observer, watch);
    place.keep();
    return summary;
  } catch (...) {
    if (const auto kept = place.fail()) {
      observer.note(fmt::format("{} is as it was; what the failed run had saved is in {} ({} --resume --out {})",
                                request.out.string(), kept->string(), command_name("train"),
                                shell_word(kept->string())));
    }
    throw;
  }
}

}  // namespace rowgrad

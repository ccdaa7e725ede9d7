#include "session/train.hpp"

#include <fmt/format.h>

#include "comm/together.hpp"
#include "core/command_name.hpp"
#include "core/error.hpp"
#include "run/free_place.hpp"
#include "run/new_run.hpp"
#include "run/run_folder.hpp"
#include "session/identity.hpp"
#include "session/memory.hpp"
#include "session/same_on_ranks.hpp"
#include "session/sharding_check.hpp"
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

RunState start(const Experiment& experiment, const TrainRequest& request, RunObserver& observer,
               const Communicator& communicator) {
  observer.data_read(*experiment.dataset);
  const auto note = [&](const std::string& text) { observer.note(text); };
  RunState state = initial_state(experiment, note, communicator);
  if (!request.init_from.empty()) start_from(request.init_from, experiment, state.parameters, note);
  return state;
}

std::unique_ptr<NewRun> make_place(const TrainRequest& request, const Experiment& experiment) {
  const auto make = [&](const std::filesystem::path& out) {
    return std::make_unique<NewRun>(out, request.overwrite, files_of(experiment), experiment.spec.resolved,
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

void tell_kept(NewRun& place, const TrainRequest& request, RunObserver& observer) {
  const auto kept = place.fail();
  if (!kept) return;
  observer.note(fmt::format("{} is as it was; what the failed run had saved is in {} ({} --resume --out {})",
                            request.out.string(), kept->string(), command_name("train"), shell_word(kept->string())));
}

Experiment load(const RunSpec& spec, const TrainRequest& request, Communicator& communicator) {
  const KnownNames known = together(
      communicator, [&] { return request.init_from.empty() ? KnownNames{} : names_of_start(request.init_from); });
  return together(communicator, [&] { return load_experiment(spec, known, communicator); });
}

}  // namespace

std::optional<Summary> train(const RunSpec& spec, const TrainRequest& request, RunObserver& observer,
                             Communicator& communicator) {
  const Stopwatch watch;
  spec.engine->check_ranks(communicator.size(), spec.where / "train");
  on_first(communicator, [&] { look_ahead(spec, request, observer); });  // before the data is read: that may take long
  check_sharding(spec, communicator);
  const Experiment experiment = load(spec, request, communicator);
  together(communicator, [&] {
    check_sharding(spec, experiment.graph, communicator);
    require_memory(experiment, communicator);
  });
  require_same_on_ranks(experiment, communicator);
  RunState state = together(communicator, [&] { return start(experiment, request, observer, communicator); });
  // Whatever may be wrong with the input is known by now: only then something is written.
  std::unique_ptr<NewRun> place;  // of rank 0
  on_first(communicator, [&] {
    place = make_place(request, experiment);
    observer.placed(place->out());
  });
  try {
    const RunDirectory run = place ? place->run() : RunDirectory(request.out);
    CheckpointFacts facts{experiment.dataset->token_count(Split::train), 0};
    on_first(communicator, [&] { facts.identity = identity_of(spec, run); });
    auto summary = train_to_end(run, experiment, std::move(facts), std::move(state), observer, watch, communicator);
    on_first(communicator, [&] { place->keep(); });
    return summary;
  } catch (...) {
    if (place) tell_kept(*place, request, observer);
    throw;
  }
}

}  // namespace rowgrad

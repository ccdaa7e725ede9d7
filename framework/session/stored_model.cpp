#include "session/stored_model.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "run/run_lock.hpp"
#include "session/model_is_current.hpp"
#include "session/results.hpp"
#include "session/trained_model.hpp"

namespace rowgrad {
namespace {

Error nothing_saved(const RunDirectory& run) {
  const std::string path = run.path().string();
  if (RunLock::is_held(run.path())) {
    return input_error(path, "is being trained and has saved no checkpoint yet",
                       "wait for one; train.checkpoint_seconds says how often they are saved");
  }
  return input_error(path, "holds neither a model nor a checkpoint: the run ended before it saved one",
                     "train it again: the same command will do");
}

std::string describe(const RunDirectory& run, const FinishedRun& state, std::size_t epochs) {
  const std::string& path = run.path().string();
  if (state.best_epoch > 0) {
    return fmt::format("{} is not finished ({} of {} epochs): its parameters are those of its best epoch so far, {}",
                       path, state.epochs, epochs, state.best_epoch);
  }
  return fmt::format("{} is not finished: its parameters are those of its last checkpoint, step {} ({} of {} epochs)",
                     path, state.steps, state.epochs, epochs);
}

}  // namespace

StoredModel::StoredModel(const RunDirectory& run) : file_(run.model()) {
  run.require_run();
  if (model_is_current(run))
    finished_.emplace(run.model());
  else if (run.has_checkpoint())
    read_checkpoint(run);
  else
    throw nothing_saved(run);
}

void StoredModel::read_checkpoint(const RunDirectory& run) {
  file_ = run.checkpoint();
  const Experiment experiment = open_experiment(run);
  FinishedRun state = finish(experiment, read_state(CheckpointFile(file_), experiment));
  note_ = describe(run, state, experiment.spec.engine->options.epochs);
  unfinished_ = std::move(state.parameters);
}

const Parameter<float>* StoredModel::find(const std::string& name) const {
  const auto found = std::ranges::find(
      unfinished_, name, [](const auto& p) -> const auto& { return p.spec.name; });
  return found == unfinished_.end() ? nullptr : &*found;
}

bool StoredModel::has(const std::string& name) const {
  return finished_ ? finished_->has(name) : find(name) != nullptr;
}

std::pair<std::size_t, std::size_t> StoredModel::shape(const std::string& name) const {
  if (finished_) return finished_->shape(name);
  const Parameter<float>* parameter = find(name);
  return {parameter->spec.rows, parameter->spec.columns};
}

void StoredModel::read(const std::string& name, Matrix<float>& value) const { read(name, value, 0, rows(value)); }

void StoredModel::read(const std::string& name, Matrix<float>& value, std::size_t first_row,
                       std::size_t all_rows) const {
  if (finished_) return finished_->read(name, value, first_row, all_rows);
  const Parameter<float>* parameter = find(name);
  if (parameter == nullptr)
    throw input_error(file_.string(), fmt::format("has no \"{}\"", name), "name a run of the same model");
  if (rows(parameter->value) != all_rows || columns(parameter->value) != columns(value)) {
    throw input_error(file_.string(),
                      fmt::format("expected \"{}\" of {} x {}, found {} x {}", name, all_rows, columns(value),
                                  parameter->spec.rows, parameter->spec.columns),
                      "name a run of the same model");
  }
  std::copy_n(row(parameter->value, first_row), value.size(), value.data());
}

RunState read_state(const CheckpointFile& checkpoint, const Experiment& experiment, const Communicator& communicator) {
  const Engine& engine = *experiment.spec.engine;
  StateLimits limits{!engine.keeps_steps_in_order(), engine.options.epochs, experiment.graph.losses().size()};
  const Json& saved = checkpoint.facts().identity.config;
  if (saved.is_object()) limits.epochs = std::min(limits.epochs, saved.at("train").value("epochs", limits.epochs));
  return checkpoint.read(blank_state(experiment, communicator), limits);
}

}  // namespace rowgrad

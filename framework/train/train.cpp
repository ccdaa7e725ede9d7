#include "train/train.hpp"

#include <spdlog/spdlog.h>

#include "core/atomic_file.hpp"
#include "io/safetensors.hpp"
#include "train/evaluate.hpp"
#include "train/pretrained.hpp"
#include "train/training.hpp"

namespace rowgrad {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Rows are ids, so a table is only worth copying if both runs number the same tokens.
void require_same_tokens(const std::filesystem::path& run, const Vocabulary* ours) {
  const std::filesystem::path file = run / "vocab.txt";
  if (ours == nullptr || !std::filesystem::exists(file)) return;
  const Vocabulary theirs = Vocabulary::load(file);
  bool same = theirs.size() == ours->size();
  for (Id id = 0; same && id < ours->size(); ++id) same = theirs.token(id) == ours->token(id);
  if (!same) {
    throw input_error(file.string(), "its tokens are not this run's, so the rows of its tables stand for others",
                      "train both on data with the same vocabulary");
  }
}

void start_from(const std::filesystem::path& run, Training& training) {
  if (!std::filesystem::exists(RunDirectory(run).model())) {
    throw input_error("--init-from " + run.string(), "expected a finished run, found no model.safetensors in it",
                      "name the --out of a finished `train`");
  }
  const Safetensors file(RunDirectory(run).model());
  std::size_t found = 0;
  for (auto& p : training.parameters) {
    if (!file.has(p.spec.name)) continue;
    file.read(p.spec.name, p.value);
    ++found;
  }
  if (found == 0)
    throw input_error(run.string(), "none of its parameters has a name of this model's",
                      "compare the layer names of both configs");
  require_same_tokens(run, training.experiment.task().vocabulary());
  spdlog::info("{} of {} parameters start from {}", found, training.parameters.size(), run.string());
}

void save_model(const RunDirectory& run, const Parameters<float>& parameters) {
  std::vector<NamedMatrix> tensors;
  for (const auto& p : parameters) tensors.push_back({p.spec.name, &p.value});
  write_safetensors(run.model(), tensors);
}

Json summarise(const Training& training, Parameters<float>& parameters, const Json& seconds) {
  const Experiment& e = training.experiment;
  const double tokens = static_cast<double>(e.task().tokens(Split::train)) * static_cast<double>(training.epoch);
  Json summary{{"task", e.task_name()},    {"steps", training.step},
               {"epochs", training.epoch}, {"parameters", e.graph().parameter_count()},
               {"seconds", seconds},       {"tokens_per_second", tokens / seconds["train"].get<double>()}};
  if (training.early_stopping.best_epoch() > 0) summary["best_epoch"] = training.early_stopping.best_epoch();
  for (const Split split : all_splits) {
    if (!e.task().has(split)) continue;
    if (split == Split::train && e.task().train_loss_as_trained())
      summary["train"] = {{"loss", training.last_epoch_loss}};
    else
      summary[split_name(split)] =
          to_full_json(evaluate(e.graph(), parameters, e.task(), split, e.random().stream("evaluate")));
  }
  return summary;
}

// Reads the data and builds the graph; nothing is written yet.
void prepare(Experiment& experiment, const RunDirectory* resumed) {
  const Where data = experiment.config().where / "data";
  if (resumed != nullptr) experiment.task().restore(resumed->path());
  experiment.task().check(data);
  experiment.task().load();
  if (!experiment.task().has(Split::train)) {
    throw(data / "train").error("no training data is left", "give more data, or another \"split\"");
  }
  if (experiment.engine().options.patience > 0 && !experiment.task().has(Split::dev)) {
    throw(experiment.config().where / "train" / "patience")
        .error("there is no dev split to watch", "name a file in data.dev, or cut one off with data.split");
  }
  experiment.build();
}

// Trains to the end, evaluates and writes what a finished run leaves.
Json finish(Training& training, double load_seconds, Clock::time_point start) {
  Experiment& experiment = training.experiment;
  const RunDirectory& run = training.run;
  training.start();
  experiment.engine().run(training);
  if (training.step == 0 && training.epoch > 0) {
    throw(experiment.config().where / "data" / "train")
        .error("the training data gives no batch at all",
               "give more data, or loosen a threshold such as data.subsample");
  }
  training.report_end();
  training.require_finite();
  training.save_checkpoint(nullptr);
  training.optimizer.catch_up_all(training.parameters);  // after the checkpoint, from which training could go on
  training.early_stopping.restore(training.parameters);
  const double train_seconds = training.seconds_training();
  save_model(run, training.parameters);
  experiment.task().finish(run.path(), experiment.graph(), training.parameters, experiment.engine().options.vectors);
  Json summary =
      summarise(training, training.parameters, {{"total", 0.0}, {"load", load_seconds}, {"train", train_seconds}});
  summary["seconds"]["total"] = seconds_since(start);
  write_atomically(run.summary(), summary.dump(2) + "\n");
  return summary;
}

}  // namespace

Json train(Experiment& experiment, const TrainRequest& request) {
  const auto start = Clock::now();
  const RunDirectory run(request.out);
  prepare(experiment, request.resume ? &run : nullptr);
  std::vector<Pretrained> pretrained;
  if (!request.resume) pretrained = read_pretrained(experiment);
  Progress progress(request.quiet);
  Training training(experiment, run, progress);
  if (!pretrained.empty()) apply(pretrained, *experiment.task().vocabulary(), training.parameters);
  pretrained.clear();
  spdlog::debug("{} parameters, {} tokens", experiment.graph().parameter_count(),
                experiment.task().tokens(Split::train));
  // Whatever may be wrong with the input is known by now: only then an earlier run is touched.
  if (request.resume) {
    training.load_checkpoint();
    write_atomically(run.config(), experiment.resolved().dump(2) + "\n");
  } else {
    if (!request.init_from.empty()) start_from(request.init_from, training);
    if (request.overwrite) run.clear();
    run.create(experiment);
  }
  try {
    return finish(training, seconds_since(start), start);
  } catch (...) {
    std::error_code ignored;
    if (!std::filesystem::exists(run.checkpoint(), ignored)) run.discard();  // nothing in it could be used
    throw;
  }
}

}  // namespace rowgrad

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

void start_from(const std::filesystem::path& run, Parameters<float>& parameters) {
  const Safetensors file(RunDirectory(run).model());
  std::size_t found = 0;
  for (auto& p : parameters) {
    if (!file.has(p.spec.name)) continue;
    file.read(p.spec.name, p.value);
    ++found;
  }
  if (found == 0)
    throw input_error(run.string(), "none of its parameters has a name of this model's",
                      "compare the layer names of both configs");
  spdlog::info("{} of {} parameters start from {}", found, parameters.size(), run.string());
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
  for (const Split split : all_splits) {
    if (!e.task().has(split)) continue;
    if (split == Split::train && e.task().train_loss_as_trained())
      summary["train"] = {{"loss", training.last_epoch_loss}};
    else
      summary[split_name(split)] =
          to_json(evaluate(e.graph(), parameters, e.task(), split, e.random().stream("evaluate")));
  }
  return summary;
}

}  // namespace

Json train(Experiment& experiment, const TrainRequest& request) {
  const auto start = Clock::now();
  const RunDirectory run(request.out);
  const Where data = experiment.config().where / "data";
  experiment.task().check(data);
  if (request.resume) experiment.task().restore(run.path());
  experiment.task().load();
  experiment.build();
  std::vector<Pretrained> pretrained;
  if (!request.resume) pretrained = read_pretrained(experiment);
  if (request.resume) {
    write_atomically(run.config(), experiment.resolved().dump(2) + "\n");
  } else {
    if (request.overwrite) run.clear();
    run.create(experiment);
  }
  const double load_seconds = seconds_since(start);
  spdlog::debug("{} parameters, {} tokens", experiment.graph().parameter_count(),
                experiment.task().tokens(Split::train));

  Progress progress(request.quiet);
  Training training(experiment, run, progress);
  if (!pretrained.empty()) apply(pretrained, *experiment.task().vocabulary(), training.parameters);
  pretrained.clear();
  if (request.resume)
    training.load_checkpoint();
  else if (!request.init_from.empty())
    start_from(request.init_from, training.parameters);
  experiment.engine().run(training);
  progress.finish();
  training.save_checkpoint(nullptr);
  training.optimizer.catch_up_all(training.parameters);  // after the checkpoint, from which training could go on
  const double train_seconds = training.seconds_training();
  save_model(run, training.parameters);
  experiment.task().finish(run.path(), experiment.graph(), training.parameters, experiment.engine().options.vectors);
  Json summary =
      summarise(training, training.parameters, {{"total", 0.0}, {"load", load_seconds}, {"train", train_seconds}});
  summary["seconds"]["total"] = seconds_since(start);
  write_atomically(run.summary(), summary.dump(2) + "\n");
  return summary;
}

}  // namespace rowgrad

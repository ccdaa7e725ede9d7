#include "session/results.hpp"

#include <algorithm>

#include "comm/together.hpp"
#include "graph/table_blocks.hpp"
#include "io/shared_safetensors.hpp"
#include "io/word2vec_format.hpp"
#include "metrics/evaluate.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {
namespace {

std::string vectors_file(const Experiment& experiment) {
  return experiment.spec.engine->options.vectors == "text" ? "embeddings.txt" : "embeddings.bin";
}

// The parameter whose rows are written as word vectors, if the task makes any.
std::optional<std::size_t> vectors_table(const Experiment& experiment) {
  if (!experiment.spec.data->makes_word_vectors()) return std::nullopt;
  return experiment.graph.table_of(experiment.dataset->words());
}

}  // namespace

Json to_json(const Summary& s) {
  Json json{{"task", s.task},
            {"steps", s.steps},
            {"epochs", s.epochs},
            {"parameters", s.parameters},
            {"seconds", {{"total", s.seconds_total}, {"load", s.seconds_load}, {"train", s.seconds_train}}},
            {"tokens_per_second", s.tokens_per_second}};
  if (s.best_epoch > 0) json["best_epoch"] = s.best_epoch;
  for (const auto& [split, metrics] : s.splits) json[split_name(split)] = to_full_json(metrics);
  return json;
}

FinishedRun finish(const Experiment& experiment, RunState state) {
  Optimizer<float>(*experiment.spec.rule, experiment.graph.parameters(), state.optimizer)
      .catch_up_all(state.parameters);
  state.best.restore(state.parameters);
  FinishedRun run{std::move(state.parameters), state.step, state.epoch, state.best.epoch};
  run.passes = static_cast<double>(state.epoch);
  run.last_epoch_loss = state.epoch > 0 ? state.last_epoch_loss : state.epoch_loss.mean();
  run.seconds = state.seconds;
  return run;
}

Summary summarise(const Experiment& experiment, FinishedRun& run, Communicator& communicator) {
  const Dataset& dataset = *experiment.dataset;
  Summary summary;
  summary.task = experiment.spec.task;
  summary.steps = run.steps;
  summary.epochs = run.epochs;
  summary.parameters = experiment.graph.parameter_count();
  summary.seconds_train = run.seconds;
  summary.tokens_per_second = static_cast<double>(dataset.token_count(Split::train)) * run.passes / run.seconds;
  summary.best_epoch = run.best_epoch;
  for (const Split split : all_splits) {
    if (!dataset.has(split)) continue;
    if (split == Split::train && experiment.spec.data->makes_word_vectors())
      summary.splits[split].loss = run.last_epoch_loss;
    else
      summary.splits[split] = evaluate(experiment.graph, run.parameters, dataset, split,
                                       experiment.spec.random().stream("evaluate"), communicator);
  }
  return summary;
}

namespace {

void write_parameters(const std::filesystem::path& file, const Parameters<float>& parameters,
                      Communicator& communicator) {
  std::vector<NamedMatrix> tensors;
  for (const auto& p : parameters) tensors.push_back(named_rows(p.spec.name, p.value, p, communicator));
  write_shared_safetensors(file, tensors, {}, communicator);
}

// The first rank writes, and gets the rows of others block by block.
void write_vectors(const std::filesystem::path& path, const Experiment& experiment, const Parameter<float>& table,
                   Communicator& communicator) {
  std::optional<Word2vecFile> file;
  on_first(communicator, [&] {
    const auto format =
        experiment.spec.engine->options.vectors == "text" ? Word2vecFile::Format::text : Word2vecFile::Format::binary;
    file.emplace(path, experiment.dataset->tokens(), table.spec.columns, format);
  });
  for_each_block(table, communicator, [&](const float* values, std::size_t n) { file->append(values, n); });
  on_first(communicator, [&] { file->commit(); });
}

}  // namespace

void write_model(const RunDirectory& directory, const Experiment& experiment, const FinishedRun& run,
                 Communicator& communicator) {
  write_parameters(directory.model(), run.parameters, communicator);
  if (const auto table = vectors_table(experiment))
    write_vectors(directory.path() / vectors_file(experiment), experiment, run.parameters[*table], communicator);
}

std::vector<std::string> result_files(const Experiment& experiment) {
  std::vector<std::string> files{"model.safetensors", "summary.json"};
  if (vectors_table(experiment)) files.push_back(vectors_file(experiment));
  return files;
}

}  // namespace rowgrad

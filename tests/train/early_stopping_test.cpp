#include "train/early_stopping.hpp"

#include "config/config.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"
#include "train/train.hpp"

namespace rowgrad {
namespace {

Parameters<float> value(float x) {
  Parameters<float> parameters;
  parameters.push_back({{"w", 1, 1, {}}, zeros<float>(1, 1)});
  parameters[0].value(0, 0) = x;
  return parameters;
}

Metrics dev(double loss, double accuracy) { return {loss, accuracy, 10, {}}; }

TEST_CASE("patience counts the epochs since the best, and the best comes back") {
  EarlyStopping stopping(2, "loss");
  stopping.observe(1, dev(0.7, 0.5), value(1));
  stopping.observe(2, dev(0.5, 0.6), value(2));
  stopping.observe(3, dev(0.6, 0.9), value(3));
  CHECK_FALSE(stopping.exhausted());
  stopping.observe(4, dev(0.5, 0.9), value(4));  // equal is not better
  CHECK(stopping.exhausted());
  auto parameters = value(9);
  stopping.restore(parameters);
  CHECK(parameters[0].value(0, 0) == 2.0F);
  CHECK(stopping.best_epoch() == 2);
}

TEST_CASE("by accuracy, the lower loss decides between equals") {
  EarlyStopping stopping(5, "accuracy");
  stopping.observe(1, dev(0.5, 0.8), value(1));
  stopping.observe(2, dev(0.4, 0.8), value(2));
  stopping.observe(3, dev(0.3, 0.7), value(3));
  CHECK(stopping.best_epoch() == 2);
}

TEST_CASE("without patience nothing stops and nothing is kept") {
  EarlyStopping stopping(0, "loss");
  for (std::size_t epoch = 1; epoch < 9; ++epoch)
    stopping.observe(epoch, dev(static_cast<double>(epoch), 0.1), value(1));
  CHECK_FALSE(stopping.exhausted());
  auto parameters = value(9);
  stopping.restore(parameters);
  CHECK(parameters[0].value(0, 0) == 9.0F);
}

TEST_CASE("a run stops early, keeps its best model and remembers across --resume") {
  const TemporaryFolder folder;
  // Dev contradicts train, so that its loss rises from the first epoch on.
  folder.write("train.tsv", "good\tpos\nbad\tneg\ngood film\tpos\nbad film\tneg\n");
  folder.write("dev.tsv", "good\tneg\nbad\tpos\nfilm\tpos\n");
  const auto config = folder.write("config.json", R"({
    "data": {"task": "sentiment", "train": "train.tsv", "dev": "dev.tsv"},
    "model": [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
              {"name": "sum", "layer": "Sum", "input": "embed"},
              {"name": "logits", "layer": "Linear", "input": "sum", "out": "classes"},
              {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}],
    "optimizer": {"type": "AdamW", "lr": 0.05}, "train": {"epochs": 50, "batch_size": 2, "patience": 3}})");
  Experiment first(Config::load(config));
  const Json summary = train(first, {folder / "run", {}, false, false, true});
  const std::size_t epochs = summary["epochs"], best = summary["best_epoch"];
  CHECK(epochs == best + 3);
  CHECK(epochs < 50);
  CHECK(summary["dev"]["loss"].get<double>() < 0.75);
  Experiment second(Config::load((folder / "run/config.json").string()));
  const Json resumed = train(second, {folder / "run", {}, true, false, true});
  CHECK(resumed["epochs"] == epochs);
  CHECK(resumed["dev"]["loss"] == summary["dev"]["loss"]);
}

}  // namespace
}  // namespace rowgrad

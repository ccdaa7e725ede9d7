#include <fstream>

#include "core/parallel.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"
#include "train/training.hpp"

namespace rowgrad {
namespace {

enum class Form { pair, window, sum, mean };

Json model(Form form, std::size_t d) {
  const bool pair = form == Form::pair, bag = form == Form::sum || form == Form::mean;
  const char* const h = bag ? "h" : "in";
  const Json init{{"normal", 0.3}};
  Json layers{
      {{"name", "in"}, {"layer", "Embedding"}, {"input", pair ? "center" : "context"}, {"dim", d}, {"init", init}},
      {{"name", "out"}, {"layer", "Embedding"}, {"input", pair ? "context" : "center"}, {"dim", d}, {"init", init}},
      {{"name", "noise"}, {"layer", "Embedding"}, {"input", "negatives"}, {"weight", "out.weight"}},
      {{"name", "positive"}, {"layer", "Dot"}, {"inputs", {h, "out"}}},
      {{"name", "negative"}, {"layer", "Dot"}, {"inputs", {h, "noise"}}},
      {{"name", "attract"}, {"layer", "SigmoidCE"}, {"input", "positive"}, {"target", 1}},
      {{"name", "repel"}, {"layer", "SigmoidCE"}, {"input", "negative"}, {"target", 0}}};
  if (bag) layers.push_back({{"name", "h"}, {"layer", form == Form::sum ? "Sum" : "Mean"}, {"input", "in"}});
  return layers;
}

struct Outcome {
  Parameters<float> parameters;
  double loss = 0.0;
  std::size_t steps = 0;
};

// One epoch of a toy corpus with repeated words on one thread, by fused steps or by ordinary layers.
Outcome run(Form form, std::size_t d, std::size_t negatives, bool fused, int workers = 1, std::size_t epochs = 1) {
  const TemporaryFolder folder;
  {
    std::ofstream text(folder / "text.txt");
    for (int i = 0; i < 40; ++i)
      text << (i % 2 == 0 ? "the cat sat on the mat and the cat ate the fish\n" : "a dog lay by a rug and a dog ate\n");
  }
  Config config;
  config.where.file = (folder / "config.json").string();
  config.data = {{"task", "word2vec"},
                 {"train", (folder / "text.txt").string()},
                 {"min_count", 1},
                 {"subsample", 0.1},
                 {"sampling", form == Form::pair ? "pair" : "window"},
                 {"negatives", negatives}};
  config.model = model(form, d);
  config.optimizer = {{"type", "SGD"}, {"lr", 0.1}};
  config.train = {{"engine", "hogwild"}, {"epochs", epochs}, {"batch_size", 1}, {"reduction", "sum"}, {"fused", fused}};
  set_threads(workers);
  Experiment experiment(config);
  experiment.task().load();
  experiment.build();
  const RunDirectory directory(folder / "run");
  directory.create(experiment);
  Progress progress(/*quiet=*/true);
  Training training(experiment, directory, progress);
  experiment.engine().run(training);
  set_threads(1);
  return {std::move(training.parameters), training.last_epoch_loss, training.step};
}

double difference(const Parameters<float>& a, const Parameters<float>& b) {
  double worst = 0.0;
  for (std::size_t p = 0; p < a.size(); ++p) {
    for (std::size_t i = 0; i < a[p].value.size(); ++i)
      worst = std::max(worst, std::abs(static_cast<double>(a[p].value.data()[i]) - b[p].value.data()[i]));
  }
  return worst;
}

TEST_CASE("fused steps agree with ordinary layers and plain SGD over a toy epoch, repeated ids included") {
  const Form form = GENERATE(Form::pair, Form::window, Form::sum, Form::mean);
  const std::size_t negatives = GENERATE(1, 5, 15);  // 15: more targets than one strip of registers holds
  const std::size_t d = GENERATE(4, 16, 37);         // with and without a tail of columns
  CAPTURE(static_cast<int>(form), negatives, d);
  const Outcome fused = run(form, d, negatives, true), layers = run(form, d, negatives, false);
  CHECK(fused.steps < layers.steps);  // the fused step did run: it looks up only every thousand windows
  CHECK(fused.loss == Approx(layers.loss).epsilon(1e-5));
  CHECK(difference(fused.parameters, layers.parameters) < 1e-4);
}

TEST_CASE("two hogwild threads with fused steps learn as well as one") {
  const Outcome one = run(Form::window, 16, 5, true, 1, 20), two = run(Form::window, 16, 5, true, 2, 20);
  CHECK(two.loss < 1.05 * one.loss);
}

}  // namespace
}  // namespace rowgrad

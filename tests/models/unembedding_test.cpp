#include "models/lm/unembedding.hpp"

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"
#include "train/run_directory.hpp"
#include "train/train.hpp"

namespace rowgrad {
namespace {

TEST_CASE("under a tied output the rows nearest to the hidden state are the most probable symbols") {
  const TemporaryFolder folder;
  folder.write("items.txt", "emma\nada\nemil\nanna\n");
  const auto config = folder.write("config.json", R"({
    "data": { "task": "lm", "train": "items.txt" },
    "model": [
      { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 8, "init": { "normal": 0.1 } },
      { "name": "h", "layer": "Linear", "input": "embed", "out": 8 },
      { "name": "logits", "layer": "Linear", "input": "h", "weight": "embed.weight", "bias": false },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] } ],
    "optimizer": { "type": "AdamW", "lr": 0.02, "weight_decay": 0 },
    "train": { "epochs": 30, "batch_size": 2 } })");
  Experiment experiment(Config::load(config));
  TrainRequest request;
  request.out = folder / "run";
  request.quiet = true;
  train(experiment, request);
  OpenRun run = open_run(request.out);
  const auto& task = dynamic_cast<const LmTask&>(run.experiment->task());
  Generator generator(run.experiment->graph(), run.parameters, task);
  const auto matches = match_hidden(generator, run.parameters, task.ids("em"), 4);
  REQUIRE(matches.size() == 4);
  for (std::size_t i = 1; i < matches.size(); ++i) {
    CHECK(matches[i].dot <= matches[i - 1].dot);
    CHECK(matches[i].probability <= matches[i - 1].probability);
    // Without a bias a difference of dot products is the logarithm of a ratio of probabilities.
    CHECK(std::log(matches[0].probability / matches[i].probability) ==
          Approx(matches[0].dot - matches[i].dot).margin(1e-4));
  }
}

}  // namespace
}  // namespace rowgrad

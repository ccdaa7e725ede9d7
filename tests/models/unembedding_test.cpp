#include "models/lm/unembedding.hpp"

#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

OpenRun train_on_names(const TemporaryFolder& folder, const std::string& output) {
  folder.write("items.txt", "emma\nada\nemil\nanna\n");
  return train_config(folder, Json::parse(R"({
    "data": { "task": "lm", "train": "items.txt", "sampled": 3 },
    "model": [
      { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 8, "init": { "normal": 0.1 } },
      { "name": "h", "layer": "Linear", "input": "embed", "out": 8 },)" +
                                          output + R"(],
    "optimizer": { "type": "AdamW", "lr": 0.02, "weight_decay": 0 },
    "train": { "epochs": 30, "batch_size": 2 } })"));
}

TEST_CASE("under a tied output the rows nearest to the hidden state are the most probable symbols") {
  const TemporaryFolder folder;
  OpenRun run = train_on_names(folder, R"(
      { "name": "logits", "layer": "Linear", "input": "h", "weight": "embed.weight", "bias": false },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] })");
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

TEST_CASE("a model trained by sampled softmax knows its logits too") {
  const TemporaryFolder folder;
  OpenRun run = train_on_names(folder, R"(
      { "name": "loss", "layer": "SampledSoftmaxCE", "inputs": ["h", "next", "sampled"] })");
  const auto& task = dynamic_cast<const LmTask&>(run.experiment->task());
  Generator generator(run.experiment->graph(), run.parameters, task);
  const auto p = probabilities(generator.logits(task.ids("em")), {});
  CHECK(p.size() == task.vocabulary()->size());
  CHECK(p[task.ids("a")[0]] + p[task.ids("i")[0]] + p[task.ids("m")[0]] > 0.9F);  // what follows m in the items
  CHECK(match_hidden(generator, run.parameters, task.ids("em"), 2).size() == 2);
}

}  // namespace
}  // namespace rowgrad

// On one thread, with one document per step, the fused step and the ordinary layers are the same arithmetic.
#include "config/config.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"
#include "train/run_directory.hpp"
#include "train/train.hpp"

namespace rowgrad {
namespace {

std::string documents() {
  const std::vector<std::string> words{"good", "bad", "film", "not", "the", "a", "plot", "very", "dull", "fine"};
  const std::vector<std::string> labels{"pos", "neg", "mixed"};
  std::string text = "\tneg\n";  // an empty document
  for (std::uint64_t i = 0; i < 60; ++i) {
    const Random random = Random(7).stream(i);
    for (std::uint64_t w = 0; w < 3 + i % 9; ++w) text += words[random.below(w, words.size())] + " ";
    text += "\t" + labels[random.below(99, labels.size())] + "\n";
  }
  return text;
}

struct Case {
  std::string reduce, rule, extra_data, loss;
};

Parameters<float> trained(const TemporaryFolder& folder, const Case& c, const std::string& engine) {
  const std::string json = R"({"seed": 3, "data": {"task": "sentiment", "train": "train.tsv")" + c.extra_data + R"(},
    "model": [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 21, "init": {"normal": 0.3}},
              {"name": "h", "layer": ")" +
                           c.reduce + R"(", "input": "embed"},
              {"name": "logits", "layer": "Linear", "input": "h", "out": "classes"},
              {"name": "loss", "layer": "SoftmaxCE", )" +
                           c.loss + R"(}],
    "optimizer": {"type": ")" +
                           c.rule + R"(", "lr": 0.1}, "schedule": {"type": "constant"},
    "train": {"engine": ")" +
                           engine + R"(", "epochs": 3, "batch_size": 1}})";
  folder.write("train.tsv", documents());
  Experiment experiment(Config::load(folder.write("config.json", json)));
  train(experiment, {folder / ("run-" + engine), {}, false, true, true});
  return open_run(folder / ("run-" + engine)).parameters;
}

TEST_CASE("the fused bag of embeddings agrees with the ordinary layers") {
  const std::string plain = R"("inputs": ["logits", "label"])";
  const auto c = GENERATE_COPY(values<Case>({{"Sum", "SGD", "", plain},
                                             {"Mean", "SGD", R"(, "ngrams": 2, "buckets": 40)", plain},
                                             {"Mean", "RowAdagrad", R"(, "word_dropout": 0.3)", plain},
                                             {"Sum", "RowAdagrad", R"(, "class_weights": "balanced")",
                                              R"("inputs": ["logits", "label", "weight"], "label_smoothing": 0.2)"}}));
  const TemporaryFolder folder;
  const auto expected = trained(folder, c, "graph");
  const auto found = trained(folder, c, "hogwild");
  REQUIRE(found.size() == expected.size());
  for (std::size_t p = 0; p < expected.size(); ++p) {
    for (std::size_t i = 0; i < expected[p].value.size(); ++i)
      REQUIRE(found[p].value.data()[i] == Approx(expected[p].value.data()[i]).margin(2e-5));
  }
}

}  // namespace
}  // namespace rowgrad

// What small language models learn, end to end.
#include <cmath>

#include "kernels/rows.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/lm/items.hpp"

namespace rowgrad {
namespace {

const std::vector<std::string> sentences{"feed the cat",   "feed the dog",   "stroke the cat", "stroke the dog",
                                         "the cat sleeps", "the dog sleeps", "drive the car",  "drive the bus",
                                         "park the car",   "park the bus",   "the car stops",  "the bus stops"};

TEST_CASE("words that occur in the same contexts are pulled together") {
  LmOptions options;
  options.unit = "word";
  const auto dataset = lm_items(options, sentences);
  const Experiment experiment = in_memory(dataset, Json::parse(R"({
    "model": [
      { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 8, "init": { "normal": 0.1 } },
      { "name": "h", "layer": "Linear", "input": "embed", "out": 8 },
      { "name": "logits", "layer": "Linear", "input": "h", "weight": "embed.weight" },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] } ],
    "optimizer": { "type": "AdamW", "lr": 0.02, "weight_decay": 0 },
    "train": { "epochs": 200, "batch_size": 4 } })"));
  const RunState state = train_in_memory(experiment);
  const Matrix<float>& table = parameter(experiment, state, "embed.weight");
  const auto cosine = [&](const char* a, const char* b) {
    const float* x = row(table, *dataset->tokens().find(a));
    const float* y = row(table, *dataset->tokens().find(b));
    const auto& dot = row_kernels<float>().dot;
    return dot(x, y, 8) / std::sqrt(dot(x, x, 8) * dot(y, y, 8));
  };
  CHECK(cosine("cat", "dog") > 0.9F);
  CHECK(cosine("car", "bus") > 0.9F);
  CHECK(cosine("cat", "car") < 0.7F);  // they share "the" before them
  CHECK(cosine("dog", "bus") < 0.7F);
}

TEST_CASE("a bigram table learns the counts: its probabilities are the relative frequencies") {
  const auto dataset = lm_items({}, {"ab", "ab", "ab", "ac"});
  const Experiment experiment = in_memory(dataset, Json::parse(R"({
    "model": [
      { "name": "logits", "layer": "Embedding", "input": "tokens", "dim": "vocab", "init": "zeros" },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] } ],
    "optimizer": { "type": "AdamW", "lr": 0.1, "weight_decay": 0 },
    "schedule": { "type": "linear" },
    "train": { "epochs": 1000, "batch_size": 4 } })"));
  const RunState state = train_in_memory(experiment);
  const Vocabulary& vocabulary = dataset->tokens();
  const Matrix<float>& logits = parameter(experiment, state, "logits.weight");
  std::vector<float> p(vocabulary.size());
  row_kernels<float>().softmax(row(logits, *vocabulary.find("a")), p.data(), p.size());
  CHECK(p[*vocabulary.find("b")] == Approx(0.75).margin(0.01));
  CHECK(p[*vocabulary.find("c")] == Approx(0.25).margin(0.01));
}

}  // namespace
}  // namespace rowgrad

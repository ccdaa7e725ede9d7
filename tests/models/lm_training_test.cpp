// What small language models learn, end to end.
#include "kernels/rows.hpp"
#include "models/lm/task.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view sentences =
    "feed the cat\nfeed the dog\nstroke the cat\nstroke the dog\nthe cat sleeps\nthe dog sleeps\n"
    "drive the car\ndrive the bus\npark the car\npark the bus\nthe car stops\nthe bus stops\n";

TEST_CASE("words that occur in the same contexts are pulled together") {
  const TemporaryFolder folder;
  folder.write("sentences.txt", sentences);
  const OpenRun run = train_config(folder, Json::parse(R"({
    "data": { "task": "lm", "train": "sentences.txt", "unit": "word" },
    "model": [
      { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 8, "init": { "normal": 0.1 } },
      { "name": "h", "layer": "Linear", "input": "embed", "out": 8 },
      { "name": "logits", "layer": "Linear", "input": "h", "weight": "embed.weight" },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] } ],
    "optimizer": { "type": "AdamW", "lr": 0.02, "weight_decay": 0 },
    "train": { "epochs": 200, "batch_size": 4 } })"));
  const auto& table = run.parameters[*run.experiment->graph().find_parameter("embed.weight")].value;
  const auto cosine = [&](const char* a, const char* b) {
    const auto& vocabulary = *run.experiment->task().vocabulary();
    const float* x = row(table, *vocabulary.find(a));
    const float* y = row(table, *vocabulary.find(b));
    const auto& dot = row_kernels<float>().dot;
    return dot(x, y, 8) / std::sqrt(dot(x, x, 8) * dot(y, y, 8));
  };
  CHECK(cosine("cat", "dog") > 0.9F);
  CHECK(cosine("car", "bus") > 0.9F);
  CHECK(cosine("cat", "car") < 0.7F);  // they share "the" before them
  CHECK(cosine("dog", "bus") < 0.7F);
}

TEST_CASE("a bigram table learns the counts: its probabilities are the relative frequencies") {
  const TemporaryFolder folder;
  folder.write("items.txt", "ab\nab\nab\nac\n");
  const OpenRun run = train_config(folder, Json::parse(R"({
    "data": { "task": "lm", "train": "items.txt" },
    "model": [
      { "name": "logits", "layer": "Embedding", "input": "tokens", "dim": "vocab", "init": "zeros" },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] } ],
    "optimizer": { "type": "AdamW", "lr": 0.1, "weight_decay": 0 },
    "schedule": { "type": "linear" },
    "train": { "epochs": 1000, "batch_size": 4 } })"));
  const auto& vocabulary = *run.experiment->task().vocabulary();
  const auto& logits = run.parameters[0].value;
  std::vector<float> p(vocabulary.size());
  row_kernels<float>().softmax(row(logits, *vocabulary.find("a")), p.data(), p.size());
  CHECK(p[*vocabulary.find("b")] == Approx(0.75).margin(0.01));
  CHECK(p[*vocabulary.find("c")] == Approx(0.25).margin(0.01));
}

}  // namespace
}  // namespace rowgrad

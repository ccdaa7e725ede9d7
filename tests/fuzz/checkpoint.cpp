#include "run/checkpoint.hpp"

#include "core/error.hpp"
#include "models/sentiment/dataset.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/in_memory.hpp"

namespace rowgrad::fuzz {
namespace {

const char* const classifier = R"({
  "model": [
    {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 2},
    {"name": "phrase", "layer": "Sum", "input": "embed"},
    {"name": "logits", "layer": "Linear", "input": "phrase", "out": "classes"},
    {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}],
  "optimizer": {"type": "AdamW", "rows": "exact"}
})";

Experiment small_experiment() {
  Vocabularies words;
  for (const char* token : {"not", "bad", "good"}) words.tokens.add(token);
  for (const char* label : {"negative", "positive"}) words.labels.add(label);
  return in_memory(std::make_shared<SentimentDataset>(SentimentOptions(), words, std::array<LabelledDocuments, 3>()),
                   Json::parse(classifier));
}

}  // namespace

void checkpoint(std::string_view bytes) {
  static const Experiment experiment = small_experiment();
  const MemoryFile file(bytes);
  const CheckpointFile open(file.path());
  try {
    open.read(fresh_state(experiment), {.sharded = true, .epochs = 8});
  } catch (const Error&) {  // it may be one of an engine that does not cut its passes
    open.read(fresh_state(experiment), {.sharded = false, .epochs = 8});
  }
}

}  // namespace rowgrad::fuzz

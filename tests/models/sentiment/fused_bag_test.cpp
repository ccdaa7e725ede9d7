// On one thread, with one document per step, the fused step and the ordinary layers are the same arithmetic.
#include "engine/fused_step.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/sentiment/documents.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

std::vector<LabelledLine> documents() {
  const std::vector<std::string> words{"good", "bad", "film", "not", "the", "a", "plot", "very", "dull", "fine"};
  const std::vector<std::string> labels{"pos", "neg", "mixed"};
  std::vector<LabelledLine> lines{{"", "neg"}};
  for (std::uint64_t i = 0; i < 60; ++i) {
    const Random random = Random(7).stream(i);
    LabelledLine line;
    for (std::uint64_t w = 0; w < 3 + i % 9; ++w) line.text += words[random.below(w, words.size())] + " ";
    line.label = labels[random.below(99, labels.size())];
    lines.push_back(line);
  }
  return lines;
}

Json config(const std::string& engine, const std::string& reduce, const std::string& rule) {
  return {{"model",
           {{{"name", "embed"}, {"layer", "Embedding"}, {"input", "tokens"}, {"dim", 21}, {"init", {{"normal", 0.3}}}},
            {{"name", "h"}, {"layer", reduce}, {"input", "embed"}},
            {{"name", "logits"}, {"layer", "Linear"}, {"input", "h"}, {"out", "classes"}},
            {{"name", "loss"}, {"layer", "SoftmaxCE"}, {"inputs", {"logits", "label"}}}}},
          {"optimizer", {{"type", rule}, {"lr", 0.1}}},
          {"schedule", {{"type", "constant"}}},
          {"train", {{"engine", engine}, {"epochs", 3}, {"batch_size", 1}}}};
}

struct Case {
  const char* reduce;
  const char* rule;
  SentimentOptions options;
  bool weighted = false, biased = true;
  double smoothing = 0.0;
};

Json config(const std::string& engine, const Case& c) {
  Json json = config(engine, c.reduce, c.rule);
  json["model"][2]["bias"] = c.biased;
  json["model"][3]["label_smoothing"] = c.smoothing;
  if (c.weighted) json["model"][3]["inputs"].push_back("weight");
  return json;
}

SentimentOptions options(std::size_t ngrams, double word_dropout, const Json& class_weights) {
  SentimentOptions options;
  options.ngrams = ngrams;
  options.buckets = 40;
  options.word_dropout = word_dropout;
  options.class_weights = class_weights;
  return options;
}

// Why the fused step does not bind; empty if it does.
std::string reason(const Json& settings) {
  const Experiment experiment = in_memory(labelled_documents({}, documents()), settings);
  const auto kind = Registry<FusedStepKind>::instance().entries().at("bag of embeddings").create();
  const Binding binding = kind->bind(experiment.context(), experiment.spec.engine->options);
  CHECK((binding.step == nullptr) == !binding.reason.empty());
  return binding.reason;
}

TEST_CASE("the fused bag of embeddings agrees with the ordinary layers") {
  const auto c = GENERATE(values<Case>({{"Sum", "SGD", options(1, 0.0, nullptr)},
                                        {"Mean", "SGD", options(2, 0.0, nullptr), false, /*biased=*/false},
                                        {"Mean", "RowAdagrad", options(1, 0.3, nullptr)},
                                        {"Sum", "RowAdagrad", options(1, 0.0, "balanced"), true, true, 0.2}}));
  const auto dataset = labelled_documents(c.options, documents());
  Notes notes;
  const auto expected = train_in_memory(in_memory(dataset, config("graph", c)));
  const auto found = train_in_memory(in_memory(dataset, config("hogwild", c)), notes);
  CHECK_THAT(notes.text, Contains("fused step \"bag of embeddings\""));
  REQUIRE(found.parameters.size() == expected.parameters.size());
  for (std::size_t p = 0; p < expected.parameters.size(); ++p) {
    const Matrix<float>& value = expected.parameters[p].value;
    for (std::size_t i = 0; i < value.size(); ++i)
      REQUIRE(found.parameters[p].value.data()[i] == Approx(value.data()[i]).margin(2e-5));
  }
  CHECK(found.last_epoch_loss == Approx(expected.last_epoch_loss).epsilon(1e-5));
}

TEST_CASE("what the fused bag does not do is a reason not to take it") {
  const Json plain = config("hogwild", "Sum", "SGD");
  CHECK(reason(plain).empty());
  struct Setting {
    const char* section;
    const char* key;
    Json value;
    const char* reason;
  };
  const std::vector<Setting> settings{
      {"optimizer", "type", "AdamW", "expected SGD or RowAdagrad"},
      {"optimizer", "momentum", 0.9, "optimizer.momentum"},
      {"optimizer", "weight_decay", 0.1, "optimizer.weight_decay"},
      {"optimizer", "l2", 0.1, "optimizer.l2"},
      {"optimizer", "clip_norm", 1.0, "optimizer.clip_norm"},
      {"optimizer", "groups", {{{"parameters", "embed.*"}, {"frozen", true}}}, "optimizer.groups"},
      {"train", "batch_size", 2, "train.batch_size is 2, expected 1"},
  };
  for (const auto& [section, key, value, expected] : settings) {
    CAPTURE(section, key);
    Json changed = plain;
    changed[section][key] = value;
    CHECK_THAT(reason(changed), Contains(expected));
  }
  for (const std::size_t layer : {0, 2}) {
    Json frozen = plain;
    frozen["model"][layer]["freeze"] = true;
    CHECK_THAT(reason(frozen), Contains(layer == 0 ? "model.embed.freeze" : "model.logits.freeze"));
  }
  Json sum = plain;
  sum["train"]["reduction"] = "sum";
  CHECK(reason(sum).empty());
}

TEST_CASE("a frozen table stays as it starts where the fused bag would train it") {
  const std::string frozen = GENERATE("embed", "logits");
  const std::string rule = GENERATE("SGD", "RowAdagrad");
  Json settings = config("hogwild", "Sum", rule);
  settings["model"][frozen == "embed" ? 0 : 2]["freeze"] = true;
  const Experiment experiment = in_memory(labelled_documents({}, documents()), settings);
  const RunState start = fresh_state(experiment), end = train_in_memory(experiment);
  for (const std::string layer : {"embed", "logits"}) {
    const std::string name = layer + ".weight";
    CHECK(same(parameter(experiment, start, name), parameter(experiment, end, name)) == (layer == frozen));
  }
}

}  // namespace
}  // namespace rowgrad

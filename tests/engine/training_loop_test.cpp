// The schedule under fused steps, which train on many batches in one go: its steps are batches all the same; and when a
// line of metrics is due.
#include "engine/training_loop.hpp"

#include "tests/catch.hpp"
#include "tests/engine/fused_skip_gram.hpp"
#include "tests/models/sentiment/documents.hpp"

namespace rowgrad {
namespace {

Json training(bool fused, const std::string& reduction) {
  return {{"engine", "hogwild"}, {"fused", fused}, {"epochs", 2}, {"batch_size", 1}, {"reduction", reduction}};
}

Experiment skip_gram(bool fused) {
  return fused_skip_gram(20, {{"optimizer", {{"type", "SGD"}, {"lr", 0.2}}},
                              {"schedule", {{"type", "constant"}, {"warmup_steps", 100}}},
                              {"train", training(fused, "sum")}});
}

Experiment bag(bool fused) {
  std::vector<LabelledLine> lines;
  for (int i = 0; i < 60; ++i) lines.push_back({i % 2 == 0 ? "a fine film" : "a dull film", i % 2 == 0 ? "x" : "y"});
  return in_memory(labelled_documents({}, lines), {{"model", Json::parse(R"([
      {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4, "init": {"normal": 0.3}},
      {"name": "phrase", "layer": "Sum", "input": "embed"},
      {"name": "logits", "layer": "Linear", "input": "phrase", "out": "classes"},
      {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}])")},
                                                   {"optimizer", {{"type", "SGD"}, {"lr", 0.3}, {"rows", "lazy"}}},
                                                   {"schedule", {{"type", "constant"}, {"warmup_steps", 50}}},
                                                   {"train", training(fused, "mean")}});
}

void check_same(const Experiment& fused, const Experiment& ordinary) {
  Notes notes;
  const RunState a = train_in_memory(fused, notes), b = train_in_memory(ordinary);
  INFO(notes.text);
  CHECK(notes.text.find("fused step") != std::string::npos);
  CHECK(a.step == b.step);
  for (std::size_t p = 0; p < a.parameters.size(); ++p) {
    for (std::size_t i = 0; i < a.parameters[p].value.size(); ++i)
      REQUIRE(a.parameters[p].value.data()[i] == Approx(b.parameters[p].value.data()[i]).margin(1e-4));
  }
}

TEST_CASE("a warm-up lasts as many windows with the fused word2vec step as with ordinary layers") {
  check_same(skip_gram(true), skip_gram(false));
}
TEST_CASE("a warm-up lasts as many documents with the fused bag as with ordinary layers") {
  check_same(bag(true), bag(false));
  CHECK(train_in_memory(bag(true)).step == 2 * 60);
}

TEST_CASE("a line of metrics is due too when other ranks' steps have carried the count past it") {
  const Experiment experiment = bag(false);
  const TrainingContext context = experiment.context();
  RunState state = fresh_state(experiment);
  RunObserver nobody;
  TrainingLoop loop(*experiment.spec.engine, context, state, nobody);
  const auto due_at = [&](std::size_t step) {
    state.step = step;
    return loop.log_due();
  };
  CHECK_FALSE(due_at(1));
  CHECK_FALSE(due_at(99));
  CHECK(due_at(102));  // two steps of another rank and one of this
  CHECK_FALSE(due_at(103));
}

}  // namespace
}  // namespace rowgrad

#include "core/parallel.hpp"
#include "engine/fused_step.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/word2vec/sentences.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

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
      {{"name", "positive_loss"}, {"layer", "SigmoidCE"}, {"input", "positive"}, {"target", 1}},
      {{"name", "negative_loss"}, {"layer", "SigmoidCE"}, {"input", "negative"}, {"target", 0}}};
  if (bag) layers.push_back({{"name", "h"}, {"layer", form == Form::sum ? "Sum" : "Mean"}, {"input", "in"}});
  return layers;
}

std::shared_ptr<const Dataset> toy_corpus(Form form, std::size_t negatives) {
  Word2vecOptions options;
  options.subsample = 0.1;
  options.sampling = form == Form::pair ? "pair" : "window";
  options.negatives = negatives;
  return word_windows(
      options, alternating(40, "the cat sat on the mat and the cat ate the fish", "a dog lay by a rug and a dog ate"));
}

Json config(Form form, std::size_t d) {
  return {{"model", model(form, d)},
          {"optimizer", {{"type", "SGD"}, {"lr", 0.1}}},
          {"train", {{"engine", "hogwild"}, {"batch_size", 1}, {"reduction", "sum"}}}};
}

// One epoch of a toy corpus with repeated words on one thread, by fused steps or by ordinary layers.
RunState run(Form form, std::size_t d, std::size_t negatives, bool fused, int workers = 1, std::size_t epochs = 1) {
  Json settings = config(form, d);
  settings["train"]["fused"] = fused;
  settings["train"]["epochs"] = epochs;
  set_threads(workers);
  RunState state = train_in_memory(in_memory(toy_corpus(form, negatives), settings));
  set_threads(1);
  return state;
}

double difference(const Parameters<float>& a, const Parameters<float>& b) {
  double worst = 0.0;
  for (std::size_t p = 0; p < a.size(); ++p) {
    for (std::size_t i = 0; i < a[p].value.size(); ++i)
      worst = std::max(worst, std::abs(static_cast<double>(a[p].value.data()[i]) - b[p].value.data()[i]));
  }
  return worst;
}

// Why no fused step of the kind binds; empty if one does.
std::string reason(const Json& settings, Form form, const std::string& kind = "skip-gram") {
  const Experiment experiment = in_memory(toy_corpus(form, 5), settings);
  const auto step = Registry<FusedStepKind>::instance().entries().at(kind).create();
  const Binding binding = step->bind(experiment.context(), experiment.spec.engine->options);
  CHECK((binding.step == nullptr) == !binding.reason.empty());
  return binding.reason;
}

TEST_CASE("fused steps agree with ordinary layers and plain SGD over a toy epoch, repeated ids included") {
  const Form form = GENERATE(Form::pair, Form::window, Form::sum, Form::mean);
  const std::size_t negatives = GENERATE(1, 5, 15);  // 15: more targets than one strip of registers holds
  const std::size_t d = GENERATE(4, 16, 37);         // with and without a tail of columns
  CAPTURE(static_cast<int>(form), negatives, d);
  const RunState fused = run(form, d, negatives, true), layers = run(form, d, negatives, false);
  const bool bag = form == Form::sum || form == Form::mean;
  REQUIRE(reason(config(form, d), form, bag ? "cbow" : "skip-gram").empty());  // the fused step did run
  CHECK(fused.step == layers.step);
  CHECK(fused.last_epoch_loss == Approx(layers.last_epoch_loss).epsilon(1e-5));
  CHECK(difference(fused.parameters, layers.parameters) < 1e-4);
}

TEST_CASE("two hogwild threads with fused steps learn as well as one") {
  const RunState one = run(Form::window, 16, 5, true, 1, 20), two = run(Form::window, 16, 5, true, 2, 20);
  CHECK(two.last_epoch_loss < 1.05 * one.last_epoch_loss);
}

TEST_CASE("a kind of step binds to its own models, whatever their layers are called") {
  CHECK(reason(config(Form::pair, 4), Form::pair).empty());
  CHECK(reason(config(Form::window, 4), Form::window).empty());
  CHECK(reason(config(Form::mean, 4), Form::mean, "cbow").empty());
  CHECK_THAT(reason(config(Form::mean, 4), Form::mean), Contains("8 layers, expected 7"));
  CHECK_THAT(reason(config(Form::pair, 4), Form::pair, "cbow"), Contains("data.sampling"));

  Json renamed = config(Form::window, 4);
  Json& layers = renamed["model"];
  layers[0]["name"] = "word";
  layers[3] = {{"name", "score"}, {"layer", "Dot"}, {"inputs", {"word", "out"}}};
  layers[4]["inputs"] = {"word", "noise"};
  layers[5]["input"] = "score";
  CHECK(reason(renamed, Form::window).empty());
}

TEST_CASE("what a fused step does not do is a reason not to take it") {
  struct Setting {
    const char* section;
    const char* key;
    Json value;
    const char* reason;
  };
  const std::vector<Setting> settings{
      {"optimizer", "type", "AdamW", "optimizer.type is AdamW, expected SGD"},
      {"optimizer", "momentum", 0.9, "optimizer.momentum"},
      {"optimizer", "weight_decay", 0.1, "optimizer.weight_decay"},
      {"optimizer", "l2", 0.1, "optimizer.l2"},
      {"optimizer", "clip_norm", 1.0, "optimizer.clip_norm"},
      {"optimizer", "rows", "dense", "optimizer.rows"},
      {"optimizer", "groups", {{{"parameters", "in.*"}, {"frozen", true}}}, "optimizer.groups"},
      {"train", "reduction", "mean", "train.reduction"},
      {"train", "batch_size", 2, "train.batch_size is 2, expected 1"},
  };
  for (const auto& [section, key, value, expected] : settings) {
    CAPTURE(section, key);
    Json changed = config(Form::window, 4);
    changed[section][key] = value;
    CHECK_THAT(reason(changed, Form::window), Contains(expected));
  }
  for (const std::size_t layer : {0, 1}) {
    Json frozen = config(Form::window, 4);
    frozen["model"][layer]["freeze"] = true;
    CHECK_THAT(reason(frozen, Form::window), Contains(layer == 0 ? "model.in.freeze" : "model.out.freeze"));
  }
  Json target = config(Form::window, 4);
  target["model"][6]["target"] = 0.1;
  CHECK_THAT(reason(target, Form::window), Contains("model.negative_loss.target"));
}

TEST_CASE("a frozen table stays as it starts where a fused step would train it") {
  const std::string frozen = GENERATE("in", "out");
  Json settings = config(Form::window, 4);
  for (Json& layer : settings["model"]) {
    if (layer["name"] == frozen) layer["freeze"] = true;
  }
  const Experiment experiment = in_memory(toy_corpus(Form::window, 5), settings);
  Notes notes;
  const RunState start = fresh_state(experiment), end = train_in_memory(experiment, notes);
  for (const std::string table : {"in", "out"}) {
    const std::string name = table + ".weight";
    CHECK(same(parameter(experiment, start, name), parameter(experiment, end, name)) == (table == frozen));
  }
  CHECK_THAT(notes.text, Contains("model." + frozen + ".freeze is set"));
}

}  // namespace
}  // namespace rowgrad

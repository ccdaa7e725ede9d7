#include "analysis/trace.hpp"

#include "config/catalogue.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/sentiment/documents.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

template <class Entry>
const Entry& named(const std::vector<Entry>& list, const std::string& name) {
  for (const Entry& entry : list) {
    if (entry.name == name) return entry;
  }
  throw std::runtime_error("no " + name);
}

}  // namespace

TEST_CASE("a trace shows the chapter's gradient: 1, p − q, an outer product, and one row for every word") {
  Trained run = trained("sentiment", {"train.epochs=1"});
  const Experiment& experiment = run.run.experiment;
  const Batch batch = experiment.dataset->example("not bad", "negative");
  const Trace found = trace(experiment, run.run.parameters, batch, {{*experiment.spec.rule, "AdamW", 0.1}});
  CHECK(found.inputs[0].names == std::vector<std::string>{"not", "bad"});
  const Matrix<float>& one = named(found.gradients, "loss").values;
  REQUIRE(one.size() == 1);
  CHECK(one(0, 0) == 1.0F);

  const Matrix<float>& p = found.classifier->probabilities;
  const Matrix<float>& g = named(found.gradients, "logits").values;
  CHECK(p(0, 0) + p(0, 1) == Approx(1.0));
  for (std::size_t c = 0; c < 2; ++c) {
    const float q = found.classifier->names[c] == "negative" ? 1.0F : 0.0F;
    CHECK(g(0, c) == Approx(p(0, c) - q));
  }
  const Matrix<float>& words = named(found.gradients, "embed").values;
  REQUIRE(rows(words) == 2);
  CHECK(std::equal(row(words, 0), row(words, 1), row(words, 1)));

  const Matrix<float>& h = named(found.outputs, "phrase").values;
  const auto& weight = named(found.parameters, "logits.weight").touched;
  for (std::size_t c = 0; c < 2; ++c) {
    CHECK(weight[c].name == found.classifier->names[c]);
    for (std::size_t j = 0; j < columns(h); ++j) CHECK(weight[c].gradient[j] == Approx(g(0, c) * h(0, j)).margin(1e-7));
  }
  CHECK(named(found.parameters, "embed.weight").touched.size() == 2);  // of the whole table
  CHECK(found.updates[0].losses[0].nats[0] < found.losses[0].nats[0]);
}

TEST_CASE(
    "a trace's step of plain SGD moves each row by rate times gradient, AdamW's first by the rate in each column") {
  Trained run = trained("sentiment", {"train.epochs=1"});
  const Experiment& experiment = run.run.experiment;
  const auto sgd = read_section<UpdateRule>("optimizer", Json{{"type", "SGD"}}, {"test", ""});
  const Parameters<float> start = run.run.parameters;
  const Trace found = trace(experiment, run.run.parameters, experiment.dataset->example("not bad", "negative"),
                            {{*sgd, "SGD", 0.5}, {*experiment.spec.rule, "AdamW", 0.001}});
  for (std::size_t p = 0; p < start.size(); ++p) CHECK((run.run.parameters[p].value == start[p].value));
  REQUIRE(found.updates.size() == 2);
  for (std::size_t p = 0; p < found.parameters.size(); ++p) {
    const auto& touched = found.parameters[p].touched;
    const auto &by_sgd = found.updates[0].parameters[p], &by_adam = found.updates[1].parameters[p];
    CAPTURE(found.parameters[p].name);
    CHECK(by_sgd.rows == touched.size());  // and no other row
    CHECK(by_adam.rows == touched.size());
    for (std::size_t i = 0; i < touched.size(); ++i) {
      CHECK(std::equal(touched[i].before.begin(), touched[i].before.end(), row(start[p].value, touched[i].row)));
      for (std::size_t j = 0; j < touched[i].gradient.size(); ++j) {
        const float g = touched[i].gradient[j], before = touched[i].before[j];
        CHECK(by_sgd.after[i][j] == Approx(before - 0.5F * g).margin(1e-7));
        if (std::abs(g) > 1e-4F) CHECK(std::abs(by_adam.after[i][j] - before) == Approx(0.001).epsilon(0.02));
      }
    }
  }
}

TEST_CASE("a text without a label goes forward alone, from words to probabilities") {
  Trained run = trained("sentiment", {"train.epochs=1"});
  const Experiment& experiment = run.run.experiment;
  const Trace found = trace_forward(experiment, run.run.parameters, experiment.dataset->example("not bad film", ""));
  REQUIRE(found.inputs.size() == 1);  // no label among them
  CHECK(found.inputs[0].names == std::vector<std::string>{"not", "bad", "film"});
  const Matrix<float>& stacked = named(found.outputs, "embed").values;
  REQUIRE(rows(stacked) == 3);
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(std::ranges::equal(run.row("embed.weight", found.inputs[0].names[i]),
                             std::span(row(stacked, i), columns(stacked))));
  CHECK(found.outputs.back().name == "logits");
  CHECK(found.losses.empty());
  CHECK(found.parameters.empty());
  const Matrix<float>& p = found.classifier->probabilities;
  CHECK(p(0, 0) + p(0, 1) == Approx(1.0));
}

TEST_CASE("a text without a label has no loss and no label, whatever compares the label") {
  const std::string losses[] = {R"({"name": "loss", "layer": "SquaredError", "inputs": ["logits", "label"]})",
                                R"({"name": "p", "layer": "Softmax", "input": "logits"},
                                   {"name": "loss", "layer": "CrossEntropy", "inputs": ["p", "label"]})",
                                R"({"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]})"};
  for (const std::string& loss : losses) {
    CAPTURE(loss);
    const auto documents = labelled_documents({}, {{"good film", "positive"}, {"bad film", "negative"}});
    const Experiment experiment = in_memory(documents, Json::parse(R"({"model": [
        {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 3},
        {"name": "phrase", "layer": "Sum", "input": "embed"},
        {"name": "logits", "layer": "Linear", "input": "phrase", "out": "classes"},)" +
                                                                   loss + "]}"));
    RunState state = fresh_state(experiment);
    const Trace found = trace_forward(experiment, state.parameters, documents->example("good bad film", ""));
    REQUIRE(found.inputs.size() == 1);
    CHECK(found.inputs[0].name == "tokens");
    for (const Trace::Output& output : found.outputs) CHECK(output.name != "loss");
    CHECK(named(found.outputs, "logits").values.size() == 2);
  }
}

TEST_CASE("the layer whose gradient is p − q is told from one whose gradient vanishes because the model is sure") {
  for (const auto& [config, layer] : {std::pair{"sentiment", "logits"}, std::pair{"sentiment_squared", "p"}}) {
    Trained run = trained(config, {"train.epochs=0"});
    const Experiment& experiment = run.run.experiment;
    const Batch batch = experiment.dataset->example("not bad", "negative");
    const Id negative = experiment.dataset->labels().find("negative").value();
    for (const float bias : {0.0F, 8.0F, 20.0F}) {
      CAPTURE(config, bias);
      run.run.parameters[experiment.graph.find_parameter("logits.bias").value()].value.data()[negative] = bias;
      CHECK(trace(experiment, run.run.parameters, batch, {}).classifier->gap == layer);
    }
  }
}

TEST_CASE("an unknown label is refused with the legal ones") {
  const Experiment experiment = shipped_experiment("sentiment");
  CHECK_THROWS_WITH(experiment.dataset->example("good", "negativ"),
                    Catch::Matchers::Contains("\"negative\"") && Catch::Matchers::Contains("negativ"));
}

}  // namespace rowgrad

// The layers printed in docs/new-layer.md are the .inc files of this folder, and do what the page says.
#include <cmath>

#include "core/text_file.hpp"
#include "graph/layer.hpp"
#include "tests/catch.hpp"
#include "verify/gradcheck.hpp"
#include "verify/graph_runner.hpp"
#include "verify/layer_fixture.hpp"

namespace rowgrad {

// Layers of this test alone: the other tests' catalogue stays the programs' own.
Registry<Layer>& example_layers() {
  static Registry<Layer> layers;
  return layers;
}

}  // namespace rowgrad

#undef ROWGRAD_LAYER
#define ROWGRAD_LAYER(Class, doc) ROWGRAD_LAYER_IN(example_layers(), Class, doc)
#include "tests/docs/centre.inc"
#include "tests/docs/focal_ce.inc"
#include "tests/docs/gate.inc"
#include "tests/docs/max.inc"
#include "tests/docs/scale.inc"

namespace rowgrad {
namespace {

// One of the page's layers on the fixture's batch, run in evaluation or training.
struct Example {
  Example(const std::string& layer, const std::string& config, bool training = false)
      : graph(fixture.graph(layer, config, example_layers())),
        runner(graph, fixture.batch(), initialise<double>(graph.parameters(), Random(1)), {training, Random(1)}) {
    runner.forward();
  }

  LayerFixture fixture;
  Graph graph;
  GraphRunner<double> runner;
};

TEST_CASE("the layers printed in docs/new-layer.md are the ones the tests compile") {
  const TextFile page(ROWGRAD_SOURCE_DIR "/docs/new-layer.md");
  for (const char* name : {"scale", "gate", "max", "focal_ce", "centre"}) {
    INFO(name);
    const TextFile source(fmt::format("{}/tests/docs/{}.inc", ROWGRAD_SOURCE_DIR, name));
    CHECK(page.text().find("```cpp\n" + std::string(source.text()) + "```\n") != std::string_view::npos);
  }
}

TEST_CASE("a layer in a file of its own declares its keys, and its gradients are checked by its examples") {
  CHECK(example_layers().names() == std::vector<std::string>{"Centre", "FocalCE", "Gate", "Max", "Scale"});
  Keys keys;
  const auto scale = example_layers().entries().at("Scale").create();
  scale->declare(keys);
  CHECK(keys.find("init") != nullptr);
  for (const std::string& name : example_layers().names()) {
    const auto checks = check_layer(name, example_layers());
    CHECK(!checks.empty());
    for (const ExampleCheck& check : checks) {
      INFO(name << " " << check.example);
      CHECK(!check.errors.empty());
      for (const GradientError& error : check.errors) CHECK(error.problem == "");
    }
  }
  CHECK(check_layer("Scale", example_layers())[0].errors.size() == 2);  // its input and its parameter
}

TEST_CASE("the page's Max takes each segment's largest elements, and zeros for an empty one") {
  Example max("Max", R"({"input": "x"})");
  const Matrix<double>&x = max.runner.value("x"), &y = max.runner.value("layer");
  for (std::size_t j = 0; j < 4; ++j) {
    CHECK(y(0, j) == std::max({x(0, j), x(1, j), x(2, j)}));
    CHECK(y(1, j) == 0.0);
    CHECK(y(3, j) == x(7, j));
  }
}

TEST_CASE("the page's FocalCE is the cross-entropy times (1 − p)^γ") {
  Example focal("FocalCE", R"({"inputs": ["x", "class"], "gamma": 3})");
  const Matrix<double>& x = focal.runner.value("x");
  double sum = 0.0;
  for (std::size_t j = 0; j < 4; ++j) sum += std::exp(x(1, j));
  const double p = std::exp(x(1, 3)) / sum;  // the second token's class is 3
  CHECK(focal.runner.value("layer")(1, 0) == Approx(-std::pow(1 - p, 3) * std::log(p)));
}

TEST_CASE("the page's Centre moves its buffer in training only") {
  const std::size_t buffer = 0;
  for (const bool training : {true, false}) {
    Example centre("Centre", R"({"input": "x", "momentum": 0.5})", training);
    const Matrix<double>& x = centre.runner.value("x");
    double mean = 0.0;
    for (std::size_t i = 0; i < rows(x); ++i) mean += x(i, 2) / static_cast<double>(rows(x));
    CHECK((centre.runner.value("layer") == x));  // the mean starts at zero
    CHECK_FALSE(centre.graph.parameters()[buffer].trainable);
    CHECK(centre.runner.parameters[buffer].value(0, 2) == Approx(training ? mean / 2 : 0.0));
  }
}

}  // namespace
}  // namespace rowgrad

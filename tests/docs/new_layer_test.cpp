// The layer of docs/new-layer.md is the one in example_layer.inc, and does what the page says.
#include "core/text_file.hpp"
#include "graph/gradcheck.hpp"
#include "tests/catch.hpp"

namespace rowgrad {

// Layers of this test alone: the other tests' catalogue stays the programs' own.
Registry<Layer>& example_layers() {
  static Registry<Layer> layers;
  return layers;
}

}  // namespace rowgrad

#undef ROWGRAD_LAYER
#define ROWGRAD_LAYER(Class, doc) \
  const bool registered_##Class = \
      example_layers().add(#Class, {doc, [] { return std::make_unique<Registered<Class>>(); }})
#include "tests/docs/example_layer.inc"

namespace rowgrad {

TEST_CASE("the layer printed in docs/new-layer.md is the one the tests compile") {
  const TextFile page(ROWGRAD_SOURCE_DIR "/docs/new-layer.md");
  const TextFile source(ROWGRAD_SOURCE_DIR "/tests/docs/example_layer.inc");
  CHECK(page.text().find("```cpp\n" + std::string(source.text()) + "```\n") != std::string_view::npos);
}

TEST_CASE("a layer in a file of its own declares its keys, and its gradients are checked by its examples") {
  const auto layer = example_layers().entries().at("Scale").create();
  Keys keys;
  layer->declare(keys);
  CHECK(keys.find("init") != nullptr);
  const auto checks = check_layer("Scale", example_layers());
  REQUIRE(checks.size() == layer->examples().size());
  REQUIRE(checks[0].errors.size() >= 2);  // its input and its parameter
  for (const GradientError& error : checks[0].errors) CHECK(error.problem.empty());
}

}  // namespace rowgrad

// The layer of docs/new-layer.md is the one in example_layer.cpp, and does what the page says.
#include "core/text_file.hpp"
#include "graph/gradcheck.hpp"
#include "tests/catch.hpp"

namespace rowgrad {

TEST_CASE("the layer printed in docs/new-layer.md is the one the tests compile") {
  const TextFile page(ROWGRAD_SOURCE_DIR "/docs/new-layer.md");
  const TextFile source(ROWGRAD_SOURCE_DIR "/tests/docs/example_layer.cpp");
  CHECK(page.text().find("```cpp\n" + std::string(source.text()) + "```\n") != std::string_view::npos);
}

TEST_CASE("a layer in a file of its own is in the catalogue with its keys, and its gradients are checked") {
  const auto [layer, keys] = declared_keys<Layer>("Scale");
  CHECK(keys.find("init") != nullptr);
  const auto checks = check_layer("Scale");
  REQUIRE(checks.size() == layer->examples().size());
  REQUIRE(checks[0].errors.size() >= 2);  // its input and its parameter
  for (const GradientError& error : checks[0].errors) CHECK(error.problem.empty());
}

}  // namespace rowgrad

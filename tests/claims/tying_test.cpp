// What one matrix for both ends saves, counted on the shipped shapes: chapter claim 29.
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

std::size_t parameters(const std::string& config, const std::vector<std::string>& overrides = {}) {
  return graph_from_sizes(shipped_spec(config, overrides)).value().parameter_count();
}

TEST_CASE("tying GPT-2 small's two ends saves 38.6 million weights") {
  const std::size_t tied = parameters("gpt2_small");
  CHECK(tied == 124'439'808);
  CHECK(parameters("gpt2_small", {"model.logits.weight=", "model.logits.out=vocab"}) - tied == 38'597'376);
}

TEST_CASE("a 7B Llama does not tie its two ends and would save 131 million weights, 2 % of them") {
  const std::size_t untied = parameters("llama_7b");
  CHECK(untied == 6'738'415'616);
  CHECK(untied - parameters("llama_7b", {"model.logits.weight=embed.weight"}) == 131'072'000);
}

}  // namespace
}  // namespace rowgrad

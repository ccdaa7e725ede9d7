#include "models/lm/generator.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

const std::vector<float> logits{0.0F, 2.0F, 1.0F, -1.0F};

TEST_CASE("at temperature 1 the probabilities are the softmax of the logits") {
  const auto p = probabilities(logits, {});
  const double total = 1.0 + std::exp(2.0) + std::exp(1.0) + std::exp(-1.0);
  CHECK(p[1] == Approx(std::exp(2.0) / total));
  CHECK(p[3] == Approx(std::exp(-1.0) / total));
}

TEST_CASE("a lower temperature favours the most probable symbol, and 0 takes it") {
  CHECK(probabilities(logits, {.temperature = 0.5})[1] > probabilities(logits, {})[1]);
  CHECK(probabilities(logits, {.temperature = 0.0}) == std::vector<float>{0, 1, 0, 0});
}

TEST_CASE("top-k leaves the k most probable symbols, and they sum to 1") {
  const auto p = probabilities(logits, {.top_k = 2});
  CHECK(p[0] == 0.0F);
  CHECK(p[3] == 0.0F);
  CHECK(p[1] + p[2] == Approx(1.0F));
  CHECK(p[1] / p[2] == Approx(std::exp(1.0F)));
}

}  // namespace
}  // namespace rowgrad

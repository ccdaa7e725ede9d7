#include "run/best_epoch.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

Parameters<float> value(float x) {
  Parameters<float> parameters;
  parameters.push_back({ParameterSpec(Param{0, "w"}, 1, 1, Init{}), zeros<float>(1, 1)});
  parameters[0].value(0, 0) = x;
  return parameters;
}

Metrics dev(double loss, double accuracy) { return {loss, accuracy, 10, std::nullopt}; }

TEST_CASE("patience counts the epochs since the best, and the best comes back") {
  BestEpoch best;
  CHECK(best.observe("loss", 1, dev(0.7, 0.5), value(1)));
  CHECK(best.observe("loss", 2, dev(0.5, 0.6), value(2)));
  CHECK_FALSE(best.observe("loss", 3, dev(0.6, 0.9), value(3)));
  CHECK(best.waited == 1);
  CHECK_FALSE(best.observe("loss", 4, dev(0.5, 0.9), value(4)));  // equal is not better
  CHECK(best.waited == 2);
  auto parameters = value(9);
  best.restore(parameters);
  CHECK(parameters[0].value(0, 0) == 2.0F);
  CHECK(best.epoch == 2);
}

TEST_CASE("by accuracy, the lower loss decides between equals") {
  BestEpoch best;
  best.observe("accuracy", 1, dev(0.5, 0.8), value(1));
  best.observe("accuracy", 2, dev(0.4, 0.8), value(2));
  best.observe("accuracy", 3, dev(0.3, 0.7), value(3));
  CHECK(best.epoch == 2);
}

TEST_CASE("before any epoch there is nothing to put back") {
  auto parameters = value(9);
  BestEpoch().restore(parameters);
  CHECK(parameters[0].value(0, 0) == 9.0F);
}

}  // namespace
}  // namespace rowgrad

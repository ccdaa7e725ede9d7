// SoftmaxCE's two modes.
#include <cmath>

#include "tests/catch.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

// The loss of the logits (2, −1) with label 0.
double smoothed_loss(double smoothing, bool training) {
  SmallModel<> model(fmt::format(R"([{{"name": "loss", "layer": "SoftmaxCE", "inputs": ["x", "next"],
                                      "label_smoothing": {}}}])",
                                 smoothing),
                     2, {0}, {0}, matrix_of<float>({{2, -1}}), {training, Random(1)});
  return model.forward("loss")(0, 0);
}

TEST_CASE("label smoothing mixes the target with the uniform one, in training only") {
  const double log_sum = std::log(std::exp(2.0) + std::exp(-1.0));
  CHECK(smoothed_loss(0.2, /*training=*/true) == Approx(0.9 * (log_sum - 2.0) + 0.1 * (log_sum + 1.0)));
  CHECK(smoothed_loss(0.2, /*training=*/false) == Approx(log_sum - 2.0));
}

}  // namespace
}  // namespace rowgrad

// Dropout's two modes.
#include "tests/catch.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t n = 10000;

// What Dropout makes of 2n elements of the same value.
Matrix<double> drop(double rate, float value, bool training, std::uint64_t seed = 3) {
  auto x = zeros<float>(n, 2);
  x.fill(value);
  const std::vector<Id> ids(n, 0);
  SmallModel<> model(fmt::format(R"([{{"name": "y", "layer": "Dropout", "input": "x", "rate": {}}}])", rate), 1, ids,
                     ids, x, {training, Random(seed)});
  return model.forward("y");
}

TEST_CASE("Dropout keeps the expectation in training and is the identity in evaluation") {
  const Matrix<double> trained = drop(0.25, 3, /*training=*/true);
  double sum = 0.0;
  std::size_t zeroed = 0;
  for (const double y : trained) {
    sum += y;
    zeroed += y == 0.0 ? 1 : 0;
    CHECK((y == 0.0 || y == Approx(4.0)));
  }
  const auto size = static_cast<double>(trained.size());
  CHECK(static_cast<double>(zeroed) / size == Approx(0.25).margin(0.02));
  CHECK(sum / size == Approx(3.0).margin(0.08));
  for (const double y : drop(0.25, 3, /*training=*/false)) CHECK(y == 3.0);
}

TEST_CASE("Dropout's mask is a function of the step's stream") {
  CHECK((drop(0.5, 1, true) == drop(0.5, 1, true)));
  CHECK((drop(0.5, 1, true, 3) != drop(0.5, 1, true, 4)));
}

}  // namespace
}  // namespace rowgrad

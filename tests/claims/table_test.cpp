// What the chapter claims of embedding tables as such: docs/claims.md numbers 4 and 6.
#include <cmath>

#include "graph/gradient.hpp"
#include "graph/parameter.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t vocabulary = 5000, width = 64;

double standard_deviation(const Init& init) {
  const auto table = initialise<double>({{"weight", vocabulary, width, init}}, Random(1))[0].value;
  double sum = 0, squares = 0;
  for (const double x : table) {
    sum += x;
    squares += x * x;
  }
  const auto n = static_cast<double>(table.size());
  return std::sqrt(squares / n - (sum / n) * (sum / n));
}

}  // namespace

TEST_CASE("a table starts at N(0, 0.02²) whatever its shape, unlike Xavier's and He's") {
  CHECK(standard_deviation({"normal", 0.02}) == Approx(0.02).epsilon(0.01));
  CHECK(standard_deviation({"xavier"}) == Approx(std::sqrt(2.0 / (vocabulary + width))).epsilon(0.01));
  CHECK(standard_deviation({"he"}) == Approx(std::sqrt(2.0 / width)).epsilon(0.01));
}

TEST_CASE("1,024 tokens of a vocabulary of 50,000 touch about 2 % of the rows") {
  constexpr std::size_t rows = 50'000, tokens = 1024;
  std::vector<Id> ids(tokens);
  for (std::size_t i = 0; i < tokens; ++i) ids[i] = static_cast<Id>(Random(1).below(i, rows));
  Gradient<float> gradient(rows, 4);
  gradient.add_rows(ids, zeros<float>(tokens, 4).data());
  const double touched = static_cast<double>(gradient.rows_touched()) / rows;
  CHECK(touched <= 1024.0 / 50'000);
  CHECK(touched == Approx(0.02).margin(0.001));
}

}  // namespace rowgrad

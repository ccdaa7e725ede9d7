// What the chapter claims of skip-gram with negative sampling: docs/claims.md numbers 14 and 17.
#include <array>
#include <cmath>
#include <numeric>

#include "models/word2vec/dataset.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// The share of the rarest of three words among the noise words.
double rare_share(double noise_exponent) {
  Word2vecOptions options;
  options.noise_exponent = noise_exponent;
  const WindowSampling sampling(options, std::vector<std::uint64_t>{900, 90, 10});
  constexpr std::size_t draws = 100'000;
  std::size_t rare = 0;
  for (std::size_t i = 0; i < draws; ++i) rare += sampling.noise.sample(Random(1).bits(i)) == 2 ? 1 : 0;
  return static_cast<double>(rare) / draws;
}

double score(const Trained& run, const char* center, const char* context) {
  const auto u = run.row("u.weight", center);
  const auto v = run.row("v.weight", context);
  return std::inner_product(u.begin(), u.end(), v.begin(), 0.0);
}

}  // namespace

TEST_CASE("noise of exponent 3/4 draws rare words less than uniform noise and more than unigram noise") {
  CHECK(rare_share(0) == Approx(1.0 / 3).margin(0.01));
  CHECK(rare_share(1) == Approx(0.01).margin(0.002));
  const double weights = std::pow(900, 0.75) + std::pow(90, 0.75) + std::pow(10, 0.75);
  CHECK(rare_share(0.75) == Approx(std::pow(10, 0.75) / weights).margin(0.004));
}

TEST_CASE("training pulls words that occur together together and pushes the others apart") {
  const Trained run = trained("sgns");  // scores start at about 0
  for (const auto [center, together, apart] : {std::array{"cat", "sat", "drove"}, std::array{"apple", "ripe", "sat"}}) {
    CHECK(score(run, center, apart) < -2);
    CHECK(score(run, center, together) > score(run, center, apart) + 2);
  }
}

}  // namespace rowgrad

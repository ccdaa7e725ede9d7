#include "models/word2vec/sampling.hpp"

#include <cmath>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

const std::vector<std::uint64_t> counts{99000, 1000};

TEST_CASE("subsampling keeps rare words and thins out frequent ones") {
  Word2vecOptions options;
  options.subsample = 1e-2;
  const WindowSampling sampling(options, counts);
  CHECK(sampling.keep_probability[0] == Approx(std::sqrt(0.01 / 0.99) + 0.01 / 0.99));
  CHECK(sampling.keep_probability[1] >= 1.0);
  CHECK(sampling.whole().keep_probability == std::vector<double>{1.0, 1.0});
  options.subsample = 0;
  CHECK(WindowSampling(options, counts).keep_probability[0] == 1.0);
}

TEST_CASE("noise is proportional to a power of the counts") {
  Word2vecOptions options;
  for (const double exponent : {0.0, 0.75, 1.0}) {
    options.noise_exponent = exponent;
    const double frequent = std::pow(99000, exponent), rare = std::pow(1000, exponent);
    CHECK(WindowSampling(options, counts).noise.probability(1) == Approx(rare / (frequent + rare)));
  }
}

}  // namespace
}  // namespace rowgrad

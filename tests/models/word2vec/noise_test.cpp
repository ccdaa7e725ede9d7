#include "models/word2vec/noise.hpp"

#include <cmath>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// Counts 900, 90, 9 and 1.
Vocabulary four_words() {
  Vocabulary vocabulary;
  vocabulary.add("the", 900);
  vocabulary.add("cat", 90);
  vocabulary.add("sat", 9);
  vocabulary.add("purring", 1);
  return vocabulary;
}

TEST_CASE("noise of exponent 0 is uniform, of exponent 1 the text's own, and of 3/4 between the two at both ends") {
  const Vocabulary vocabulary = four_words();
  const Id sat[] = {2};
  const auto profile = [&](double exponent) { return profile_noise(vocabulary, exponent, 1000, Random(1), sat); };
  const NoiseProfile uniform = profile(0), between = profile(0.75), unigram = profile(1);
  CHECK(uniform.most_frequent.expected == Approx(0.25));
  CHECK(uniform.rarest_half.expected == Approx(0.5));
  CHECK(unigram.most_frequent.expected == Approx(0.9));
  CHECK(unigram.rarest_half.expected == Approx(0.01));
  CHECK(unigram.words[0].expected == Approx(0.009));
  const double weights = std::pow(900, 0.75) + std::pow(90, 0.75) + std::pow(9, 0.75) + 1;
  CHECK(between.most_frequent.expected == Approx(std::pow(900, 0.75) / weights));
  CHECK(between.words[0].expected == Approx(std::pow(9, 0.75) / weights));
  CHECK(uniform.most_frequent.expected < between.most_frequent.expected);
  CHECK(between.most_frequent.expected < unigram.most_frequent.expected);
  CHECK(unigram.rarest_half.expected < between.rarest_half.expected);
  CHECK(between.rarest_half.expected < uniform.rarest_half.expected);
}

TEST_CASE("what is drawn as noise is what its distribution says") {
  constexpr std::size_t draws = 200'000;
  const Vocabulary vocabulary = four_words();
  const Id all[] = {0, 1, 2, 3};
  for (const double exponent : {0.0, 0.5, 0.75, 1.0}) {
    CAPTURE(exponent);
    const NoiseProfile p = profile_noise(vocabulary, exponent, draws, Random(1), all);
    double sum = 0;
    for (const NoiseShare& word : p.words) {
      const double deviation = std::sqrt(word.expected * (1 - word.expected) / draws);
      CHECK(word.drawn == Approx(word.expected).margin(4 * deviation));
      sum += word.drawn;
    }
    CHECK(sum == Approx(1));
    CHECK(p.most_frequent.drawn == p.words[0].drawn);
    CHECK(p.ten_most_frequent.drawn == Approx(1));
    CHECK(p.rarest_half.drawn == Approx(p.words[2].drawn + p.words[3].drawn));
  }
}

}  // namespace
}  // namespace rowgrad

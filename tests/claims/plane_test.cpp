// Skip-gram in two dimensions: docs/chapter/word-vectors.md, "Fifteen words in the plane".
#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/cosine.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

constexpr std::array kinds{std::array{"cat", "dog", "bird", "fish"}, std::array{"pizza", "pasta", "salad", "sushi"},
                           std::array{"red", "blue", "green", "white"}};
constexpr std::array connectors{"the", "and", "with"};

double length(std::span<const float> v) { return std::hypot(v[0], v[1]); }

struct Picture {
  double within = 1.0;     // the lowest cosine of two words of a kind
  double across = -1.0;    // the highest of two words of different kinds
  double connector = 0.0;  // the length of the longest connector
  double shortest = 1e9;   // and of the shortest other word
};

Picture picture(const Trained& run) {
  Picture p;
  const auto row = [&](const char* word) { return run.row("u.weight", word); };
  for (const char* word : connectors) p.connector = std::max(p.connector, length(row(word)));
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (const char* a : kinds[i]) {
      p.shortest = std::min(p.shortest, length(row(a)));
      for (std::size_t k = 0; k < kinds.size(); ++k) {
        for (const char* b : kinds[k]) {
          const double c = cosine(row(a), row(b));
          (i == k ? p.within : p.across) = i == k ? std::min(p.within, c) : std::max(p.across, c);
        }
      }
    }
  }
  return p;
}

}  // namespace

TEST_CASE("in the plane kinds separate and connectors stay in the middle, with one negative for each pair") {
  for (const char* seed : {"seed=1", "seed=2", "seed=3"}) {
    INFO(seed);
    const Picture p = picture(trained("sgns_plane", {seed}));
    CHECK(p.within > 0.99);
    CHECK(p.across < 0.97);
    CHECK(p.connector < 0.25 * p.shortest);
  }
}

TEST_CASE("with five negatives connectors leave the middle of the plane") {
  const Picture p = picture(trained("sgns_plane", {"data.negatives=5"}));
  CHECK(p.connector > 0.5 * p.shortest);
}

}  // namespace rowgrad

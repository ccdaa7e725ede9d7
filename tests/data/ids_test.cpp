#include "data/ids.hpp"

#include "data/inputs.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("a vocabulary of more tokens than 32 bits can number is one clear error") {
  CHECK(next_id(most_ids - 1) == most_ids - 1);
  CHECK_THROWS_WITH(next_id(most_ids), Contains("the vocabulary: has 4294967281 different ids, expected 4294967280"));
}

TEST_CASE("words and n-gram buckets together are no more ids than 32 bits can number") {
  Inputs inputs;
  const RowSpace& token = inputs.space("token");
  inputs.ids("tokens", token, most_ids, "");
  CHECK_THROWS_WITH(inputs.ids("label", token, most_ids + 1, ""), Contains("the input \"label\""));
}

}  // namespace
}  // namespace rowgrad

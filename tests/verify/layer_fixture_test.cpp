#include "verify/layer_fixture.hpp"

#include <cmath>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("the layer fixture's batch has what hides mistakes: repeated ids, an unused one, an empty segment") {
  const LayerFixture fixture;
  const Batch& batch = fixture.batch();
  const std::vector<Id>& tokens = batch.ids[0];
  CHECK(std::count(tokens.begin(), tokens.end(), Id{3}) == 3);
  CHECK(std::count(tokens.begin(), tokens.end(), Id{5}) == 0);
  const RowSpace& token = *fixture.inputs().all()[0].type.space;
  CHECK(batch.row_count(token) == 10);
  CHECK(batch.row_count(*token.group) == 5);
  CHECK(batch.segment(token, 1) == std::pair<std::size_t, std::size_t>{3, 3});
  for (std::size_t i = 0; i < fixture.inputs().all().size(); ++i) {
    const ValueType& type = fixture.inputs().all()[i].type;
    INFO(fixture.inputs().all()[i].name);
    CHECK((type.kind == Kind::ids ? batch.ids[i].size() : rows(batch.values[i])) == batch.row_count(*type.space));
    for (const Id id : batch.ids[i]) CHECK(id < type.width);
    for (const float x : batch.values[i]) CHECK(std::abs(x) >= 0.05F);  // away from ReLU's kink
  }
}

}  // namespace
}  // namespace rowgrad

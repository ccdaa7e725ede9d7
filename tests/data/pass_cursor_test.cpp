#include "data/pass_cursor.hpp"

#include <algorithm>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

BatchRequest request(bool training, std::size_t shard = 0, std::size_t shards = 1) {
  BatchRequest request;
  request.training = training;
  request.random = Random(3);
  request.shard = shard;
  request.shards = shards;
  return request;
}

std::vector<std::size_t> rest(PassCursor& cursor) {
  std::vector<std::size_t> items;
  while (!cursor.done()) items.push_back(cursor.next());
  return items;
}

TEST_CASE("a pass in evaluation takes the items as they stand, a pass in training shuffles them by its stream") {
  PassCursor evaluation(5, request(false)), training(200, request(true)), again(200, request(true));
  CHECK(rest(evaluation) == std::vector<std::size_t>{0, 1, 2, 3, 4});
  auto shuffled = rest(training);
  CHECK(rest(again) == shuffled);
  CHECK(!std::is_sorted(shuffled.begin(), shuffled.end()));
  std::sort(shuffled.begin(), shuffled.end());
  for (std::size_t i = 0; i < shuffled.size(); ++i) CHECK(shuffled[i] == i);
}

TEST_CASE("shards cut one order into pieces, none twice and none left out") {
  PassCursor whole(103, request(true));
  std::vector<std::size_t> joined;
  for (std::size_t shard = 0; shard < 4; ++shard) {
    PassCursor piece(103, request(true, shard, 4));
    CHECK((piece.remaining() == 25 || piece.remaining() == 26));
    const auto items = rest(piece);
    joined.insert(joined.end(), items.begin(), items.end());
  }
  CHECK(joined == rest(whole));
}

TEST_CASE("a cursor sent to a position goes on as the one that was there, and knows how far it is") {
  PassCursor cursor(10, request(true, 1, 2));
  CHECK(cursor.progress() == 0.0);
  cursor.next();
  cursor.next();
  const PassPosition position = cursor.position();
  CHECK(cursor.progress() == Approx(0.4));
  const auto expected = rest(cursor);
  CHECK(cursor.progress() == 1.0);

  PassCursor resumed(10, request(true, 1, 2));
  resumed.seek(position);
  CHECK(resumed.progress() == Approx(0.4));
  CHECK(rest(resumed) == expected);
}

TEST_CASE("a pass over nothing is done from the start") {
  const PassCursor cursor(0, request(true));
  CHECK(cursor.done());
  CHECK(cursor.progress() == 1.0);
}

}  // namespace
}  // namespace rowgrad

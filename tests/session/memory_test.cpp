#include "session/memory.hpp"

#include "tests/catch.hpp"
#include "tests/ranks.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// Of the second of two ranks.
MemoryNeed need_among_two(const Experiment& experiment) {
  MemoryNeed need;
  Ranks(2).run([&](Communicator& ranks) {
    if (!ranks.first()) need = memory_need(experiment, ranks);
  });
  return need;
}

TEST_CASE("a merging rank needs what all agreed on last, and one that shares steps out the gradients that wait") {
  const Experiment words = shipped_experiment("word2vec");
  CHECK(memory_need(words).ranks == 0.0);
  CHECK(need_among_two(words).ranks == need_among_two(words).parameters);
  const Experiment few = shipped_experiment("bigram_tied", {"train.accumulate=2"});
  const Experiment many = shipped_experiment("bigram_tied", {"train.accumulate=20"});
  CHECK(memory_need(many).ranks == 0.0);
  CHECK(need_among_two(few).ranks > need_among_two(few).parameters);
  CHECK(need_among_two(many).ranks > 5 * need_among_two(few).ranks);
}

TEST_CASE("moments of rows that are never trained may never be needed, and a sharded table is needed in part") {
  const MemoryNeed lazy = memory_need(shipped_experiment("sentiment", {"optimizer.rows=lazy"}));
  const MemoryNeed dense = memory_need(shipped_experiment("sentiment", {"optimizer.rows=dense"}));
  CHECK(lazy.later > 0.9 * lazy.optimizer);
  CHECK(dense.later == 0.0);
  CHECK(dense.total() == lazy.total());
  const Experiment sharded = shipped_experiment("sentiment", {"model.embed.table=sharded", "train.accumulate=2"});
  CHECK(need_among_two(sharded).parameters < 0.6 * memory_need(sharded).parameters);
}

TEST_CASE("what one rank has room for is refused where as many as share the machine have none") {
  const double numbers = 0.4 * memory_left() / sizeof(float);
  const auto words = static_cast<double>(shipped_experiment("sentiment").graph.parameters()[0].rows);
  const Experiment large = shipped_experiment(
      "sentiment", {"optimizer.type=SGD", fmt::format("sizes.d={}", static_cast<std::size_t>(numbers / words))});
  require_memory(large);
  std::vector<std::string> said(3);
  Ranks(3).run([&](Communicator& ranks) {
    try {
      require_memory(large, ranks);
    } catch (const Error& e) {
      said[static_cast<std::size_t>(ranks.rank())] = e.what();
    }
  });
  for (const std::string& message : said) CHECK_THAT(message, Catch::Contains("in each of 3 ranks here"));
}

}  // namespace
}  // namespace rowgrad

#include "graph/sharding.hpp"

#include "graph/build_graph.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"
#include "verify/layer_fixture.hpp"

namespace rowgrad {
namespace {

Graph graph_of(const Json& layers) {
  const LayerFixture fixture;
  return build_graph(read_model(layers, {"test", ""}), {}, fixture.inputs(), Leaves::any);
}

Json table(const char* name, const char* input, const char* where = "replicated") {
  return {{"name", name}, {"layer", "Embedding"}, {"input", input}, {"dim", 3}, {"table", where}};
}

TEST_CASE("a table that shares an input with a sharded one is sharded too, and no other") {
  const Graph graph = graph_of(
      Json::array({table("a", "tokens", "sharded"), table("b", "tokens"), table("c", "genre"), table("d", "tokens")}));
  const auto sharded = [&](const char* name) { return graph.parameters()[*graph.find_parameter(name)].sharded; };
  CHECK(sharded("a.weight"));
  CHECK(sharded("b.weight"));
  CHECK_FALSE(sharded("c.weight"));
  CHECK(sharded("d.weight"));
  const auto groups = sharded_groups(graph);
  REQUIRE(groups.size() == 1);
  CHECK(groups[0].parameters.size() == 3);
  CHECK(groups[0].inputs == std::vector<std::size_t>{*graph.find("tokens")});
}

TEST_CASE("whoever borrows a table can shard it") {
  const Graph graph = graph_of(Json::array(
      {table("a", "tokens"),
       {{"name", "b"}, {"layer", "Embedding"}, {"input", "tokens"}, {"weight", "a.weight"}, {"table", "sharded"}}}));
  CHECK(graph.parameters()[0].sharded);
}

TEST_CASE("ranks' rows of a sharded table start as they do in one process") {
  const Graph graph = graph_of(Json::array({table("a", "tokens", "sharded"), table("b", "genre")}));
  const auto whole = initialise<float>(graph.parameters(), Random(4));
  Ranks(3).run([&](Communicator& ranks) {
    const auto mine = initialise<float>(graph.parameters(), Random(4), ranks);
    const Share own = own_rows(graph.parameters()[0], ranks);
    const auto lock = asserting();
    CHECK(rows(mine[0].value) == own.count());
    CHECK(mine[0].first_row == own.first);
    CHECK(own_specs(graph, ranks)[0].rows == own.count());
    CHECK(std::equal(mine[0].value.begin(), mine[0].value.end(), row(whole[0].value, own.first)));
    CHECK((mine[1].value == whole[1].value));
  });
}

}  // namespace
}  // namespace rowgrad

#include "graph/pulled_rows.hpp"

#include "graph/build_graph.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"
#include "verify/layer_fixture.hpp"

namespace rowgrad {
namespace {

Graph tied_graph(const LayerFixture& fixture) {
  const Json layers =
      Json::array({{{"name", "embed"}, {"layer", "Embedding"}, {"input", "tokens"}, {"dim", 4}, {"table", "sharded"}},
                   {{"name", "loss"},
                    {"layer", "SampledSoftmaxCE"},
                    {"inputs", {"embed", "tokens", "sampled"}},
                    {"weight", "embed.weight"}}});
  return build_graph(read_model(layers, {"test", ""}), {}, fixture.inputs(), Leaves::any);
}

TEST_CASE("each row arrives once and stands where its ids' places say, in every table of the group") {
  const LayerFixture fixture;
  const Graph graph = tied_graph(fixture);
  const auto whole = initialise<float>(graph.parameters(), Random(1));
  REQUIRE(whole.size() == 2);  // the table, and the bias that is looked up with it
  Ranks(3).run([&](Communicator& ranks) {
    auto mine = initialise<float>(graph.parameters(), Random(1), ranks);
    PulledRows pulled(graph, ranks);
    std::vector<Batch> batches(2, fixture.batch());
    std::vector<Id> asked;
    pulled.pull(batches, mine, [&](std::size_t p, std::span<const Id> own) {
      if (p == 0) asked.assign(own.begin(), own.end());
    });
    const auto lock = asserting();
    CHECK(std::ranges::is_sorted(pulled.ids(0)));
    CHECK(std::ranges::adjacent_find(pulled.ids(0)) == pulled.ids(0).end());
    for (const Id own : asked) CHECK(own < own_rows(graph.parameters()[0], ranks).count());
    const PulledRows::InPlace fetched(pulled, mine);
    CHECK(rows(mine[0].value) == pulled.ids(0).size());
    for (const char* input : {"tokens", "sampled"}) {
      const std::size_t i = *graph.find(input);
      for (std::size_t k = 0; k < batches[1].ids[i].size(); ++k) {
        const Id id = batches[1].ids[i][k], place = batches[1].places_of(i)[k];
        for (std::size_t p = 0; p < 2; ++p)
          CHECK(std::equal(row(whole[p].value, id), row(whole[p].value, id + 1), row(mine[p].value, place)));
      }
    }
  });
}

TEST_CASE("what takes the place of a rank's rows goes again") {
  const LayerFixture fixture;
  const Graph graph = tied_graph(fixture);
  Ranks(2).run([&](Communicator& ranks) {
    auto mine = initialise<float>(graph.parameters(), Random(1), ranks);
    const Matrix<float> before = mine[0].value;
    PulledRows pulled(graph, ranks);
    std::vector<Batch> batches{fixture.batch()};
    pulled.pull(batches, mine);
    const auto lock = asserting();
    {
      const PulledRows::InPlace fetched(pulled, mine);
      CHECK((mine[0].value != before));
    }
    CHECK((mine[0].value == before));
  });
}

}  // namespace
}  // namespace rowgrad

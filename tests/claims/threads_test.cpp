#include "core/parallel.hpp"
#include "tests/catch.hpp"
#include "verify/graph_runner.hpp"
#include "verify/layer_fixture.hpp"

namespace rowgrad {
namespace {

// All that one pass leaves: the output and every gradient, after one another.
std::vector<float> pass_of(const LayerFixture& fixture, const std::string& layer, const std::string& example,
                           int threads) {
  const Graph graph = fixture.graph(layer, example);
  ThreadPool pool(threads);
  const UseThreads use(pool);
  GraphRunner<float> runner(graph, fixture.batch(), initialise<float>(graph.parameters(), Random(1)));
  runner.forward();
  REQUIRE(runner.fault().empty());
  runner.clear();
  Matrix<float>& g = runner.gradient("layer");
  for (std::size_t i = 0; i < g.size(); ++i) g.data()[i] = static_cast<float>(Random(2).normal(i));
  runner.backward();
  std::vector<float> all;
  const auto add = [&](const Matrix<float>& m) { all.insert(all.end(), m.data(), m.data() + m.size()); };
  add(runner.value("layer"));
  for (std::size_t i = 0; i < graph.input_count(); ++i) add(runner.gradient(i));
  for (const Gradient<float>& gradient : runner.gradients) add(gradient.to_dense());
  return all;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

TEST_CASE("every layer gives the same bits on one thread and on three, over a batch of many blocks") {
  const LayerFixture fixture(400, 100);  // 4,000 tokens: 400,000 elements
  for (const auto& [name, entry] : Registry<Layer>::instance().entries()) {
    for (const std::string& example : entry.create()->examples()) {
      INFO(name << " " << example);
      CHECK(same_bits(pass_of(fixture, name, example, 1), pass_of(fixture, name, example, 3)));
    }
  }
}

TEST_CASE("wide recurrent layers give the same bits on one thread and on three") {
  const LayerFixture fixture(100, 8);
  for (const char* layer : {"GRU", "RNN"}) {
    const std::string example = R"({"input": "x", "dim": 90})";
    CHECK(same_bits(pass_of(fixture, layer, example, 1), pass_of(fixture, layer, example, 3)));
  }
}

}  // namespace
}  // namespace rowgrad

// A training step allocates no matrices once its batches have reached their size: what a layer needs is on the tape.
#include <atomic>
#include <cstdlib>

#include "graph/layer.hpp"
#include "tests/catch.hpp"
#include "verify/graph_runner.hpp"
#include "verify/layer_fixture.hpp"

namespace {
std::atomic<std::size_t> allocations{0};
}

// Matrices take their memory from here (core/matrix.cpp). Counts, and is otherwise what the C library's does.
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  ++allocations;
  void* memory = nullptr;
  return posix_memalign(&memory, alignment, size) == 0 ? memory : nullptr;
}

namespace rowgrad {
namespace {

// Forward and backward of every layer, which adds to the gradients of all inputs and parameters.
void step(GraphRunner<float>& runner, std::size_t layer) {
  runner.forward();
  runner.clear();
  runner.gradient(layer).fill(1.0F);
  runner.backward();
}

TEST_CASE("a layer's step allocates no matrices once the tape has its size") {
  const LayerFixture fixture;
  for (const std::string& name : Registry<Layer>::instance().names()) {
    for (const std::string& example : Registry<Layer>::instance().entries().at(name).create()->examples()) {
      INFO(name << " " << example);
      const Graph graph = fixture.graph(name, example);
      GraphRunner<float> runner(graph, fixture.batch(), initialise<float>(graph.parameters(), Random(1)));
      const std::size_t layer = runner.node("layer");
      const std::size_t at_start = allocations;
      step(runner, layer);
      CHECK(allocations > at_start);  // so the counter counts
      const std::size_t after_first = allocations;
      step(runner, layer);
      step(runner, layer);
      CHECK(allocations == after_first);
    }
  }
}

}  // namespace
}  // namespace rowgrad

#include "analysis/lookup_cost.hpp"

#include <chrono>
#include <vector>

#include "analysis/id_graph.hpp"
#include "analysis/one_hot.hpp"
#include "analysis/statistics.hpp"
#include "kernels/matmul.hpp"

namespace rowgrad {
namespace {

template <class F>
double median_seconds(std::size_t repetitions, F&& work) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> seconds;
  for (std::size_t i = 0; i < repetitions; ++i) {
    const auto start = Clock::now();
    work();
    seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  return median(std::move(seconds));
}

}  // namespace

LookupCost lookup_cost(std::size_t rows, std::size_t dim, std::size_t repetitions, std::uint64_t seed) {
  const Id id = static_cast<Id>(Random(seed).below(0, rows));
  IdGraph graph(table_alone(dim), rows, {id}, Random(seed));
  const Matrix<float>& table = graph.parameter("embed.weight");
  auto tape = make_tape<float>(graph.graph());
  const auto one_hot = one_hots<float>(rows, {id});
  auto product = zeros<float>(1, dim);

  LookupCost cost{rows, dim, static_cast<double>(one_hot.size()) * static_cast<double>(dim)};
  cost.product_seconds = median_seconds(repetitions, [&] { matmul(one_hot, table, product, /*accumulate=*/false); });
  cost.lookup_seconds =
      median_seconds(repetitions, [&] { forward(graph.graph(), graph.batch(), graph.parameters(), tape, Mode{}); });
  cost.equal = tape.nodes[graph.graph().find("embed").value()].output == product;
  return cost;
}

}  // namespace rowgrad

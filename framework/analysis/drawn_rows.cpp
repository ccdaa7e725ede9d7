#include "analysis/drawn_rows.hpp"

#include <cmath>
#include <vector>

#include "analysis/id_graph.hpp"
#include "data/alias.hpp"

namespace rowgrad {

DrawnRows draw_rows(const std::string& distribution, double exponent, std::size_t tokens, std::size_t rows,
                    std::uint64_t seed) {
  std::vector<double> weights(rows);
  for (std::size_t i = 0; i < rows; ++i) weights[i] = std::pow(static_cast<double>(i + 1), -exponent);
  const AliasTable table(weights);
  const Random random = Random(seed).stream(distribution);
  std::vector<Id> ids(tokens);
  for (std::size_t i = 0; i < tokens; ++i) ids[i] = table.sample(random.bits(i));

  IdGraph graph(table_alone(1), rows, ids, random);
  graph.runner().forward();
  graph.runner().clear();
  graph.runner().gradient("embed").fill(1.0F);
  graph.runner().backward();
  return {distribution, tokens, rows, graph.runner().parameter_gradient("embed.weight").rows_touched()};
}

}  // namespace rowgrad

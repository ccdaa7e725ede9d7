#include "analysis/table_lookup.hpp"

#include <algorithm>

#include "analysis/id_graph.hpp"
#include "analysis/one_hot.hpp"
#include "kernels/matmul.hpp"

namespace rowgrad {
namespace {

Matrix<float> position_numbers(std::size_t n, std::size_t d) {
  auto m = zeros<float>(n, d);
  for (std::size_t i = 0; i < n; ++i) std::fill_n(row(m, i), d, static_cast<float>(i + 1));
  return m;
}

Matrix<float> assign_rows(const std::vector<Id>& ids, const Matrix<float>& values, std::size_t vocab) {
  auto m = zeros<float>(vocab, columns(values));
  for (std::size_t i = 0; i < ids.size(); ++i) std::copy_n(row(values, i), columns(values), row(m, ids[i]));
  return m;
}

// Each id as a number through Linear with one output, from the same start whatever the ids.
Matrix<float> as_number(const std::vector<Id>& ids, std::size_t vocab, std::uint64_t seed) {
  IdGraph graph(R"([{"name": "linear", "layer": "Linear", "input": "number", "out": 1}])", vocab, ids, Random(seed));
  graph.runner().forward();
  return graph.runner().value("linear");
}

}  // namespace

TableLookup look_up(const Matrix<float>& table, const std::vector<Id>& ids) {
  const std::size_t vocab = rows(table), d = columns(table);
  TableLookup lookup{ids, table, one_hots<float>(vocab, ids), {}, {}, position_numbers(ids.size(), d), {}, {}, {}, {}};
  IdGraph graph(table_alone(d), vocab, ids, Random(1));
  GraphRunner<float>& runner = graph.runner();
  graph.parameter("embed.weight") = table;
  runner.forward();
  lookup.looked_up = runner.value("embed");
  runner.clear();
  runner.gradient("embed") = lookup.upstream;
  runner.backward();
  const Gradient<float>& gradient = runner.parameter_gradient("embed.weight");
  lookup.gradient = gradient.to_dense();
  lookup.touched.assign(gradient.touched().begin(), gradient.touched().end());
  resize(lookup.product, ids.size(), d);
  matmul(lookup.one_hots, table, lookup.product, /*accumulate=*/false);
  resize(lookup.product_gradient, vocab, d);
  matmul_tn(lookup.one_hots, lookup.upstream, lookup.product_gradient, /*accumulate=*/false);
  lookup.assigned = assign_rows(ids, lookup.upstream, vocab);
  return lookup;
}

Matrix<float> fresh_table(std::size_t rows, std::size_t dim, std::uint64_t seed) {
  IdGraph graph(table_alone(dim), rows, {0}, Random(seed));
  return graph.parameter("embed.weight");
}

Renumbering renumber(const TableLookup& lookup, const std::vector<Id>& number, std::uint64_t seed) {
  std::vector<Id> ids;
  for (const Id id : lookup.ids) ids.push_back(number[id]);
  const std::size_t vocab = rows(lookup.table);
  return {number, lookup, look_up(permuted_rows(lookup.table, number), ids), as_number(lookup.ids, vocab, seed),
          as_number(ids, vocab, seed)};
}

Matrix<float> permuted_rows(const Matrix<float>& m, const std::vector<Id>& number) {
  Matrix<float> moved;
  resize(moved, rows(m), columns(m));
  for (std::size_t i = 0; i < rows(m); ++i) std::copy_n(row(m, i), columns(m), row(moved, number[i]));
  return moved;
}

}  // namespace rowgrad

#include "models/lm/bigram_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.hpp"
#include "models/lm/bigram.hpp"
#include "models/lm/generator.hpp"

namespace rowgrad {
namespace {

void check_size(std::size_t symbols) {
  if (symbols <= BigramTable::most_symbols) return;
  throw input_error(
      "the vocabulary",
      fmt::format("{} symbols are too many for a picture, which shows at most {}", symbols, BigramTable::most_symbols),
      "name a run over characters, or one with a larger \"min_count\"");
}

// Each row by its sum.
Matrix<double> shares(const Matrix<double>& counts) {
  Matrix<double> shares = counts;
  for (std::size_t i = 0; i < rows(counts); ++i) {
    const double sum = std::accumulate(row(counts, i), row(counts, i) + columns(counts), 0.0);
    if (sum > 0.0) row_kernels<double>().scaled_copy(1.0 / sum, row(counts, i), row(shares, i), columns(counts));
  }
  return shares;
}

Matrix<double> next_symbols(Generator& generator, std::size_t symbols) {
  auto p = zeros<double>(symbols, symbols);
  for (Id id = 0; id < symbols; ++id) {
    const std::vector<Id> prefix = id == LmDataset::boundary ? std::vector<Id>{} : std::vector{id};
    std::ranges::copy(probabilities(generator.logits(prefix), {}), row(p, id));
  }
  return p;
}

}  // namespace

BigramTable bigram_table(const Graph& graph, Parameters<float>& parameters, const LmDataset& dataset) {
  const std::size_t n = dataset.tokens().size();
  check_size(n);
  BigramTable table;
  for (Id id = 0; id < n; ++id) table.symbols.push_back(dataset.tokens().token(id));
  table.counts = zeros<double>(n, n);
  for_each_bigram(dataset.part(Split::train), LmDataset::boundary, [&](Id a, Id b) { ++table.counts(a, b); });
  table.counted = shares(table.counts);
  Generator generator(graph, parameters, dataset);
  table.model = next_symbols(generator, n);
  for (std::size_t i = 0; i < n; ++i) {
    if (std::all_of(row(table.counts, i), row(table.counts, i) + n, [](double count) { return count == 0.0; }))
      continue;
    for (std::size_t j = 0; j < n; ++j)
      table.largest_difference = std::max(table.largest_difference, std::abs(table.counted(i, j) - table.model(i, j)));
  }
  return table;
}

}  // namespace rowgrad

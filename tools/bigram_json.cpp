#include "tools/bigram_json.hpp"

#include "tools/row_text.hpp"

namespace rowgrad {
namespace {

Json whole_numbers(const Matrix<double>& counts) {
  Json lines = Json::array();
  for (std::size_t i = 0; i < rows(counts); ++i)
    lines.push_back(std::vector<std::uint64_t>(row(counts, i), row(counts, i) + columns(counts)));
  return lines;
}

}  // namespace

Json to_json(const BigramTable& table) {
  return {{"symbols", table.symbols},
          {"counts", whole_numbers(table.counts)},
          {"counted", rows_json(table.counted)},
          {"model", rows_json(table.model)},
          {"largest_difference", table.largest_difference}};
}

}  // namespace rowgrad

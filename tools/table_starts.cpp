#include "tools/table_starts.hpp"

#include <fmt/format.h>

#include <cmath>

#include "config/registry.hpp"
#include "graph/layer.hpp"
#include "tools/for_people.hpp"
#include "tools/room.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t tokens = 64;  // whose logits are looked at

// What Embedding's declaration says it starts with.
Json default_start() {
  const auto [layer, keys] = declared_keys<Layer>("Embedding");
  for (const Key& key : keys.all()) {
    if (key.name == "init") return key.default_value;
  }
  return {};
}

}  // namespace

std::vector<TableStart> table_starts(std::size_t rows, std::size_t dim) {
  // The table, and logits with their saved softmax.
  require_room("--start", static_cast<double>(rows) * (static_cast<double>(dim) + 4.0 * tokens),
               "take fewer rows or columns");
  const std::vector<Json> rules{
      default_start(), "he", "xavier", Json{{"uniform", 0.5 / static_cast<double>(dim)}}, Json{{"normal", 1}}, "zeros"};
  std::vector<TableStart> starts;
  for (const Json& rule : rules) starts.push_back(table_start(rule, rows, dim, tokens, /*seed=*/1));
  return starts;
}

Json to_json(const std::vector<TableStart>& starts) {
  Json list = Json::array();
  for (const TableStart& start : starts) {
    list.push_back({{"init", start.init},
                    {"deviation", start.deviation},
                    {"least", start.least},
                    {"most", start.most},
                    {"row_length", start.row_length},
                    {"logit_deviation", start.logit_deviation},
                    {"loss", start.loss}});
  }
  return list;
}

void print_story(const std::vector<TableStart>& starts, std::size_t rows, std::size_t dim) {
  using Align = Table::Align;
  Table table({{"init"},
               {"deviation", Align::right},
               {"least", Align::right},
               {"most", Align::right},
               {"length of a row", Align::right},
               {"logits of a tied head", Align::right},
               {"first loss", Align::right}});
  for (const TableStart& s : starts) {
    table.add({s.init, fmt::format("{:.5f}", s.deviation), fmt::format("{:.4f}", s.least),
               fmt::format("{:.4f}", s.most), fmt::format("{:.4f}", s.row_length),
               fmt::format("± {:.4f}", s.logit_deviation), fmt::format("{:.4f}", s.loss)});
  }
  fmt::print("A table of {} rows by {}, drawn by each rule\n{}", grouped(rows), grouped(dim), table.text());
  fmt::print("A model that knows nothing has the loss ln {} = {:.4f}.\n", grouped(rows),
             std::log(static_cast<double>(rows)));
}

}  // namespace rowgrad

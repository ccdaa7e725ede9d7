#include <fmt/format.h>

#include <algorithm>

#include "analysis/moved_rows.hpp"
#include "tools/command.hpp"
#include "tools/for_people.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/run_data.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

using Row = MovedRows::Row;

Json summary_json(const MovedRows& moved) {
  return {{"parameter", moved.parameter},
          {"still", moved.still()},
          {"moved", moved.rows.size() - moved.still()},
          {"mean_distance", moved.mean_distance()}};
}

Json rows_json(const std::vector<Row>& rows) {
  Json list = Json::array();
  for (const Row& row : rows) list.push_back({{"row", row.row}, {"name", row.name}, {"distance", row.distance}});
  return list;
}

std::string name_of(const Row& row) { return row.name.empty() ? fmt::format("row {}", row.row) : printable(row.name); }

void print_summary(const std::vector<MovedRows>& all) {
  using Align = Table::Align;
  Table table({{"parameter"},
               {"rows", Align::right},
               {"exactly still", Align::right},
               {"moved", Align::right},
               {"by, on the average", Align::right}});
  for (const MovedRows& moved : all) {
    table.add({moved.parameter, grouped(moved.rows.size()), grouped(moved.still()),
               grouped(moved.rows.size() - moved.still()), fmt::format("{:.6f}", moved.mean_distance())});
  }
  fmt::print("{}", table.text());
}

// The first `count` rows of a list.
void print_rows(const std::string& title, const std::vector<Row>& rows, std::size_t count) {
  if (rows.empty() || count == 0) return;
  fmt::print("  {}\n", title);
  for (std::size_t i = 0; i < rows.size() && i < count; ++i)
    fmt::print("    {:.6f}  {}\n", rows[i].distance, name_of(rows[i]));
  if (rows.size() > count) fmt::print("    … {} more\n", rows.size() - count);
}

class Moved : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("before", before_, "a run directory")->required();
    app.add_option("after", after_, "another of the same model, such as one that started from it")->required();
    app.add_option("words", words_, "only these rows, by what they stand for");
    app.add_option("--table", table_, "the parameter whose rows are listed, such as embed.weight (default: the first)");
    auto* count = app.add_option("-n,--count", count_, "how many rows of each list (default 5)");
    count->check(whole_number(0, 1000000));
    app.add_flag("--json", json_, "machine-readable: every row, or those of the words or the --table asked for")
        ->excludes(count);
    app.footer(
        "How far each row of each parameter moved from one run to another, and which did not move at all.\n"
        "Examples:\n  train --config configs/sentiment.json --set train.epochs=0 --out runs/start\n"
        "  train --config configs/sentiment.json --init-from runs/start --out runs/end\n"
        "  rowgrad moved runs/start runs/end\n  rowgrad moved runs/start runs/end good bad");
  }

  int run() override {
    const std::vector<MovedRows> all = moved_rows(open_model(before_), open_model(after_));
    const MovedRows& listed = chosen(all);
    const std::vector<Row> named = rows_of(listed);
    if (json_) {
      print_json(all, listed, named);
      return 0;
    }
    print_summary(all);
    fmt::print("\n{}\n", listed.parameter);
    if (words_.empty()) print_lists(listed);
    for (const Row& row : named)
      fmt::print("    {:.6f}  {}{}\n", row.distance, name_of(row), row.distance == 0.0 ? "  exactly still" : "");
    return 0;
  }

 private:
  const MovedRows& chosen(const std::vector<MovedRows>& all) const {
    if (table_.empty()) return all.front();
    std::vector<std::string> names;
    for (const MovedRows& moved : all) {
      if (moved.parameter == table_) return moved;
      names.push_back(moved.parameter);
    }
    throw input_error("--table", "\"" + table_ + "\" is no parameter whose rows can be compared",
                      suggest(table_, names));
  }

  void print_json(const std::vector<MovedRows>& all, const MovedRows& listed, const std::vector<Row>& named) const {
    const bool every = words_.empty() && table_.empty();
    Json json = Json::array();
    for (const MovedRows& moved : all) {
      json.push_back(summary_json(moved));
      if (every || &moved == &listed) json.back()["rows"] = rows_json(words_.empty() ? moved.rows : named);
    }
    fmt::print("{}\n", to_text(json, 2));
  }

  void print_lists(const MovedRows& moved) const {
    std::vector<Row> rows = moved.rows;
    std::ranges::stable_sort(rows, std::ranges::greater(), &Row::distance);
    const auto still = rows.end() - static_cast<std::ptrdiff_t>(moved.still());
    print_rows("moved most", {rows.begin(), still}, count_);
    if (rows.begin() != still) {
      fmt::print("  moved least\n    {:.6f}  {}\n", (still - 1)->distance, name_of(*(still - 1)));
    }
    print_rows("exactly still", {still, rows.end()}, count_);
  }

  // Those of the words that were asked for.
  std::vector<Row> rows_of(const MovedRows& moved) const {
    std::vector<Row> rows;
    for (const std::string& word : words_) {
      const auto row = std::ranges::find(moved.rows, word, &Row::name);
      if (row == moved.rows.end())
        throw input_error(word, "no row of \"" + moved.parameter + "\" that both runs have stands for it",
                          "take a word of the vocabulary, or another --table");
      rows.push_back(*row);
    }
    return rows;
  }

  std::string before_, after_, table_;
  std::vector<std::string> words_;
  std::size_t count_ = 5;
  bool json_ = false;
};

const bool registered =
    register_command<Moved>("moved", "how far each row moved between two runs, and which did not move at all");

}  // namespace
}  // namespace rowgrad

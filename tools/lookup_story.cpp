#include "tools/lookup_story.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "tools/for_people.hpp"
#include "tools/row_text.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

using Align = Table::Align;
constexpr std::size_t rows_shown = 12;

// Rows of a matrix, each after its number.
void print_rows(const Matrix<float>& m) {
  for (std::size_t i = 0; i < rows(m) && i < rows_shown; ++i) fmt::print("   {:>4}  {}\n", i, brief(row_of(m, i)));
  if (rows(m) > rows_shown) fmt::print("         … {} more rows\n", rows(m) - rows_shown);
}

std::string yes_no(bool yes) { return yes ? "yes" : "NO"; }

bool is_zero(const Matrix<float>& m, std::size_t i) {
  return std::ranges::all_of(row_of(m, i), [](float x) { return x == 0.0F; });
}

// All rows, or of many the touched ones first, then others as far as there is room, in order.
std::vector<Id> rows_to_show(const TableLookup& lookup) {
  std::vector<Id> shown = lookup.touched;
  if (shown.size() > rows_shown) shown.resize(rows_shown);
  for (Id id = 0; id < rows(lookup.gradient) && shown.size() < rows_shown; ++id) {
    if (std::ranges::find(lookup.touched, id) == lookup.touched.end()) shown.push_back(id);
  }
  std::ranges::sort(shown);
  return shown;
}

void print_more(std::size_t count, const char* noun) {
  if (count > rows_shown) fmt::print("         … {} more {}\n", count - rows_shown, noun);
}

void print_gradient(const TableLookup& lookup) {
  Table table({{"   row"}, {"as Embedding adds it up"}, {"one-hotᵀ · g"}, {"if a repeated id overwrote"}});
  for (const Id i : rows_to_show(lookup)) {
    table.add({fmt::format("   {:>3}", i), brief(row_of(lookup.gradient, i)), brief(row_of(lookup.product_gradient, i)),
               brief(row_of(lookup.assigned, i))});
  }
  fmt::print("{}", table.text());
  print_more(rows(lookup.gradient), "rows");
  std::size_t zero = 0;
  for (std::size_t i = 0; i < rows(lookup.gradient); ++i) zero += is_zero(lookup.gradient, i) ? 1 : 0;
  fmt::print("   gradients equal: {}    rows touched: {} of {}    rows that are exactly zero: {}\n",
             yes_no(lookup.gradient == lookup.product_gradient), lookup.touched.size(), rows(lookup.gradient), zero);
}

}  // namespace

void print_story(const TableLookup& lookup) {
  const std::size_t vocab = rows(lookup.table), d = columns(lookup.table);
  fmt::print("1  The table: {} rows of {} numbers\n", vocab, d);
  print_rows(lookup.table);
  fmt::print("\n2  Ids {}: each as a one-hot times the table, and as a lookup\n", fmt::join(lookup.ids, ", "));
  for (std::size_t i = 0; i < lookup.ids.size() && i < rows_shown; ++i) {
    fmt::print("   id {:>3}   one-hot · table {}\n", lookup.ids[i], brief(row_of(lookup.product, i)));
    fmt::print("            Embedding       {}\n", brief(row_of(lookup.looked_up, i)));
  }
  print_more(lookup.ids.size(), "ids");
  fmt::print("   equal to the bit: {}    multiplications for each token: {} x {} = {}, and none\n",
             yes_no(lookup.looked_up == lookup.product), vocab, d, grouped(vocab * d));
  fmt::print("\n3  Backward: position 1 sends back the gradient g = 1 in each column, position 2 sends 2, and so on\n");
  print_gradient(lookup);
}

void print_story(const Renumbering& r) {
  std::vector<std::string> moves;
  for (std::size_t id = 0; id < r.number.size() && id < rows_shown; ++id)
    moves.push_back(fmt::format("{} → {}", id, r.number[id]));
  fmt::print("\n4  Renumbered: {}{}\n", fmt::join(moves, ", "), r.number.size() > rows_shown ? ", …" : "");
  fmt::print("   the same words are now the ids {}, and every row has moved with its id\n",
             fmt::join(r.after.ids, ", "));
  fmt::print("   same rows looked up: {}    same gradient, its rows moved likewise: {}\n",
             yes_no(r.before.looked_up == r.after.looked_up),
             yes_no(permuted_rows(r.before.gradient, r.number) == r.after.gradient));
  fmt::print("   the id as a magnitude, fed to a Linear with the same weight before and after:\n");
  Table table({{"   word"},
               {"id before", Align::right},
               {"output", Align::right},
               {"id after", Align::right},
               {"output", Align::right}});
  for (std::size_t i = 0; i < r.before.ids.size() && i < rows_shown; ++i) {
    table.add({fmt::format("   {:>4}", i + 1), std::to_string(r.before.ids[i]),
               fmt::format("{:.5f}", r.as_number_before(i, 0)), std::to_string(r.after.ids[i]),
               fmt::format("{:.5f}", r.as_number_after(i, 0))});
  }
  fmt::print("{}   same output: {}\n", table.text(), yes_no(r.as_number_before == r.as_number_after));
}

void print_story(const std::vector<LookupCost>& costs) {
  Table table({{"vocabulary", Align::right},
               {"dim", Align::right},
               {"multiplications: product", Align::right},
               {"lookup", Align::right},
               {"time: product", Align::right},
               {"lookup", Align::right},
               {"same row"}});
  for (const LookupCost& cost : costs) {
    table.add({grouped(cost.rows), grouped(cost.dim), grouped(static_cast<std::uint64_t>(cost.multiplications)), "0",
               fmt::format("{:.1f} µs", 1e6 * cost.product_seconds),
               fmt::format("{:.2f} µs", 1e6 * cost.lookup_seconds), yes_no(cost.equal)});
  }
  fmt::print("One token: its one-hot vector times the table, and the lookup of its row (medians)\n{}", table.text());
}

void print_story(const std::vector<DrawnRows>& drawn) {
  Table table({{"tokens drawn", Align::right},
               {"distribution"},
               {"rows of the table", Align::right},
               {"rows touched", Align::right},
               {"share", Align::right}});
  for (const DrawnRows& d : drawn) {
    table.add({grouped(d.tokens), d.distribution, grouped(d.rows), grouped(d.rows_touched),
               fmt::format("{:.2f} %", 100.0 * d.share())});
  }
  fmt::print("{}", table.text());
  if (!drawn.empty())
    fmt::print(
        "at most, if no token came twice: {:.2f} %\n",
        100.0 * static_cast<double>(std::min(drawn[0].tokens, drawn[0].rows)) / static_cast<double>(drawn[0].rows));
}

void print_story(const std::vector<NameSimilarity>& pairs, const WordVectors& vectors) {
  Table table({{"pair"},
               {"one-hots: dot product", Align::right},
               {"cosine", Align::right},
               {"learned rows: cosine", Align::right}});
  for (const NameSimilarity& pair : pairs) {
    table.add({printable(vectors.word(pair.first) + " · " + vectors.word(pair.second)),
               fmt::format("{:.4f}", pair.one_hot_dot), fmt::format("{:.4f}", pair.one_hot_cosine),
               fmt::format("{:.4f}", pair.row_cosine)});
  }
  fmt::print("{} words: one-hot vectors of {} numbers, rows of {}\n{}", grouped(vectors.size()),
             grouped(vectors.size()), vectors.dimension(), table.text());
}

void print_story(const TextRows& text) {
  std::vector<std::string> tokens;
  for (const std::string& token : text.tokens) tokens.push_back(printable(token));
  fmt::print("tokens   {}\n", fmt::join(tokens, " | "));
  fmt::print("ids      [{}]\n", fmt::join(text.ids, ", "));
  fmt::print("table    {} x {}, one row per distinct token\n", rows(text.table), columns(text.table));
  for (std::size_t i = 0; i < rows(text.table) && i < rows_shown; ++i)
    fmt::print("   {:>4}  {}  {}\n", i, brief(row_of(text.table, i)),
               printable(text.vocabulary.token(static_cast<Id>(i))));
  if (rows(text.table) > rows_shown) fmt::print("         … {} more rows\n", rows(text.table) - rows_shown);
  fmt::print("stacked  {} x {}, one row per token of the text\n", rows(text.stacked), columns(text.stacked));
  print_rows(text.stacked);
}

}  // namespace rowgrad

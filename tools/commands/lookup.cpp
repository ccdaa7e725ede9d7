#include <fmt/format.h>

#include <algorithm>

#include "core/parse_number.hpp"
#include "core/utf8.hpp"
#include "data/permutation.hpp"
#include "tools/command.hpp"
#include "tools/lookup_json.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/room.hpp"
#include "tools/run_data.hpp"

namespace rowgrad {
namespace {

// Five questions about one table: what a lookup is, what it costs, how many rows a batch touches, what one-hots know of
// words, and how a text becomes a matrix.
class Lookup : public Command {
 public:
  void declare(CLI::App& app) override {
    auto* run = app.add_option("run", vectors_, "a run directory or a file of word vectors, followed by words of it");
    app.add_option("words", words_, "words whose one-hot vectors and learned rows are compared");
    auto* vocab = app.add_option("--vocab", vocab_, "rows of the table (default 5)")->check(whole_number(1, most_ids));
    auto* ids = app.add_option("--ids", ids_, "a batch of ids (default 1,3,1)")
                    ->delimiter(',')
                    ->check(whole_number(0, most_ids));
    auto* number = app.add_option("--renumber", number_, "by old id, the new one: 3,0,4,1,2, or random");
    number->delimiter(',');
    auto* sizes = app.add_option("--sizes", sizes_, "what a token costs by size of the vocabulary");
    sizes->delimiter(',')->check(whole_number(1, most_ids));
    auto* repeat = app.add_option("--repeat", repeat_, "how often each is measured (default 15)");
    repeat->check(whole_number(1, 100000))->needs(sizes);
    auto* batch = app.add_option("--batch", batch_, "draw so many tokens: how many rows they touch");
    batch->check(whole_number(1, 100000000));
    text_option_ = app.add_option("--text", text_, "from a text to a matrix: tokens, ids, rows");
    auto* tokenizer = app.add_option("--tokenizer", tokenizer_, "of the text (default words)");
    tokenizer->check(CLI::IsMember(Tokenizer::names()))->needs(text_option_);
    auto* dim = app.add_option("--dim", dim_, "columns of the table (default 3)")->check(whole_number(1, 1000000));
    auto* seed = app.add_option("--seed", seed_, "seed of all that is drawn (default 1)")->check(whole_number(0));
    // One question at a time, each with the options that it reads.
    run->excludes(vocab, ids, number, sizes, batch, text_option_, dim, seed);
    sizes->excludes(vocab, ids, number, batch, text_option_);
    batch->excludes(ids, number, text_option_, dim);
    text_option_->excludes(vocab, ids, number);
    app.add_flag("--json", json_, "machine-readable: every number");
    app.footer(
        "A table as a lookup, run by the layer Embedding, beside one-hot vectors times the table.\n"
        "Examples:\n  rowgrad lookup\n  rowgrad lookup --renumber 3,0,4,1,2\n"
        "  rowgrad lookup --sizes 1000,10000,50000 --dim 768\n  rowgrad lookup --batch 1024 --vocab 50000\n"
        "  rowgrad lookup --text 'Hello world' --dim 4\n  rowgrad lookup runs/sgns cat dog helicopter");
  }

  int run() override {
    if (ids_.empty()) ids_ = {static_cast<Id>(1 % vocab_), static_cast<Id>(3 % vocab_), static_cast<Id>(1 % vocab_)};
    if (!vectors_.empty())
      compare_words();
    else if (!sizes_.empty())
      measure();
    else if (batch_ > 0)
      draw();
    else if (text_option_->count() > 0)
      stack();
    else
      show_example();
    return 0;
  }

 private:
  void print(const Json& json) const { fmt::print("{}\n", to_text(json, 2)); }

  template <class List, class... More>
  void show_list(const List& list, const More&... more) const {
    if (!json_) return print_story(list, more...);
    Json json = Json::array();
    for (const auto& item : list) json.push_back(to_json(item, more...));
    print(json);
  }

  void show_example() const {
    for (const Id id : ids_) {
      if (id >= vocab_)
        throw input_error("--ids", fmt::format("expected ids below {}, found {}", vocab_, id),
                          "ids count from 0; raise --vocab or take another id");
    }
    require_room("--vocab", example_floats(), smaller);
    const TableLookup lookup = look_up(fresh_table(vocab_, dim_, seed_), ids_);
    const std::optional<Renumbering> renumbered =
        number_.empty() ? std::nullopt : std::optional(renumber(lookup, new_numbers(), seed_));
    if (json_) {
      Json json = to_json(lookup);
      if (renumbered) json["renumbered"] = to_json(*renumbered);
      return print(json);
    }
    print_story(lookup);
    if (renumbered) print_story(*renumbered);
  }

  // What show_example() keeps: matrices of the table's shape and of the result's, and one-hot vectors.
  double example_floats() const {
    const double vocab = static_cast<double>(vocab_), d = static_cast<double>(dim_);
    const double n = static_cast<double>(ids_.size());
    const double copies = number_.empty() ? 1.0 : 2.0;
    double floats = (number_.empty() ? 6.0 : 13.0) * vocab * d + 2.0 * copies * n * vocab + 5.0 * copies * n * d;
    if (json_) floats += json_floats * (vocab * (5.0 * d + n) + 4.0 * n * d);
    return floats;
  }

  std::vector<Id> new_numbers() const {
    std::vector<Id> number;
    if (number_ == std::vector<std::string>{"random"}) {
      for (const std::size_t id : permutation(vocab_, Random(seed_).stream("renumber")))
        number.push_back(static_cast<Id>(id));
      return number;
    }
    std::vector<bool> taken(vocab_, false);
    for (const std::string& text : number_) {
      const auto id = parse_number<std::size_t>(text);
      if (!id || *id >= vocab_ || taken[*id])
        throw input_error("--renumber", fmt::format("expected each of 0 to {} once, found \"{}\"", vocab_ - 1, text),
                          "write a permutation such as 3,0,4,1,2, or random");
      taken[*id] = true;
      number.push_back(static_cast<Id>(*id));
    }
    if (number.size() != vocab_)
      throw input_error("--renumber", fmt::format("expected {} numbers, found {}", vocab_, number.size()),
                        "give every id a new one, or write random");
    return number;
  }

  void measure() const {
    for (const std::size_t rows : sizes_)
      require_room("--sizes", static_cast<double>(rows) * (static_cast<double>(dim_) + 1.0), smaller);
    std::vector<LookupCost> costs;
    for (const std::size_t rows : sizes_) costs.push_back(lookup_cost(rows, dim_, repeat_, seed_));
    show_list(costs);
  }

  void draw() const {
    // A table of one column, the sampling table (6 floats a row) and a gradient's slots.
    require_room("--vocab", 10.0 * static_cast<double>(vocab_) + 8.0 * static_cast<double>(batch_),
                 "take a smaller vocabulary or fewer tokens");
    show_list(std::vector<DrawnRows>{draw_rows("uniform", 0.0, batch_, vocab_, seed_),
                                     draw_rows("Zipf", 1.0, batch_, vocab_, seed_)});
  }

  void stack() const {
    if (find_invalid_utf8(text_) != std::string_view::npos) throw input_error("--text", "is not valid UTF-8");
    require_room("--text", 3.0 * static_cast<double>(text_.size()) * static_cast<double>(dim_), smaller);
    const TextRows text = rows_of_text(text_, Tokenizer(tokenizer_), dim_, seed_);
    if (json_)
      print(to_json(text));
    else
      print_story(text);
  }

  void compare_words() const {
    if (words_.size() < 2) throw input_error("lookup", "expected at least two words after the run", "name some");
    const WordVectors vectors = WordVectors::open(vectors_);
    warn(vectors.notes());
    std::vector<Id> ids;
    for (const std::string& word : words_) ids.push_back(vectors.id(word));
    show_list(name_similarities(vectors, ids), vectors);
  }

  static constexpr const char* smaller = "take a smaller vocabulary or --dim";
  static constexpr double json_floats = 12.0;  // what a number is as JSON and then as text: 48 bytes

  CLI::Option* text_option_ = nullptr;
  std::string vectors_, text_, tokenizer_ = "words";
  std::vector<std::string> words_, number_;
  std::vector<Id> ids_;
  std::vector<std::size_t> sizes_;
  std::size_t vocab_ = 5, dim_ = 3, batch_ = 0, repeat_ = 15;
  std::uint64_t seed_ = 1;
  bool json_ = false;
};

const bool registered = register_command<Lookup>(
    "lookup", "a table as a lookup beside one-hot times matrix: results, gradients by row, cost, rows touched");

}  // namespace
}  // namespace rowgrad

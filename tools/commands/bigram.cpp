#include <fmt/format.h>

#include <algorithm>

#include "tools/bigram_json.hpp"
#include "tools/command.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/run_data.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

class BigramCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run of a language model; its text must still be there")->required();
    app.add_option("-n,--count", count_, "how many pairs, the most frequent first (default 10)")
        ->check(whole_number(1));
    app.add_flag("--json", json_, "the whole tables, machine-readable");
    app.footer(
        "By the pair of symbols: how often it occurs in the training data, the probability of the second after the\n"
        "first as counted, and as the model says where an item begins with the first.\n"
        "Example:\n  rowgrad bigram runs/bigram -n 20");
  }

  int run() override {
    TrainedModel model = open_model(run_);
    dataset_of<LmDataset>(model.experiment, "lm", run_);  // throws before the text is read
    const auto data = load_run_data(run_);
    const BigramTable table =
        bigram_table(model.experiment.graph, model.parameters, dynamic_cast<const LmDataset&>(*data));
    if (json_)
      fmt::print("{}\n", to_text(to_json(table), -1));
    else
      print(table);
    return 0;
  }

 private:
  struct Pair {
    std::size_t first, second;
    double count;
  };

  static std::vector<Pair> pairs_by_count(const BigramTable& table) {
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < table.symbols.size(); ++i) {
      for (std::size_t j = 0; j < table.symbols.size(); ++j) {
        if (table.counts(i, j) > 0.0) pairs.push_back({i, j, table.counts(i, j)});
      }
    }
    std::ranges::stable_sort(pairs, std::ranges::greater(), &Pair::count);
    return pairs;
  }

  void print(const BigramTable& table) const {
    const std::vector<Pair> pairs = pairs_by_count(table);
    using enum Table::Align;
    Table lines({{"first"}, {"second"}, {"count", right}, {"counted", right}, {"model", right}});
    for (std::size_t p = 0; p < std::min(count_, pairs.size()); ++p) {
      const auto [i, j, count] = pairs[p];
      lines.add({printable(table.symbols[i]), printable(table.symbols[j]), fmt::format("{:.0f}", count),
                 fmt::format("{:.4f}", table.counted(i, j)), fmt::format("{:.4f}", table.model(i, j))});
    }
    fmt::print("{}largest difference, over all pairs: {:.4f}\n", lines.text(), table.largest_difference);
  }

  std::string run_;
  std::size_t count_ = 10;
  bool json_ = false;
};

const bool registered =
    register_command<BigramCommand>("bigram", "what follows each symbol, as counted and as a language model says");

}  // namespace
}  // namespace rowgrad

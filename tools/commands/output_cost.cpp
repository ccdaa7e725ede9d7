#include "models/word2vec/output_cost.hpp"

#include <fmt/format.h>

#include <cmath>

#include "tools/command.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/room.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

class OutputCosts : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("--vocab", vocab_, "sizes of the vocabulary (1000 10000 100000)")->check(whole_number(2, 10000000));
    app.add_option("--dim", options_.dim, "width of the rows (default 100)")->check(whole_number(1, 100000));
    app.add_option("--negatives", options_.negatives, "k, noise words per pair (default 5)")
        ->check(whole_number(1, 10000));
    app.add_option("--sampled", options_.sampled, "classes drawn for sampled softmax (default 64)")
        ->check(whole_number(1, 1000000));
    app.add_option("--batch", options_.batch, "pairs per batch (default 128)")->check(whole_number(1, 100000));
    app.add_option("--batches", options_.batches, "batches; the first is not timed (default 8)")
        ->check(whole_number(2, 100000));
    app.add_option("--seed", options_.seed, "of the text and the model (default 1)")->check(whole_number(0));
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "Skip-gram on words drawn by Zipf's law. Dot products are those that the layers computed, per pair; the time\n"
        "is that of forward, backward and update, with all threads. A full softmax keeps batch x vocabulary numbers.\n"
        "Example:\n  rowgrad output-cost --vocab 1000 100000 --threads 1");
  }

  int run() override {
    for (const std::size_t vocab : vocab_) {
      // Two tables with their gradients, and logits with their softmax and its gradient.
      const double numbers = 4.0 * static_cast<double>(options_.dim) + 3.0 * static_cast<double>(options_.batch);
      require_room("--vocab", static_cast<double>(vocab) * numbers, "take a smaller vocabulary, --dim or --batch");
    }
    Json json = Json::array();
    Table table({{"vocabulary", Table::Align::right},
                 {"log₂ V", Table::Align::right},
                 {"output"},
                 {"dot products", Table::Align::right},
                 {"µs per pair", Table::Align::right}});
    for (const std::size_t vocab : vocab_) {
      const double bits = std::log2(static_cast<double>(vocab));
      for (const OutputCost& cost : measure_output_costs(vocab, options_)) {
        table.add({std::to_string(vocab), fmt::format("{:.1f}", bits), cost.method,
                   fmt::format("{:.1f}", cost.dot_products), fmt::format("{:.1f}", cost.microseconds)});
        json.push_back({{"vocabulary", vocab},
                        {"log2_vocabulary", bits},
                        {"output", cost.method},
                        {"dot_products_per_pair", cost.dot_products},
                        {"microseconds_per_pair", cost.microseconds}});
      }
    }
    fmt::print("{}", json_ ? to_text(json, 2) + "\n" : table.text());
    return 0;
  }

 private:
  std::vector<std::size_t> vocab_{1000, 10000, 100000};
  OutputCostOptions options_;
  bool json_ = false;
};

const bool registered = register_command<OutputCosts>(
    "output-cost", "dot products and time per pair of full, hierarchical and sampled softmax and negative sampling");

}  // namespace
}  // namespace rowgrad

#include <fmt/format.h>

#include "analysis/attention_pattern.hpp"
#include "core/utf8.hpp"
#include "tools/attention_json.hpp"
#include "tools/command.hpp"
#include "tools/output.hpp"
#include "tools/run_data.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

class AttentionCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run of a model with layers of attention")->required();
    app.add_option("--text", text_, "the example")->required();
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "A row is a position that looks, a column one that is looked at; a row sums to 1. Where there is a dot a\n"
        "position may not look: a causal layer sees nothing that comes later.\n"
        "Examples:\n  rowgrad attention runs/order_attention --text 'not bad'\n"
        "  rowgrad attention runs/transformer --text emma");
  }

  int run() override {
    if (find_invalid_utf8(text_) != std::string_view::npos) throw input_error("--text", "is not valid UTF-8");
    TrainedModel model = open_model(run_);
    const Batch batch = model.experiment.dataset->example(text_, "");
    const AttentionPattern pattern = attention_pattern(model.experiment, model.parameters, batch);
    if (json_)
      fmt::print("{}\n", to_text(to_json(pattern), -1));
    else
      print(pattern);
    return 0;
  }

 private:
  static void print(const AttentionPattern& pattern) {
    for (const auto& [name, heads] : pattern.layers) {
      for (std::size_t h = 0; h < heads.size(); ++h) {
        fmt::print("{}, head {} of {}\n", name, h + 1, heads.size());
        fmt::print("{}", table(pattern.tokens, heads[h]).text());
      }
    }
  }

  static Table table(const std::vector<std::string>& tokens, const Matrix<float>& weights) {
    std::vector<Table::Column> titles{{""}};
    for (const std::string& token : tokens) titles.push_back({printable(token), Table::Align::right});
    Table table(std::move(titles));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      std::vector<std::string> cells{"  " + printable(tokens[i])};
      for (std::size_t j = 0; j < tokens.size(); ++j)
        cells.push_back(weights(i, j) == 0.0F ? "·" : fmt::format("{:.2f}", weights(i, j)));
      table.add(std::move(cells));
    }
    return table;
  }

  std::string run_, text_;
  bool json_ = false;
};

const bool registered = register_command<AttentionCommand>(
    "attention", "who looks at whom: the weights of every head of attention for one example");

}  // namespace
}  // namespace rowgrad

#include <fmt/format.h>

#include "analysis/output_bias.hpp"
#include "tools/command.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/run_data.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

class Bias : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run with a softmax over the logits of a Linear layer; its data must still be there")
        ->required();
    app.add_option("-n,--count", count_, "how many of the most and of the least frequent classes to show (default 5)")
        ->check(whole_number(1));
    app.add_flag("--json", json_, "every class, machine-readable");
    app.footer(
        "Beside each class's log frequency: the bias of its logit, and the mean of the logit over the training data\n"
        "less the bias, which is what the directions of the hidden states and of the class's row hold of it.\n"
        "Examples:\n  rowgrad bias runs/bigram_tied\n  rowgrad bias runs/transformer -n 3");
  }

  int run() override {
    TrainedModel model = open_model(run_);
    const auto data = load_run_data(run_);
    const OutputBias found = output_bias(model.experiment, model.parameters, *data, run_);
    if (json_)
      fmt::print("{}\n", to_text(to_json(found, *data), 2));
    else
      print(found, *data);
    return 0;
  }

 private:
  static Json to_json(const OutputBias& found, const Dataset& data) {
    Json json{{"classes", Json::array()}};
    for (const ClassBias& c : found.classes) {
      Json one{{"name", data.id_name(found.label, c.id)}, {"log_frequency", c.log_frequency}};
      if (c.bias) one["bias"] = *c.bias;
      one["mean_logit_without_bias"] = c.mean_from_state;
      json["classes"].push_back(std::move(one));
    }
    if (found.bias_correlation) json["bias_correlation"] = *found.bias_correlation;
    json["mean_logit_correlation"] = found.mean_correlation;
    return json;
  }

  void print(const OutputBias& found, const Dataset& data) const {
    const auto number = [](double x) { return fmt::format("{:.3f}", x); };
    Table table({{"class"},
                 {"log frequency", Table::Align::right},
                 {"bias", Table::Align::right},
                 {"mean logit without it", Table::Align::right}});
    const std::size_t n = found.classes.size();
    const bool cut = n > 2 * count_;
    for (std::size_t i = 0; i < n; ++i) {
      if (cut && i == count_) table.add({"…", "", "", ""});
      if (cut && i >= count_ && i < n - count_) continue;
      const ClassBias& c = found.classes[i];
      table.add({printable(data.id_name(found.label, c.id)), number(c.log_frequency),
                 c.bias ? number(static_cast<double>(*c.bias)) : "", number(c.mean_from_state)});
    }
    table.add({"correlation with log frequency", "", found.bias_correlation ? number(*found.bias_correlation) : "",
               number(found.mean_correlation)});
    fmt::print("{}", table.text());
  }

  std::string run_;
  std::size_t count_ = 5;
  bool json_ = false;
};

const bool registered =
    register_command<Bias>("bias", "what a softmax's bias has learnt, beside the frequency of its classes");

}  // namespace
}  // namespace rowgrad

#include <fmt/format.h>

#include "tools/command.hpp"
#include "tools/number_list.hpp"
#include "tools/numbers.hpp"
#include "tools/softmax_story.hpp"

namespace rowgrad {
namespace {

// Where the curves are looked at: close to both ends, and in equal steps between.
const std::vector<double> curve_points{1e-6, 1e-4, 0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99, 0.9999};

// Calls the framework, which names what is wrong "scores", "label", "target", "step" or "steps": here an option of that
// name.
template <class Compute>
auto with_option_names(const Compute& compute) {
  try {
    return compute();
  } catch (const Error& error) {
    const std::string message = error.what();
    const std::size_t colon = message.find(": ");
    throw input_error("--" + message.substr(0, colon), message.substr(colon + 2));
  }
}

class SoftmaxCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    auto* scores = app.add_option("--scores", scores_, "the scores (default 2,1,0.1)");
    auto* label =
        app.add_option("--label", label_, "the true class, counted from 0 (default 0)")->check(whole_number(0));
    auto* target =
        app.add_option("--target", target_, "soft targets instead: a probability per score, such as .7,.2,.1");
    app.add_option("--loss", loss_, "cross-entropy (the default) or squared: ½ Σ (p − q)²")
        ->check(CLI::IsMember({"cross-entropy", "squared"}));
    step_option_ = app.add_option("--step", step_, "descend on the scores, at this learning rate");
    auto* steps = app.add_option("--steps", steps_, "how many steps (default 10)");
    steps->check(whole_number(0, ScoreDescent::most_steps))->needs(step_option_);
    app.add_flag("--curves", curves_, "∂p/∂s, ∂L/∂p and their product over p, for two classes")
        ->excludes(scores, label, target, step_option_);
    target->excludes(label);
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "What a loss tells the scores of a softmax, each factor by the backward pass of its layer.\n"
        "Examples:\n  rowgrad softmax --scores 2,1,0.1 --label 0\n"
        "  rowgrad softmax --scores 2,1,0.1 --target .7,.2,.1 --step 1 --steps 100\n"
        "  rowgrad softmax --scores -10,10 --loss squared\n"
        "  rowgrad softmax --curves");
  }

  int run() override {
    const ScoreLoss loss = loss_ == "squared" ? ScoreLoss::squared_error : ScoreLoss::cross_entropy;
    if (curves_) {
      show_curves(loss);
      return 0;
    }
    const std::vector<double> scores = number_list("--scores", scores_);
    const ScoredRow row{scores, target_.empty() ? of_label(scores.size()) : number_list("--target", target_), loss};
    if (step_option_->count() > 0)
      show_descent(row);
    else
      show_signal(row);
    return 0;
  }

 private:
  std::vector<double> of_label(std::size_t classes) const {
    return with_option_names([&] { return one_hot(classes, label_); });
  }

  void show_curves(ScoreLoss loss) const {
    const std::vector<SignalPoint> curve = signal_curve(loss, curve_points);
    if (json_)
      fmt::print("{}\n", to_json(curve).dump(2));
    else
      print_story(loss, curve);
  }

  void show_signal(const ScoredRow& row) const {
    const LearningSignal found = with_option_names([&] { return learning_signal(row); });
    if (json_)
      fmt::print("{}\n", to_json(row, found).dump(2));
    else
      print_story(row, found);
  }

  void show_descent(const ScoredRow& row) const {
    const ScoreDescent found = with_option_names([&] { return descend(row, step_, steps_); });
    if (!json_) return print_story(row, found, step_);
    Json json = to_json(row, learning_signal(row));
    json["descent"] = to_json(found, step_);
    fmt::print("{}\n", json.dump(2));
  }

  std::string scores_ = "2,1,0.1", target_, loss_ = "cross-entropy";
  std::size_t label_ = 0, steps_ = 10;
  double step_ = 0.0;
  bool curves_ = false, json_ = false;
  CLI::Option* step_option_ = nullptr;
};

const bool registered = register_command<SoftmaxCommand>(
    "softmax", "what a loss tells the scores of a softmax: each factor of the gradient, and descent on the scores");

}  // namespace
}  // namespace rowgrad

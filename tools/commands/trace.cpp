#include <fmt/format.h>

#include "analysis/contrast.hpp"
#include "core/utf8.hpp"
#include "tools/command.hpp"
#include "tools/numbers.hpp"
#include "tools/run_data.hpp"
#include "tools/trace_json.hpp"
#include "tools/trace_story.hpp"
#include "tools/trace_text.hpp"

namespace rowgrad {
namespace {

class TraceCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory")->required();
    app.add_option("--text", texts_, "the example; twice, with --token, to compare contexts")
        ->required()
        ->expected(1, 2)
        ->allow_extra_args(false);
    app.add_option("--label", label_, "the true label, where the task has labels; without it, the way forward alone");
    app.add_option("--token", token_, "with two texts: follow this token's row through the layers");
    lr_option_ = app.add_option("--lr", lr_, "learning rate of the step by the run's own rule (default: the run's)");
    lr_option_->check(finite_number(TracedText::largest_rate));
    step_option_ = app.add_option("--step", step_, "learning rate of the step of plain SGD beside it (default 0.1)");
    step_option_->check(finite_number(TracedText::largest_rate));
    app.add_flag("--json", json_, "every number, machine-readable");
    app.footer(
        "Examples:\n  rowgrad trace runs/sentiment --text 'not bad' --label negative\n"
        "  rowgrad trace runs/sentiment --text 'not bad' --label negative --step 1\n"
        "  rowgrad trace runs/sentiment --text 'a fine film'\n"
        "  rowgrad trace runs/bigram --text emma\n"
        "  rowgrad trace runs/words --text 'river bank' --text 'bank account' --token bank");
  }

  int run() override {
    check_texts();
    TrainedModel model = open_model(run_);
    if (texts_.size() == 2)
      compare(model);
    else
      walk(model);
    return 0;
  }

 private:
  void check_texts() const {
    for (const auto& text : texts_) {
      if (find_invalid_utf8(text) != std::string_view::npos) throw input_error("--text", "is not valid UTF-8");
    }
    if (texts_.size() == 2 && token_.empty())
      throw input_error("--text", "two texts are for comparing one token", "name it with --token");
    if (texts_.size() == 1 && !token_.empty())
      throw input_error("--token", "compares two contexts, found one", "give a second --text");
    if (texts_.size() == 2) refuse_steps("two texts are compared as they are, without a step", "give one --text");
  }

  // Rates of steps that would not be taken.
  void refuse_steps(const std::string& reason, const std::string& remedy) const {
    for (const CLI::Option* option : {lr_option_, step_option_}) {
      if (option->count() > 0) throw input_error(option->get_name(), reason, remedy);
    }
  }

  // One text, through the model and back.
  void walk(TrainedModel& model) const {
    const Trace found = trace_of(model);
    if (!json_) return print_story(found);
    Json json = to_json(found);
    json["text"] = texts_[0];
    fmt::print("{}\n", json.dump());
  }

  Trace trace_of(TrainedModel& model) const {
    if (label_.empty() && model.experiment.dataset->labels().size() > 0)
      refuse_steps("without a label there is no loss, and so no step", "add --label");
    return trace_text(model, {texts_[0], label_, step_, lr_ >= 0.0 ? std::optional(lr_) : std::nullopt});
  }

  // One token in two texts.
  void compare(TrainedModel& model) const {
    const Dataset& dataset = *model.experiment.dataset;
    const auto id = dataset.tokens().find(token_);
    if (!id) throw input_error("--token", "\"" + token_ + "\" is not in the vocabulary", "use a token of the data");
    const Contrast found = contrast(model.experiment, model.parameters, dataset.example(texts_[0], label_),
                                    dataset.example(texts_[1], label_), *id);
    if (json_)
      fmt::print("{}\n", to_json(found).dump());
    else
      print_story(found, texts_[0], texts_[1]);
  }

  std::string run_, label_, token_;
  std::vector<std::string> texts_;
  CLI::Option *lr_option_ = nullptr, *step_option_ = nullptr;
  double lr_ = -1.0, step_ = 0.1;
  bool json_ = false;
};

const bool registered =
    register_command<TraceCommand>("trace", "one example through a model and back: every row, gradient and update");

}  // namespace
}  // namespace rowgrad

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "models/lm/generator.hpp"
#include "tools/command.hpp"
#include "train/run_directory.hpp"

namespace rowgrad {
namespace {

class Generate : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory of a language model")->required();
    app.add_option("-n,--count", count_, "how many items")->check(CLI::NonNegativeNumber);
    app.add_option("--prompt", prompt_, "what each item starts with");
    app.add_option("--temperature", sampling_.temperature, "below 1: safer, above 1: bolder, 0: the most probable")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--top-k", sampling_.top_k, "choose among the k most probable symbols only")
        ->check(CLI::PositiveNumber);
    app.add_option("--seed", seed_, "another seed, other items")->check(CLI::NonNegativeNumber);
    app.add_option("--max-length", max_length_, "symbols per item, at most")->check(CLI::PositiveNumber);
    app.add_flag("--probabilities", table_, "instead of items, the probabilities of what follows the prompt");
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "An item that occurs in the training data is followed by a tab and \"known\".\n"
        "Examples:\n  rowgrad generate runs/transformer -n 20 --temperature 0.8\n"
        "  rowgrad generate runs/transformer --prompt emm --probabilities");
  }

  int run() override {
    OpenRun open = open_run(run_);
    auto* task = dynamic_cast<LmTask*>(&open.experiment->task());
    if (task == nullptr)
      throw input_error(run_, "its task is \"" + open.experiment->task_name() + "\"", "name a run of the task \"lm\"");
    const std::vector<Id> prompt = task->ids(prompt_);
    Generator generator(open.experiment->graph(), open.parameters, *task);
    if (table_)
      print_table(*task, probabilities(generator.logits(prompt), sampling_));
    else
      print_items(*open.experiment, *task, generator, prompt);
    return 0;
  }

 private:
  void print_table(const LmTask& task, const std::vector<float>& p) const {
    std::vector<Id> order(p.size());
    std::iota(order.begin(), order.end(), Id{0});
    std::stable_sort(order.begin(), order.end(), [&](Id a, Id b) { return p[a] > p[b]; });
    Json rows = Json::array();
    for (const Id id : order) {
      if (p[id] == 0.0F) break;
      const std::string& token = task.vocabulary()->token(id);
      if (json_)
        rows.push_back({{"token", token}, {"probability", p[id]}});
      else
        fmt::print("{}\t{:.4f}\n", token, p[id]);
    }
    if (json_) fmt::print("{}\n", rows.dump(2));
  }

  void print_items(const Experiment& experiment, LmTask& task, Generator& generator,
                   const std::vector<Id>& prompt) const {
    const std::set<std::vector<Id>> known = training_items(experiment, task);
    const Random random = Random(seed_).stream("generate");
    Json items = Json::array();
    for (std::size_t i = 0; i < count_; ++i) {
      const auto ids = generator.write(prompt, sampling_, max_length_, random.stream(i));
      const bool is_known = known.contains(ids);
      if (json_)
        items.push_back({{"text", task.text(ids)}, {"known", is_known}});
      else
        fmt::print("{}{}\n", task.text(ids), is_known ? "\tknown" : "");
    }
    if (json_) fmt::print("{}\n", items.dump(2));
  }

  // Empty, with a warning, if the training data is not where it was.
  static std::set<std::vector<Id>> training_items(const Experiment& experiment, LmTask& task) {
    std::set<std::vector<Id>> items;
    try {
      task.check(experiment.config().where / "data");
      task.load();
    } catch (const Error& error) {
      spdlog::warn("known items are not marked: {}", error.what());
      return items;
    }
    for (std::size_t i = 0; i < task.part(Split::train).size(); ++i) {
      const auto item = task.part(Split::train)[i];
      items.emplace(item.begin(), item.end());
    }
    return items;
  }

  std::string run_, prompt_;
  Sampling sampling_;
  std::size_t count_ = 10, seed_ = 1, max_length_ = 100;
  bool table_ = false, json_ = false;
};

const bool registered = register_command<Generate>("generate", "items sampled from a language model");

}  // namespace
}  // namespace rowgrad

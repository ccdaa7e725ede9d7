#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

#include "models/lm/generator.hpp"
#include "tools/command.hpp"
#include "tools/language_json.hpp"
#include "tools/numbers.hpp"
#include "tools/run_data.hpp"

namespace rowgrad {
namespace {

class Generate : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory of a language model")->required();
    app.add_option("-n,--count", count_, "how many items")->check(whole_number(0));
    app.add_option("--prompt", prompt_, "what each item starts with");
    app.add_option("--temperature", sampling_.temperature, "below 1: safer, above 1: bolder, 0: the most probable")
        ->check(finite_number());
    app.add_option("--top-k", sampling_.top_k, "choose among the k most probable symbols only")->check(whole_number(1));
    app.add_option("--seed", seed_, "another seed, other items")->check(whole_number(0));
    app.add_option("--max-length", max_length_, "symbols per item, at most")->check(whole_number(1));
    app.add_flag("--probabilities", table_, "instead of items, the probabilities of what follows the prompt");
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "An item that occurs in the training data is followed by a tab and \"known\".\n"
        "Examples:\n  rowgrad generate runs/transformer -n 20 --temperature 0.8\n"
        "  rowgrad generate runs/transformer --prompt emm --probabilities");
  }

  int run() override {
    TrainedModel model = open_model(run_);
    const auto& dataset = dataset_of<LmDataset>(model.experiment, "lm", run_);
    const std::vector<Id> prompt = dataset.ids(prompt_);
    Generator generator(model.experiment.graph, model.parameters, dataset);
    if (table_)
      print_table(dataset.tokens(), probabilities(generator.logits(prompt), sampling_));
    else
      print_items(dataset, generator, prompt);
    return 0;
  }

 private:
  using Items = std::set<std::vector<Id>>;

  void print_table(const Vocabulary& tokens, const std::vector<float>& p) const {
    if (json_) {
      fmt::print("{}\n", next_json(p, tokens).dump(2));
      return;
    }
    for (const Id id : by_probability(p)) fmt::print("{}\t{:.4f}\n", tokens.token(id), p[id]);
  }

  void print_items(const LmDataset& dataset, Generator& generator, const std::vector<Id>& prompt) const {
    const Items known = training_items();
    const Random random = Random(seed_).stream("generate");
    Json items = Json::array();
    for (std::size_t i = 0; i < count_; ++i) {
      const auto ids = generator.write(prompt, sampling_, max_length_, random.stream(i));
      const bool is_known = known.contains(ids);
      if (json_)
        items.push_back({{"text", dataset.text(ids)}, {"known", is_known}});
      else
        fmt::print("{}{}\n", dataset.text(ids), is_known ? "\tknown" : "");
    }
    if (json_) fmt::print("{}\n", items.dump(2));
  }

  // Empty, with a warning, if the training data is not where it was.
  Items training_items() const {
    Items items;
    try {
      const auto dataset = load_run_data(run_);
      const Ragged& train = dynamic_cast<const LmDataset&>(*dataset).part(Split::train);
      for (std::size_t i = 0; i < train.size(); ++i) items.emplace(train[i].begin(), train[i].end());
    } catch (const Error& error) {
      spdlog::warn("known items are not marked: {}", error.what());
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

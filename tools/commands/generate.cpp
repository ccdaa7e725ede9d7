#include "models/lm/generate.hpp"

#include <fmt/format.h>

#include "tools/command.hpp"
#include "train/run_directory.hpp"

namespace rowgrad {
namespace {

class Generate : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory of a language model")->required();
    app.add_option("-n,--count", count_, "how many items")->check(CLI::NonNegativeNumber);
    app.add_option("--seed", seed_, "another seed, other items")->check(CLI::NonNegativeNumber);
    app.add_option("--max-length", max_length_, "symbols per item, at most")->check(CLI::PositiveNumber);
    app.add_flag("--json", json_, "machine-readable");
    app.footer("Example:\n  rowgrad generate runs/bigram -n 20 --seed 3");
  }

  int run() override {
    OpenRun open = open_run(run_);
    const auto* task = dynamic_cast<const LmTask*>(&open.experiment->task());
    if (task == nullptr)
      throw input_error(run_, "its task is \"" + open.experiment->task_name() + "\"", "name a run of the task \"lm\"");
    const Random random = Random(seed_).stream("generate");
    Json items = Json::array();
    for (std::size_t i = 0; i < count_; ++i) {
      const auto ids =
          rowgrad::generate(open.experiment->graph(), open.parameters, *task, random.stream(i), max_length_);
      if (json_)
        items.push_back(task->text(ids));
      else
        fmt::print("{}\n", task->text(ids));
    }
    if (json_) fmt::print("{}\n", items.dump(2));
    return 0;
  }

 private:
  std::string run_;
  std::size_t count_ = 10, seed_ = 1, max_length_ = 100;
  bool json_ = false;
};

const bool registered = register_command<Generate>("generate", "items sampled from a language model");

}  // namespace
}  // namespace rowgrad

#include <fmt/format.h>

#include "models/lm/bigram.hpp"
#include "models/lm/task.hpp"
#include "tools/command.hpp"

namespace rowgrad {
namespace {

class Count : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("file", file_, "one item per line")->required();
    app.add_option("--unit", unit_, "what a symbol is: character or word");
    app.add_flag("--json", json_, "machine-readable");
    app.footer("Example:\n  rowgrad count data/names.txt");
  }

  int run() override {
    LmTask task;
    Keys keys;
    task.declare(keys);
    keys.read({{"train", std::filesystem::absolute(file_).string()}, {"unit", unit_}}, {"--unit", ""});
    task.load();
    const std::size_t vocab = task.vocabulary()->size();
    const BigramLoss loss = count_bigrams(task.part(Split::train), LmTask::boundary, vocab);
    if (json_) {
      const Json json{{"vocab", vocab},
                      {"pairs", loss.pairs},
                      {"different_pairs", loss.seen},
                      {"loss", loss.counted},
                      {"smoothed_loss", loss.smoothed}};
      fmt::print("{}\n", json.dump(2));
    } else {
      fmt::print("{} symbols, {} pairs, {} of them different\n", vocab, loss.pairs, loss.seen);
      fmt::print("counted          {:.5f} nats per symbol: no bigram model can go below\n", loss.counted);
      fmt::print("counted, plus 1  {:.5f} nats per symbol\n", loss.smoothed);
    }
    return 0;
  }

 private:
  std::string file_, unit_ = "character";
  bool json_ = false;
};

const bool registered = register_command<Count>("count", "the bigram by counting, the optimum of the neural one");

}  // namespace
}  // namespace rowgrad

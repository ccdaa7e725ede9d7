#include <fmt/format.h>

#include "core/input_text.hpp"
#include "models/lm/bigram.hpp"
#include "models/lm/spec.hpp"
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
    const auto read = read_items();
    const auto& items = dynamic_cast<const LmDataset&>(*read);
    const std::size_t vocab = items.tokens().size();
    const BigramLoss loss = count_bigrams(items.part(Split::train), LmDataset::boundary, vocab);
    if (json_)
      print_json(vocab, loss);
    else
      print(vocab, loss);
    return 0;
  }

 private:
  std::unique_ptr<const Dataset> read_items() const {
    const InputBytes readable(file_);  // throws: a file that cannot be read is refused by its name, not as a config's
    LmSpec spec;
    Keys keys;
    spec.declare(keys);
    keys.read({{"train", Value<Path>::parse(file_)}, {"unit", unit_}}, {"--unit", ""});
    return spec.load({"rowgrad count", ""});
  }

  static void print_json(std::size_t vocab, const BigramLoss& loss) {
    const Json json{{"vocab", vocab},
                    {"pairs", loss.pairs},
                    {"different_pairs", loss.seen},
                    {"loss", loss.counted},
                    {"smoothed_loss", loss.smoothed}};
    fmt::print("{}\n", json.dump(2));
  }
  static void print(std::size_t vocab, const BigramLoss& loss) {
    fmt::print("{} symbols, {} pairs, {} of them different\n", vocab, loss.pairs, loss.seen);
    fmt::print("counted          {:.5f} nats per symbol: no bigram model can go below\n", loss.counted);
    fmt::print("counted, plus 1  {:.5f} nats per symbol\n", loss.smoothed);
  }

  std::string file_, unit_ = "character";
  bool json_ = false;
};

const bool registered = register_command<Count>("count", "the bigram by counting, the optimum of the neural one");

}  // namespace
}  // namespace rowgrad

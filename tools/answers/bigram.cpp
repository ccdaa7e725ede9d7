// Counted bigrams beside a language model's own.
#include "tools/answers/answer.hpp"
#include "tools/bigram_json.hpp"

namespace rowgrad {
namespace {

Json bigram(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  run->dataset_of<LmDataset>("lm");  // throws
  const auto& data = dynamic_cast<const LmDataset&>(run->data());
  return to_json(bigram_table(run->experiment().graph, run->model().parameters, data));
}

const bool registered = register_answer("bigram", Work::computes, bigram);

}  // namespace
}  // namespace rowgrad

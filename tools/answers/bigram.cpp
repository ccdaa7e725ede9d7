// Counted bigrams beside a language model's own.
#include "tools/answers/answer.hpp"
#include "tools/bigram_json.hpp"

namespace rowgrad {
namespace {

Json bigram(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const auto& data = run->data_of<LmDataset>("lm");
  return to_json(bigram_table(run->experiment().graph, run->model().parameters, data));
}

const bool registered = register_answer("bigram", Work::computes, bigram);

}  // namespace
}  // namespace rowgrad

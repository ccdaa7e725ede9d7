// Which positions of a text an attention layer looks at, by head.
#include "tools/answers/answer.hpp"
#include "tools/attention_json.hpp"

namespace rowgrad {
namespace {

Json attention(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const Batch batch = run->experiment().dataset->example(arguments.text("text"), "");
  return to_json(attention_pattern(run->experiment(), run->model().parameters, batch));
}

const bool registered = register_answer("attention", Work::computes, attention);

}  // namespace
}  // namespace rowgrad

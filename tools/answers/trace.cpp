// One text through a model and back, and what a run offers to try.
#include "models/sentiment/dataset.hpp"
#include "tools/answers/answer.hpp"
#include "tools/trace_json.hpp"
#include "tools/trace_text.hpp"

namespace rowgrad {
namespace {

Json trace_a_text(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  TracedText traced{arguments.text("text")};
  traced.label = arguments.text("label", "");
  traced.step = arguments.number("step", traced.step, 0.0, TracedText::largest_rate);
  Json json = to_json(trace_text(run->model(), traced));
  json["text"] = traced.text;
  return json;
}

Json labels_of(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  Json labels = Json::array();
  const Vocabulary& names = run->experiment().dataset->labels();
  for (Id id = 0; id < names.size(); ++id) labels.push_back(names.token(id));
  return {{"labels", std::move(labels)}};
}

const bool registered =
    register_answer("trace", Work::computes, trace_a_text) && register_answer("labels", Work::computes, labels_of);

}  // namespace
}  // namespace rowgrad

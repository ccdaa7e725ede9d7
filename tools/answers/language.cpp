// What a language model says comes next, and items it writes.
#include "models/lm/generator.hpp"
#include "models/lm/unembedding.hpp"
#include "tools/answers/answer.hpp"
#include "tools/language_json.hpp"

namespace rowgrad {
namespace {

Sampling sampling_of(Arguments& arguments) {
  Sampling sampling;
  sampling.temperature = arguments.number("temperature", 1.0, 0.0, 100.0);
  sampling.top_k = arguments.whole("top_k", 0, 0);
  return sampling;
}

Json next(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const auto& dataset = run->dataset_of<LmDataset>("lm");
  const std::string prefix = arguments.text("prefix", "");
  const std::vector<Id> ids = dataset.ids(prefix);
  const Sampling sampling = sampling_of(arguments);
  Generator generator(run->experiment().graph, run->model().parameters, dataset);
  const std::size_t most = 1000;
  Json symbols = Json::array();
  for (const Id id : ids) symbols.push_back(dataset.tokens().token(id));
  Json json{{"prefix", prefix},
            {"symbols", std::move(symbols)},
            {"probabilities", next_json(probabilities(generator.logits(ids), sampling), dataset.tokens())}};
  Json& likely = json["probabilities"];
  while (likely.size() > most) likely.erase(likely.size() - 1);
  if (generator.unembedding())
    json["matches"] = matches_json(match_hidden(generator, run->model().parameters, ids, most), dataset.tokens());
  return json;
}

Json sample(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const auto& dataset = run->dataset_of<LmDataset>("lm");
  const std::vector<Id> prompt = dataset.ids(arguments.text("prefix", ""));
  const Sampling sampling = sampling_of(arguments);
  const std::size_t count = arguments.whole("count", 10, 1, 100);
  const Random random = Random(arguments.whole("seed", 1, 0)).stream("generate");
  Generator generator(run->experiment().graph, run->model().parameters, dataset);
  constexpr std::size_t longest = 100;
  Json items = Json::array();
  for (std::size_t i = 0; i < count; ++i)
    items.push_back({{"text", dataset.text(generator.write(prompt, sampling, longest, random.stream(i)))}});
  return items;
}

const bool registered =
    register_answer("next", Work::computes, next) && register_answer("sample", Work::computes, sample);

}  // namespace
}  // namespace rowgrad

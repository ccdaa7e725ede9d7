#include "analysis/id_graph.hpp"

#include <fmt/format.h>

#include "data/batch_builder.hpp"

namespace rowgrad {

IdGraph::DeclaredInputs::DeclaredInputs(std::size_t vocab) {
  const RowSpace& token = all.space("token");
  ids = all.ids("ids", token, vocab, "");
  next = all.ids("next", token, vocab, "");
  number = all.real("number", token, 1, "");
}

Batch IdGraph::DeclaredInputs::batch(const std::vector<Id>& id_list, const std::vector<Id>& next_list) const {
  Batch batch;
  BatchBuilder build(all, batch);
  build.append(ids, id_list);
  build.append(next, next_list.empty() ? id_list : next_list);
  const std::vector<float> numbers(id_list.begin(), id_list.end());
  build.set(number, numbers);
  build.finish();
  return batch;
}

IdGraph::IdGraph(const std::string& model, std::size_t vocab, const std::vector<Id>& ids, const Random& random,
                 const std::vector<Id>& next)
    : inputs_(vocab),
      batch_(inputs_.batch(ids, next)),
      graph_(build_graph(read_model(Json::parse(model), {"the model", "/model"}), {}, inputs_.all, Leaves::any)),
      runner_(graph_, batch_, initialise<float>(graph_.parameters(), random)) {}

std::string table_alone(std::size_t dim) {
  return fmt::format(R"([{{"name": "embed", "layer": "Embedding", "input": "ids", "dim": {}}}])", dim);
}

}  // namespace rowgrad

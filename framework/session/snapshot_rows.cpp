#include "session/snapshot_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "graph/rows_read.hpp"
#include "optim/row_mode.hpp"
#include "session/row_meaning.hpp"

namespace rowgrad {

std::vector<Id> snapshot_ids(const Experiment& experiment) {
  const TrainOptions& options = experiment.spec.engine->options;
  const Vocabulary& tokens = experiment.dataset->tokens();
  std::vector<Id> ids;
  for (const std::string& word : options.snapshot_words) {
    const auto id = tokens.find(word);
    if (!id) {
      throw(experiment.spec.where / "train" / "snapshot_words")
          .error(fmt::format("\"{}\" is not in the vocabulary", word),
                 "name tokens of the data, spelt as in vocab.txt");
    }
    if (std::find(ids.begin(), ids.end(), *id) == ids.end()) ids.push_back(*id);
  }
  if (!ids.empty()) return ids;
  const std::size_t most = options.snapshot_rows == 0 ? tokens.size() : options.snapshot_rows;
  ids.resize(std::min(most, tokens.size()));
  std::iota(ids.begin(), ids.end(), Id{0});
  return ids;
}

SnapshotRows snapshot_rows(const Experiment& experiment) {
  SnapshotRows kept{snapshot_ids(experiment), {}};
  const Graph& graph = experiment.graph;
  const auto reads = rows_read(graph);
  const auto groups =
      assign_groups(experiment.spec.rule->options, graph.parameters(), experiment.spec.where / "optimizer");
  for (std::size_t p = 0; p < reads.size(); ++p) {
    if (row_mode(*experiment.spec.rule, groups[p]) == RowMode::frozen) continue;
    const bool by_token = std::any_of(reads[p].inputs.begin(), reads[p].inputs.end(), [&](std::size_t input) {
      return meaning_of_ids(graph, *experiment.dataset, input) == Meaning::tokens;
    });
    if (by_token) kept.tables.push_back(p);
  }
  return kept;
}

}  // namespace rowgrad

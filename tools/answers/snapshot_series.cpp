#include "tools/answers/snapshot_series.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "models/word2vec/dataset.hpp"
#include "models/word2vec/skip_gram_tables.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t most_numbers = 40'000'000;  // of all frames: what a browser plays with ease

// Whether both have the same tables with the same rows and columns, for the same words.
bool has_rows_of(const Snapshot& a, const Snapshot& b) {
  return a.ids == b.ids && std::ranges::equal(a.tables, b.tables, [](const auto& x, const auto& y) {
           return x.first == y.first && rows(x.second) == rows(y.second) && columns(x.second) == columns(y.second);
         });
}

}  // namespace

std::vector<Snapshot> snapshot_series(const std::filesystem::path& run) {
  std::vector<Snapshot> snapshots;
  std::size_t numbers = 0;
  for (const auto& file : snapshot_files(RunDirectory(run))) {
    snapshots.push_back(read_snapshot(file));
    for (const auto& [name, rows] : snapshots.back().tables) numbers += rows.size();
    if (numbers > most_numbers)
      throw input_error(file.string(), "the snapshots are too large to be played", "keep fewer: train.snapshot_rows");
  }
  if (snapshots.empty())
    throw input_error(run.string(), "keeps no snapshots", "train it with --set train.snapshots=60");
  for (std::size_t i = 1; i < snapshots.size(); ++i) {
    if (!has_rows_of(snapshots[i], snapshots[0]) || snapshots[i].step <= snapshots[i - 1].step)
      throw input_error(run.string(), "its snapshots are not of one run: their rows or steps do not go together",
                        "train it anew");
  }
  return snapshots;
}

std::optional<SkipGramNames> skip_gram_names(const Experiment& experiment, const std::string& run) {
  const auto* dataset = dynamic_cast<const Word2vecDataset*>(experiment.dataset.get());
  if (dataset == nullptr) return std::nullopt;
  try {
    const SkipGramTables tables = skip_gram_tables(experiment.graph, dataset->handles(), run);
    const auto& parameters = experiment.graph.parameters();
    return SkipGramNames{parameters[tables.u].name, parameters[tables.v].name};
  } catch (const Error&) {  // another member of the family
    return std::nullopt;
  }
}

}  // namespace rowgrad

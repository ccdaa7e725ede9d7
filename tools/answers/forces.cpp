// What pulls and pushes the row of a word, in each of a run's snapshots.
#include <algorithm>

#include "core/error.hpp"
#include "models/word2vec/pair_forces.hpp"
#include "models/word2vec/skip_gram_tables.hpp"
#include "tools/answers/answer.hpp"
#include "tools/answers/packed.hpp"
#include "tools/answers/snapshot_series.hpp"

namespace rowgrad {
namespace {

// By context word, in the order of `ids`: how strongly the forces act, as factors of the context words' rows.
std::vector<float> factors(const std::vector<PairForces::Force>& forces, const std::vector<Id>& ids, bool observed) {
  std::vector<float> factors(ids.size(), 0.0F);
  for (const PairForces::Force& force : forces) {
    const double gap = observed ? 1.0 - force.probability : force.probability;
    factors[static_cast<std::size_t>(std::ranges::find(ids, force.id) - ids.begin())] =
        static_cast<float>(force.weight * gap);
  }
  return factors;
}

Json forces(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const std::string where = run->path().string(), word = arguments.text("word");
  run->dataset_of<Word2vecDataset>("word2vec");  // throws
  const auto& dataset = dynamic_cast<const Word2vecDataset&>(run->data());
  const SkipGramTables tables = skip_gram_tables(run->experiment().graph, dataset.handles(), where);
  const auto& parameters = run->experiment().graph.parameters();
  const std::vector<Snapshot> snapshots = snapshot_series(run->path());
  const auto id = dataset.tokens().find(word);
  if (!id) throw input_error("word", "\"" + word + "\" is not in the vocabulary");
  const std::vector<Id>& ids = snapshots.front().ids;
  const PairCounts& counts = run->pair_counts(std::size_t{std::ranges::max(ids)} + 1);
  std::vector<float> pulls, pushes;
  for (const Snapshot& snapshot : snapshots) {
    const WordRows rows{ids, snapshot.tables.at(parameters[tables.u].name),
                        snapshot.tables.at(parameters[tables.v].name)};
    const PairForces found = pair_forces(run->experiment().graph, dataset, counts, rows, *id, where);
    std::ranges::copy(factors(found.pulls, ids, true), std::back_inserter(pulls));
    std::ranges::copy(factors(found.pushes, ids, false), std::back_inserter(pushes));
  }
  return {{"word", word},
          {"frames", snapshots.size()},
          {"pulls", packed_small(pulls, ids.size())},
          {"pushes", packed_small(pushes, ids.size())}};
}

const bool registered = register_answer("forces", Work::computes, forces);

}  // namespace
}  // namespace rowgrad

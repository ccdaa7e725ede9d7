// What pulls and pushes the row of a word, in each of a run's snapshots.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.hpp"
#include "models/word2vec/pair_forces.hpp"
#include "models/word2vec/skip_gram_tables.hpp"
#include "tools/answers/answer.hpp"
#include "tools/answers/packed.hpp"
#include "tools/answers/snapshot_series.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t most_words = 5000;  // whose pairs are counted, in a square matrix

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
  const auto& dataset = run->data_of<Word2vecDataset>("word2vec");
  const SkipGramTables tables = skip_gram_tables(run->experiment().graph, dataset.handles(), where);
  const auto& parameters = run->experiment().graph.parameters();
  const std::vector<Snapshot> snapshots = snapshot_series(run->path());
  const auto id = dataset.tokens().find(word);
  if (!id) throw input_error("word", "\"" + word + "\" is not in the vocabulary");
  const std::vector<Id>& ids = snapshots.front().ids;
  const std::string &u = parameters[tables.u].name, &v = parameters[tables.v].name;
  if (ids.empty() || !snapshots.front().tables.contains(u) || !snapshots.front().tables.contains(v))
    throw input_error(where, "its snapshots lack a table that is needed: both \"" + u + "\" and \"" + v + "\"");
  const std::size_t words = std::size_t{std::ranges::max(ids)} + 1;
  if (words > std::min(most_words, dataset.tokens().size()))
    throw input_error(where,
                      fmt::format("pairs are counted for at most {} words, a snapshot has row {}", most_words, words),
                      "keep fewer rows: train.snapshot_rows");
  const PairCounts& counts = run->pair_counts(words);
  std::vector<float> pulls, pushes;
  std::vector<double> net;  // length of the sum, by frame
  for (const Snapshot& snapshot : snapshots) {
    const WordRows rows{ids, snapshot.tables.at(u), snapshot.tables.at(v)};
    const PairForces found = pair_forces(run->experiment().graph, dataset, counts, rows, *id, where);
    std::ranges::copy(factors(found.pulls, ids, true), std::back_inserter(pulls));
    std::ranges::copy(factors(found.pushes, ids, false), std::back_inserter(pushes));
    net.push_back(std::sqrt(std::inner_product(found.net.begin(), found.net.end(), found.net.begin(), 0.0)));
  }
  return {{"word", word},
          {"frames", snapshots.size()},
          {"pulls", packed_small(pulls, ids.size())},
          {"pushes", packed_small(pushes, ids.size())},
          {"net", net}};
}

const bool registered = register_answer("forces", Work::computes, forces);

}  // namespace
}  // namespace rowgrad

// The word vectors of trained runs, and two runs that the claims about word vectors share: each trains once.
#pragma once

#include "analysis/word_vectors.hpp"
#include "tests/trained.hpp"

namespace rowgrad {

/// A run's word vectors or, by name, another of its tables.
inline WordVectors vectors_of_run(const Trained& trained, const std::string& table = {}) {
  const auto& [spec, dataset, graph] = trained.run.experiment;
  const std::size_t own = graph.table_of(dataset->words()).value();
  return {dataset->tokens(), table.empty() ? trained.run.parameters[own].value : trained.parameter(table)};
}

/// configs/world.json as shipped.
inline const Trained& world_run() {
  static const Trained run = trained("world");
  return run;
}
inline const WordVectors& world_vectors() {
  static const WordVectors vectors = vectors_of_run(world_run());
  return vectors;
}

/// configs/kingdom.json as shipped.
inline const Trained& kingdom_run() {
  static const Trained run = trained("kingdom");
  return run;
}

}  // namespace rowgrad

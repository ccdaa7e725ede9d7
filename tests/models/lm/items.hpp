// Language-modelling datasets in memory, from items written out in a test.
#pragma once

#include "models/lm/dataset.hpp"

namespace rowgrad {

/// `items` train; every symbol counts.
inline std::shared_ptr<const LmDataset> lm_items(const LmOptions& options, const std::vector<std::string>& items) {
  const Symbols symbols(options);
  Vocabularies vocabularies;
  vocabularies.tokens.add(LmDataset::boundary_name, items.size());
  for (const auto& item : items) {
    symbols.for_each(item, [&](std::string_view symbol) { vocabularies.tokens.add(symbol); });
  }
  vocabularies.tokens.sort(1, /*reserved=*/1);
  Ragged ids;
  for (const auto& item : items) {
    symbols.for_each(item, [&](std::string_view symbol) { ids.push(*vocabularies.tokens.find(symbol)); });
    ids.close();
  }
  return std::make_shared<LmDataset>(options, std::move(vocabularies), std::array<Ragged, 3>{ids, {}, {}});
}

/// Ids as text, the boundary as a full stop.
inline std::string text_of(const Dataset& dataset, const std::vector<Id>& ids) {
  std::string text;
  for (const Id id : ids) text += id == LmDataset::boundary ? "." : dataset.tokens().token(id);
  return text;
}

}  // namespace rowgrad

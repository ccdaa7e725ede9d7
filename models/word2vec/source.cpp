#include "models/word2vec/source.hpp"

namespace rowgrad {
namespace {

void append(std::vector<Id>& ids, const std::vector<Id>& more) { ids.insert(ids.end(), more.begin(), more.end()); }

}  // namespace

bool WindowSource::next(Batch& batch) {
  batch.ids.resize(3);
  batch.values.resize(3);
  batch.extents.resize(3);
  for (auto& ids : batch.ids) ids.clear();
  for (auto& extent : batch.extents) extent.clear();
  if (!pairs_) batch.extents[inner_domain].offsets.push_back(0);
  const std::uint64_t words_before = sampler_.words();
  while (batch.ids[context_input].size() < size_ && sampler_.next(window_)) {
    batch.ids[center_input].push_back(window_.center);
    append(batch.ids[context_input], window_.context);
    append(batch.ids[negatives_input], window_.negatives);
    if (!pairs_)
      batch.extents[inner_domain].offsets.push_back(static_cast<std::uint32_t>(batch.ids[context_input].size()));
  }
  batch.extents[outer_domain].rows = batch.ids[center_input].size();
  batch.extents[inner_domain].rows = pairs_ ? 0 : batch.ids[context_input].size();
  batch.extents[negative_domain].rows = batch.ids[negatives_input].size();
  batch.tokens = sampler_.words() - words_before;
  return !batch.ids[center_input].empty();
}

}  // namespace rowgrad

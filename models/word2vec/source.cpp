#include "models/word2vec/source.hpp"

namespace rowgrad {
namespace {

void append(std::vector<Id>& ids, std::span<const Id> more) { ids.insert(ids.end(), more.begin(), more.end()); }

}  // namespace

bool WindowSource::next(Batch& batch) {
  batch.ids.resize(code_input + 1);
  batch.values.resize(code_input + 1);
  batch.extents.resize(node_domain + 1);
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
  if (sampling_.follows_paths) add_paths(batch);
  batch.tokens = sampler_.words() - words_before;
  return !batch.ids[center_input].empty();
}

// The path to the word each pair or window predicts.
void WindowSource::add_paths(Batch& batch) const {
  Extent& extent = batch.extents[node_domain];
  extent.offsets.push_back(0);
  for (const Id word : batch.ids[pairs_ ? context_input : center_input]) {
    append(batch.ids[node_input], sampling_.tree.nodes(word));
    append(batch.ids[code_input], sampling_.tree.branches(word));
    extent.offsets.push_back(static_cast<std::uint32_t>(batch.ids[node_input].size()));
  }
  extent.rows = batch.ids[node_input].size();
}

}  // namespace rowgrad

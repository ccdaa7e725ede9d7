#include "models/word2vec/source.hpp"

#include <algorithm>

namespace rowgrad {

WindowSource::WindowSource(const Ragged& sentences, const WindowSampling& sampling, bool pairs,
                           const BatchRequest& request)
    : sentences_(sentences), sampling_(sampling), pairs_(pairs), request_(request) {
  // Shards are equal in words, not in sentences; what is left of a sentence belongs to the shard where it starts.
  const auto [first_word, last_word] = request.range(sentences.total());
  first_ = sentence_ = sentences.list_at(first_word);
  last_ = request.shard + 1 == request.shards ? sentences.size() : sentences.list_at(last_word);
}

double WindowSource::progress() const {
  const double inside = kept_.empty() ? 0.0 : static_cast<double>(center_) / static_cast<double>(kept_.size());
  const double words = static_cast<double>(sentences_.start(sentence_) - sentences_.start(first_)) +
                       (open_ ? inside * static_cast<double>(sentences_[sentence_].size()) : 0.0);
  const std::uint64_t all = sentences_.start(last_) - sentences_.start(first_);
  return words / static_cast<double>(std::max<std::uint64_t>(1, all));
}

void WindowSource::seek(const Json& position) {
  sentence_ = position[0];
  open_sentence();
  center_ = position[1];
}

bool WindowSource::open_sentence() {
  if (sentence_ >= last_) return false;
  const Random keep = request_.random.stream("subsample").stream(sentence_);
  const auto words = sentences_[sentence_];
  kept_.clear();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (sampling_.keep[words[i]] >= 1.0 || keep.uniform(i) < sampling_.keep[words[i]]) kept_.push_back(words[i]);
  }
  center_ = 0;
  open_ = true;
  return true;
}

bool WindowSource::next(Batch& batch) {
  batch.ids.resize(3);
  batch.values.resize(3);
  batch.extents.resize(3);
  for (auto& ids : batch.ids) ids.clear();
  for (auto& extent : batch.extents) extent.clear();
  if (!pairs_) batch.extents[inner_domain].offsets.push_back(0);
  const std::uint64_t words_before = sentences_.start(sentence_);
  while (batch.ids[context_input].size() < request_.batch_size) {
    if (!open_ && !open_sentence()) break;
    if (center_ < kept_.size()) {
      add_window(batch);
      ++center_;
    } else {
      ++sentence_;
      open_ = false;
    }
  }
  batch.extents[outer_domain].rows = batch.ids[center_input].size();
  batch.extents[inner_domain].rows = pairs_ ? 0 : batch.ids[context_input].size();
  batch.extents[negative_domain].rows = batch.ids[negatives_input].size();
  batch.tokens = sentences_.start(sentence_) - words_before;
  return !batch.ids[center_input].empty();
}

void WindowSource::add_window(Batch& batch) {
  const Random random = request_.random.stream("window").stream(sentence_);
  const std::size_t reach = sampling_.dynamic_window ? 1 + random.below(center_, sampling_.window) : sampling_.window;
  const std::size_t first = center_ < reach ? 0 : center_ - reach;
  const std::size_t last = std::min(kept_.size(), center_ + reach + 1);
  if (last - first < 2) return;
  for (std::size_t i = first; i < last; ++i) {
    if (i == center_) continue;
    batch.ids[context_input].push_back(kept_[i]);
    if (!pairs_) continue;
    batch.ids[center_input].push_back(kept_[center_]);
    add_negatives(batch,
                  center_ * 2 * sampling_.window + (i < center_ ? center_ - i - 1 : sampling_.window + i - center_ - 1),
                  kept_[i]);
  }
  if (pairs_) return;
  batch.ids[center_input].push_back(kept_[center_]);
  batch.extents[inner_domain].offsets.push_back(static_cast<std::uint32_t>(batch.ids[context_input].size()));
  add_negatives(batch, center_, kept_[center_]);
}

void WindowSource::add_negatives(Batch& batch, std::uint64_t unit, Id positive) {
  const Random random = request_.random.stream("negatives").stream(sentence_).stream(unit);
  std::uint64_t draw = 0;
  for (std::size_t j = 0; j < sampling_.negatives; ++j) {
    Id id = sampling_.noise.sample(random.bits(draw++));
    while (id == positive) id = sampling_.noise.sample(random.bits(draw++));  // the positive is never its own negative
    batch.ids[negatives_input].push_back(id);
  }
}

}  // namespace rowgrad

#include "models/sentiment/source.hpp"

#include <algorithm>
#include <numeric>

namespace rowgrad {

// The rows are summed by id, so that documents of the same words have the same sum to the bit.
void DocumentBatch::end(Id label, float weight) {
  const auto& ids = build_.ids(in_.tokens);
  auto& order = build_.partition(in_.tokens).sum_order;
  const auto first = order.size();
  order.resize(ids.size());
  const auto begin = order.begin() + static_cast<std::ptrdiff_t>(first);
  std::iota(begin, order.end(), first);
  std::sort(begin, order.end(),
            [&](std::size_t a, std::size_t b) { return ids[a] != ids[b] ? ids[a] < ids[b] : a < b; });
  build_.end_segment(in_.tokens);
  build_.append(in_.label, label);
  weights_.push_back(weight);
}

void DocumentBatch::finish() {
  build_.set(in_.weight, weights_);
  build_.finish();
}

DocumentSource::DocumentSource(const SentimentInputs& in, const LabelledDocuments& part, const DocumentChanges& changes,
                               const BatchRequest& request)
    : in_(in), part_(part), changes_(changes), request_(request), cursor_(part.documents.size(), request) {}

bool DocumentSource::next(Batch& batch) {
  static const DocumentChanges none;
  if (cursor_.done()) return false;
  DocumentBatch build(in_, batch);
  const DocumentChanges& changes = request_.training ? changes_ : none;
  for (std::size_t i = 0; i < request_.batch_size && !cursor_.done() && build.rows() < request_.most_rows; ++i) {
    const std::size_t document = cursor_.next();
    changes.for_each_kept(part_.documents[document], request_.random, document, [&](Id id) { build.push(id); });
    const Id label = part_.labels[document];
    build.end(label, changes.weight(label));
  }
  build.finish();
  return true;
}

bool DocumentSource::skip() {
  if (cursor_.done() || request_.most_rows != BatchRequest::unlimited) return BatchSource::skip();
  cursor_.skip(request_.batch_size);
  return true;
}

}  // namespace rowgrad

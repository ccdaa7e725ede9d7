#include "models/sentiment/source.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "data/split.hpp"

namespace rowgrad {

DocumentBatch::DocumentBatch(Batch& batch) : batch_(batch) {
  batch.ids.resize(3);
  for (auto& ids : batch.ids) ids.clear();
  batch.values.resize(3);
  batch.extents.resize(2);
  for (Extent& extent : batch.extents) extent.clear();
  batch.extents[token].offsets.push_back(0);
}

void DocumentBatch::close(Id label_id, float weight_value) {
  Extent& rows = batch_.extents[token];
  const auto& ids = batch_.ids[tokens];
  const auto first = rows.order.size();
  rows.order.resize(ids.size());
  const auto begin = rows.order.begin() + static_cast<std::ptrdiff_t>(first);
  std::iota(begin, rows.order.end(), static_cast<std::uint32_t>(first));
  std::sort(begin, rows.order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return ids[a] != ids[b] ? ids[a] < ids[b] : a < b; });
  rows.rows = ids.size();
  rows.offsets.push_back(static_cast<std::uint32_t>(rows.rows));
  ++batch_.extents[document].rows;
  batch_.ids[label].push_back(label_id);
  weights_.push_back(weight_value);
}

void DocumentBatch::finish() {
  resize(batch_.values[weight], weights_.size(), 1);
  std::copy(weights_.begin(), weights_.end(), batch_.values[weight].data());
  batch_.tokens = batch_.ids[tokens].size();
}

DocumentSource::DocumentSource(const LabelledDocuments& part, const DocumentNoise& noise, const BatchRequest& request)
    : part_(part), noise_(noise), request_(request) {
  if (request.training) order_ = permutation(part.documents.size(), request.random.stream("shuffle"));
  std::tie(first_, last_) = request.range(part.documents.size());
  at_ = first_;
}

bool DocumentSource::next(Batch& batch) {
  static const DocumentNoise none;
  if (at_ >= last_) return false;
  DocumentBatch build(batch);
  const DocumentNoise& noise = request_.training ? noise_ : none;
  for (std::size_t i = 0; i < request_.batch_size && at_ < last_; ++i, ++at_) {
    const std::size_t document = order_.empty() ? at_ : order_[at_];
    noise.for_each_kept(part_.documents[document], request_.random, document, [&](Id id) { build.push(id); });
    const Id label = part_.labels[document];
    build.close(label, noise.class_weights.empty() ? 1.0F : noise.class_weights[label]);
  }
  build.finish();
  return true;
}

}  // namespace rowgrad

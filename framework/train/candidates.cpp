#include "train/candidates.hpp"

#include <cmath>

namespace rowgrad {

void Candidates::declare(Keys& keys) {
  keys.add("sampled", count_,
           "ids drawn with each batch for SampledSoftmaxCE, as the input `sampled`; 0: no such input");
  keys.add("sampled_by", by_, "unigram: in proportion to their counts; log_uniform: as Zipf's law has it by rank")
      .one_of({"log_uniform", "unigram"});
}

void Candidates::define(Inputs& inputs, std::size_t size) {
  if (count_ == 0) return;
  log_probability_.assign(size, 0.0F);
  const Domain* domain = inputs.domain("sample");
  domain_ = domain->index;
  input_ = inputs.samples("sampled", domain, log_probability_, "ids drawn at random with each batch");
}

void Candidates::prepare(const std::vector<std::uint64_t>& counts) {
  if (count_ == 0) return;
  std::vector<double> weights;
  for (std::size_t id = 0; id < counts.size(); ++id) {
    // Every id gets some chance: one that is never drawn could never be pushed down.
    weights.push_back(by_ == "unigram" ? std::max(1.0, static_cast<double>(counts[id]))
                                       : std::log1p(1.0 / (static_cast<double>(id) + 1.0)));
  }
  table_ = AliasTable(weights);
  for (std::size_t id = 0; id < counts.size(); ++id)
    log_probability_[id] = static_cast<float>(std::log(table_.probability(static_cast<Id>(id))));
}

void Candidates::draw(Batch& batch, bool training, const Random& random) const {
  if (count_ == 0) return;
  batch.ids.resize(std::max(batch.ids.size(), input_ + 1));
  batch.values.resize(batch.ids.size());
  batch.extents.resize(std::max(batch.extents.size(), domain_ + 1));
  auto& ids = batch.ids[input_];
  ids.clear();
  for (std::size_t i = 0; training && i < count_; ++i) ids.push_back(table_.sample(random.bits(i)));
  batch.extents[domain_].clear();
  batch.extents[domain_].rows = ids.size();
}

class Candidates::Source : public BatchSource {
 public:
  Source(const Candidates& candidates, std::unique_ptr<BatchSource> source, const BatchRequest& request)
      : candidates_(candidates), source_(std::move(source)), request_(request) {}

  bool next(Batch& batch) override {
    const std::string place = position().dump();  // what is drawn depends on where the batch begins, so that a
    if (!source_->next(batch)) return false;      // resumed run draws the same
    candidates_.draw(batch, request_.training, request_.random.stream("sampled").stream(place));
    return true;
  }
  double progress() const override { return source_->progress(); }
  Json position() const override { return source_->position(); }
  void seek(const Json& position) override { source_->seek(position); }

 private:
  const Candidates& candidates_;
  std::unique_ptr<BatchSource> source_;
  BatchRequest request_;
};

std::unique_ptr<BatchSource> Candidates::add_to(std::unique_ptr<BatchSource> source,
                                                const BatchRequest& request) const {
  if (count_ == 0) return source;
  return std::make_unique<Source>(*this, std::move(source), request);
}

}  // namespace rowgrad

// DocumentSource: the batches of one pass over labelled documents.
#pragma once

#include "data/ragged.hpp"
#include "train/task.hpp"

namespace rowgrad {

/// One split: ids of its documents and their labels.
struct LabelledDocuments {
  Ragged documents;
  std::vector<Id> labels;
  std::size_t tokens = 0;  // of the text, known or not
};

/// What training adds to the documents as they stand.
struct DocumentNoise {
  double word_dropout = 0.0;         // probability that an id is left out
  std::vector<float> class_weights;  // by label; empty: 1 each

  /// Calls f(id) for those of a document's ids that survive, decided by a stream of the pass and document.
  template <class F>
  void for_each_kept(std::span<const Id> ids, const Random& pass, std::size_t document, F&& f) const {
    if (word_dropout == 0.0) {
      for (const Id id : ids) f(id);
      return;
    }
    const Random random = pass.stream("words").stream(document);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (random.uniform(i) >= word_dropout) f(ids[i]);
    }
  }
};

/// Assembles documents into a batch of the sentiment task's inputs.
class DocumentBatch {
 public:
  enum Input : std::size_t { tokens, label, weight };
  enum DomainIndex : std::size_t { document, token };

  explicit DocumentBatch(Batch& batch);
  void push(Id id) { batch_.ids[tokens].push_back(id); }
  /// Ends the document whose ids were pushed.
  void close(Id label_id, float weight_value);
  void finish();

 private:
  Batch& batch_;
  std::vector<float> weights_;
};

class DocumentSource : public BatchSource {
 public:
  /// Everything must outlive the source.
  DocumentSource(const LabelledDocuments& part, const DocumentNoise& noise, const BatchRequest& request);

  bool next(Batch& batch) override;
  double progress() const override { return static_cast<double>(at_ - first_) / static_cast<double>(last_ - first_); }
  Json position() const override { return at_; }
  void seek(const Json& position) override { at_ = position; }

 private:
  const LabelledDocuments& part_;
  const DocumentNoise& noise_;
  BatchRequest request_;
  std::vector<std::size_t> order_;
  std::size_t first_ = 0, last_ = 0, at_ = 0;  // in the pass's order
};

}  // namespace rowgrad

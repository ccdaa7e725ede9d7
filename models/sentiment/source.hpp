// DocumentSource: the batches of one pass over labelled documents.
#pragma once

#include "data/batch_builder.hpp"
#include "data/pass_cursor.hpp"
#include "data/ragged.hpp"
#include "models/sentiment/inputs.hpp"

namespace rowgrad {

/// One split: ids of its documents and their labels.
struct LabelledDocuments {
  Ragged documents;
  std::vector<Id> labels;
  std::size_t tokens = 0;  // of the text, known or not
};

/// How training changes the documents as they stand.
struct DocumentChanges {
  double word_dropout = 0.0;         // probability that an id is left out
  std::vector<float> class_weights;  // by label; empty: 1 each

  float weight(Id label) const { return class_weights.empty() ? 1.0F : class_weights[label]; }
  /// Calls f(id) for those of a document's ids that are not left out, decided by a stream of the pass and document.
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

/// Assembles documents into a batch: their ids, then end(), document by document.
class DocumentBatch {
 public:
  /// Both must outlive the builder.
  DocumentBatch(const SentimentInputs& in, Batch& batch) : in_(in), build_(in.inputs, batch) {}
  void push(Id id) { build_.append(in_.tokens, id); }
  /// Ids so far.
  std::size_t rows() { return build_.ids(in_.tokens).size(); }
  /// Ends the document whose ids were pushed.
  void end(Id label, float weight);
  void finish();

 private:
  const SentimentInputs& in_;
  BatchBuilder build_;
  std::vector<float> weights_;
};

class DocumentSource : public BatchSource {
 public:
  /// Everything must outlive the source.
  DocumentSource(const SentimentInputs& in, const LabelledDocuments& part, const DocumentChanges& changes,
                 const BatchRequest& request);

  bool next(Batch& batch) override;
  bool skip() override;
  double progress() const override { return cursor_.progress(); }
  PassPosition position() const override { return cursor_.position(); }
  void seek(const PassPosition& position) override { cursor_.seek(position); }

 private:
  const SentimentInputs& in_;
  const LabelledDocuments& part_;
  const DocumentChanges& changes_;
  BatchRequest request_;
  PassCursor cursor_;
};

}  // namespace rowgrad

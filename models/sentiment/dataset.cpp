#include "models/sentiment/dataset.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"

namespace rowgrad {
namespace {

// By label; empty for null. "balanced" is n / (classes · count), whose mean over the documents is 1; the weight of a
// class that no document has, which an earlier run knew, is of no matter.
std::vector<float> class_weights(const Json& wanted, const Vocabulary& labels) {
  if (wanted.is_null()) return {};
  std::vector<float> weights(labels.size(), 1.0F);
  if (wanted == "balanced") {
    const double fair = static_cast<double>(labels.total()) / static_cast<double>(labels.size());
    for (Id id = 0; id < labels.size(); ++id)
      weights[id] = static_cast<float>(fair / static_cast<double>(std::max<std::uint64_t>(1, labels.count(id))));
    return weights;
  }
  for (const auto& [label, weight] : wanted.items()) {
    const auto id = labels.find(label);
    if (!id) {
      throw input_error("data.class_weights",
                        fmt::format("the label \"{}\" does not occur in the training data", label),
                        "correct it or remove it");
    }
    weights[*id] = weight.get<float>();
  }
  return weights;
}

}  // namespace

SentimentDataset::SentimentDataset(const SentimentOptions& options, Vocabularies vocabularies,
                                   std::array<LabelledDocuments, 3> parts, ReadingReport report)
    : SentimentDataset(SentimentInputs::declare(options, vocabularies.tokens.size(), vocabularies.labels.size()),
                       options, std::move(vocabularies), std::move(parts), std::move(report)) {}

SentimentDataset::SentimentDataset(SentimentInputs&& in, const SentimentOptions& options, Vocabularies&& vocabularies,
                                   std::array<LabelledDocuments, 3>&& parts, ReadingReport&& report)
    : Dataset(in.inputs, std::move(vocabularies), std::move(report)),
      in_(std::move(in)),
      tokenizer_(options.tokenizer),
      encoder_(tokens(), WordNgrams(options.ngrams, options.buckets)),
      longest_(options.max_length.most()),
      changes_{options.word_dropout, class_weights(options.class_weights, labels())},
      parts_(std::move(parts)) {}

std::unique_ptr<BatchSource> SentimentDataset::batches(const BatchRequest& request) const {
  return std::make_unique<DocumentSource>(in_, part(request.split), changes_, request);
}

SentimentDataset::Encoded SentimentDataset::encode(std::span<const std::string> texts) const {
  Encoded encoded;
  DocumentBatch build(in_, encoded.batch);
  std::vector<Id> ids;
  for (const std::string& text : texts) {
    ids.clear();
    encoded.cut += encoder_.encode(text, tokenizer_, ids, longest_) ? 1 : 0;
    for (const Id id : ids) build.push(id);
    build.end(0, 1.0F);
  }
  build.finish();
  return encoded;
}

Batch SentimentDataset::example(const std::string& text, const std::string& label) const {
  Batch batch = encode({&text, 1}).batch;
  if (label.empty()) return batch;
  const auto id = labels().find(label);
  if (!id) {
    std::string legal;
    for (Id other = 0; other < labels().size(); ++other) legal += " \"" + labels().token(other) + "\"";
    throw input_error("--label", "unknown label \"" + label + "\"", "give one of" + legal);
  }
  batch.ids[in_.label.index] = {*id};
  return batch;
}

std::string SentimentDataset::id_name(std::size_t input, Id id) const {
  if (input == in_.label.index) return labels().token(id);
  if (id < tokens().size()) return tokens().token(id);
  return fmt::format("n-gram {}", id - tokens().size());
}

}  // namespace rowgrad

#include "models/word2vec/dataset.hpp"

#include "core/error.hpp"

namespace rowgrad {

Word2vecDataset::Word2vecDataset(const Word2vecOptions& options, Vocabularies vocabularies,
                                 std::array<EncodedText, 3> parts, ReadingReport report)
    : Word2vecDataset(Word2vecInputs::declare(options, vocabularies.tokens.size(),
                                              Candidates(options.candidates, vocabularies.tokens.counts())),
                      options, std::move(vocabularies), std::move(parts), std::move(report)) {}

Word2vecDataset::Word2vecDataset(Word2vecInputs&& in, const Word2vecOptions& options, Vocabularies&& vocabularies,
                                 std::array<EncodedText, 3>&& parts, ReadingReport&& report)
    : Dataset(in.inputs, std::move(vocabularies), std::move(report)),
      in_(std::move(in)),
      tokenizer_(options.tokenizer),
      sampling_(options, tokens().counts()),
      parts_(std::move(parts)) {}

const HuffmanTree* Word2vecDataset::tree(const BatchRequest& request) const {
  if (!request.wants(in_.node.index) && !request.wants(in_.code.index)) return nullptr;
  std::call_once(tree_built_, [&] { tree_ = HuffmanTree(tokens().counts()); });
  return &tree_;
}

std::unique_ptr<BatchSource> Word2vecDataset::batches(const BatchRequest& request) const {
  return std::make_unique<WindowSource>(in_, part(request.split), sampling_, tree(request), request);
}

Batch Word2vecDataset::example(const std::string& text, const std::string& label) const {
  if (!label.empty()) throw input_error("--label", "word vectors have no labels", "remove the flag");
  Ragged sentence;
  for (const auto& word : tokenizer_.split(text)) {
    if (const auto id = tokens().find(word)) sentence.push(*id);
  }
  sentence.close();
  const EncodedText encoded(sentence);
  const WindowSampling whole = sampling_.whole();
  const BatchRequest request;
  WindowSource source(in_, encoded, whole, tree(request), request);
  Batch batch;
  if (!source.next(batch)) throw input_error("--text", "expected two known words or more", "use words of the data");
  return batch;
}

}  // namespace rowgrad

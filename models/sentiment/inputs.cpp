#include "models/sentiment/inputs.hpp"

#include "data/word_ngrams.hpp"

namespace rowgrad {

SentimentInputs SentimentInputs::declare(const SentimentOptions& options, std::size_t vocab, std::size_t classes) {
  SentimentInputs in;
  const std::size_t ids = vocab + WordNgrams(options.ngrams, options.buckets).size();
  const RowSpace& document = in.inputs.space("document");
  const RowSpace& token = in.inputs.space("token", &document);
  in.tokens = in.inputs.ids("tokens", token, ids, "the words of each document, in order, then its n-grams");
  in.label = in.inputs.ids("label", document, classes, "the class of each document");
  in.weight =
      in.inputs.real("weight", document, 1, "1; in training, the weight of each document's class (data.class_weights)");
  in.inputs.size("vocab", vocab);
  in.inputs.size("classes", classes);
  return in;
}

}  // namespace rowgrad

#include "models/sentiment/spec.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/registry.hpp"
#include "core/command_name.hpp"
#include "io/word_table.hpp"

namespace rowgrad {

void SentimentSpec::declare(Keys& keys) {
  files_.declare(keys);
  keys.add("tokenizer", options_.tokenizer, "words: lower-cases and splits punctuation; whitespace: splits at blanks")
      .one_of(Tokenizer::names());
  keys.add("min_count", min_count_, "words rarer than this in the training data are dropped").at_least(1);
  keys.add("extra_vocabulary", extra_vocabulary_,
           "a file of word vectors whose words are known too; for a table that starts from it (\"init\")")
      .also_called("more_words");
  keys.add("ngrams", options_.ngrams,
           "longest word n-gram; above 1, n-grams are hashed into rows after the vocabulary's")
      .range(1, 10);
  keys.add("buckets", options_.buckets, "rows that n-grams share").range(1, 1e9);
  keys.add("word_dropout", options_.word_dropout, "probability that a training word is left out").range(0, 0.999);
  keys.add("class_weights", options_.class_weights,
           "values of the input \"weight\" in training: \"balanced\" (inverse frequency) or {\"label\": weight, …}");
}

void SentimentSpec::check(const Where& data) const {
  files_.check(data);
  if (!extra_vocabulary_.empty() && options_.ngrams > 1) {
    throw(data / "extra_vocabulary")
        .error("expected \"ngrams\": 1, whose table starts from word vectors", "remove one of the two");
  }
  check_class_weights(data / "class_weights");
}

void SentimentSpec::check_class_weights(const Where& where) const {
  const Json& weights = options_.class_weights;
  if (weights.is_null() || weights == "balanced") return;
  const bool numbers = weights.is_object() && std::all_of(weights.begin(), weights.end(), [](const Json& w) {
                         return w.is_number() && w.get<double>() >= 0.0;
                       });
  if (!numbers)
    throw where.error(fmt::format("expected \"balanced\" or an object of weights, found {}", weights.dump()),
                      "for example {\"pos\": 2, \"neg\": 1}");
}

void SentimentSpec::check_use(const InputUse& use, const Where& data) const {
  const auto& files = use.start_files;
  const auto& extra = extra_vocabulary_.value;
  if (!extra.empty() && std::find(files.begin(), files.end(), extra) == files.end()) {
    throw(data / "extra_vocabulary")
        .error("no table starts from it, so that its words would have random rows",
               "give the Embedding \"init\": {\"file\": \"" + extra.string() + "\"}");
  }
  const RealInput weight = SentimentInputs::declare(options_, 0, 0).weight;
  if (options_.class_weights.is_null() || use.read[weight.index]) return;
  throw(data / "class_weights")
      .error("no layer reads the input \"weight\"",
             "add it to the loss: \"inputs\": [\"logits\", \"label\", \"weight\"]");
}

std::unique_ptr<const Dataset> SentimentSpec::load(const Where& data) const {
  files_.check_readable(data);
  if (!extra_vocabulary_.empty() && !std::filesystem::exists(extra_vocabulary_.value)) {
    throw(data / "extra_vocabulary")
        .error("no such file: " + extra_vocabulary_.value.string(),
               "train word vectors first, for example " + command_name("train") +
                   " --config configs/word2vec.json --set data.train=TEXT");
  }
  return read(std::nullopt);
}

std::unique_ptr<const Dataset> SentimentSpec::load(const Where& data, Vocabularies known) const {
  files_.check_readable(data);
  return read(std::move(known));
}

std::unique_ptr<const Dataset> SentimentSpec::without_examples(Vocabularies known) const {
  return std::make_unique<SentimentDataset>(options_, std::move(known), std::array<LabelledDocuments, 3>{});
}

Inputs SentimentSpec::inputs(const Sizes& sizes) const {
  return SentimentInputs::declare(options_, sizes.at("vocab"), sizes.at("classes")).inputs;
}

std::unique_ptr<const Dataset> SentimentSpec::read(std::optional<Vocabularies> known) const {
  const Tokenizer tokenizer(options_.tokenizer);
  Vocabularies vocabularies;
  std::array<LabelledDocuments, 3> parts;
  for (const Split file : all_splits) {
    if (!files_.has_file(file)) continue;
    const LabelledText text = read_labelled_text(files_.path(file), tokenizer);
    if (file == Split::train) vocabularies = known ? std::move(*known) : vocabularies_of(text);
    const DocumentEncoder encoder(vocabularies.tokens, WordNgrams(options_.ngrams, options_.buckets));
    const Ragged ids = encoder.encode(text);
    for (const Split split : all_splits)
      add_documents(parts[static_cast<std::size_t>(split)], text, ids, vocabularies.labels, file, split);
  }
  return std::make_unique<SentimentDataset>(options_, std::move(vocabularies), std::move(parts));
}

// From the items that train, which are all of the file unless it is split.
Vocabularies SentimentSpec::vocabularies_of(const LabelledText& text) const {
  const std::string file = files_.path(Split::train).string();
  Vocabularies found;
  std::vector<std::uint64_t> tokens(text.tokens.size(), 0), labels(text.labels.size(), 0);
  for (const std::size_t item : files_.items(Split::train, Split::train, text.size())) {
    for (const Id token : text.documents[item]) ++tokens[token];
    ++labels[text.label[item]];
  }
  for (Id id = 0; id < tokens.size(); ++id) {
    if (tokens[id] >= min_count_) found.tokens.add(text.tokens.token(id), tokens[id]);
  }
  for (Id id = 0; id < labels.size(); ++id) {
    if (labels[id] > 0) found.labels.add(text.labels.token(id), labels[id]);
  }
  if (!extra_vocabulary_.empty()) {
    const Vocabulary extra = read_word_table(extra_vocabulary_.value).words;
    for (Id id = 0; id < extra.size(); ++id) found.tokens.add(extra.token(id), 0);
  }
  found.tokens.sort(/*min_count=*/0);
  found.labels.sort();
  if (found.tokens.size() == 0) {
    throw input_error(file, fmt::format("no word occurs {} times or more", min_count_),
                      min_count_ > 1 ? "lower data.min_count" : "give it text before the labels");
  }
  if (found.labels.size() < 2) {
    throw input_error(file, fmt::format("all examples have the one label \"{}\"", found.labels.token(0)),
                      "add examples of another class");
  }
  return found;
}

// Those of the text, the file named for `file`, that belong to `split`. `ids` are by document.
void SentimentSpec::add_documents(LabelledDocuments& part, const LabelledText& text, const Ragged& ids,
                                  const Vocabulary& labels, Split file, Split split) const {
  for (const std::size_t item : files_.items(file, split, text.size())) {
    const std::string& label = text.labels.token(text.label[item]);
    const auto id = labels.find(label);
    if (!id) {
      throw input_error(fmt::format("{}:{}", files_.path(file).string(), text.lines[item]),
                        fmt::format("the label \"{}\" does not occur in the training data", label),
                        "correct it, or train with it");
    }
    part.documents.push(ids[item]);
    part.labels.push_back(*id);
    part.tokens += text.documents[item].size();
  }
}

const bool registered = register_as<DataSpec, SentimentSpec>(
    "sentiment", "labelled documents; inputs tokens (by document), label and weight");

}  // namespace rowgrad

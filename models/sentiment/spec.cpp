#include "models/sentiment/spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "config/registry.hpp"
#include "core/command_name.hpp"
#include "core/parallel.hpp"
#include "core/standard_input.hpp"
#include "io/word_table.hpp"
#include "models/sentiment/label_check.hpp"

namespace rowgrad {

void SentimentSpec::declare(Keys& keys) {
  files_.declare(keys);
  format_.declare(keys);
  keys.add("tokenizer", options_.tokenizer, "words: lower-cases and splits punctuation; whitespace: splits at blanks")
      .one_of(Tokenizer::names());
  vocabulary_.declare(keys, "words rarer than this in the training data are dropped");
  keys.add("extra_vocabulary", extra_vocabulary_,
           "a file of word vectors whose words are known too; for a table that starts from it (\"init\")")
      .also_called("more_words");
  options_.max_length.declare(keys);
  keys.add("ngrams", options_.ngrams,
           "longest word n-gram; above 1, n-grams are hashed into rows after the vocabulary's")
      .range(1, 10);
  keys.add("buckets", options_.buckets, "rows that n-grams share").range(1, 1e9);
  keys.add("word_dropout", options_.word_dropout, "probability that a training word is left out").range(0, 0.999);
  keys.add("class_weights", options_.class_weights,
           "values of the input \"weight\" in training: \"balanced\" (inverse frequency) or {\"label\": weight, …}");
  keys.add("many_classes", many_classes_, "believe labels of which most documents have one of their own");
}

void SentimentSpec::check(const Where& data) const {
  files_.check(data);
  format_.check(data);
  if (!extra_vocabulary_.empty() && options_.ngrams > 1) {
    throw(data / "extra_vocabulary")
        .error("expected \"ngrams\": 1, whose table starts from word vectors", "remove one of the two");
  }
  if (!extra_vocabulary_.empty() && !vocabulary_.file.empty())
    throw(data / "extra_vocabulary").error("\"vocab\" names the only words there are", "remove one of the two");
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

// Those that make the vocabulary are of no matter once it is known.
void SentimentSpec::check_files(const Where& data, const KnownNames& known, const Communicator& ranks) const {
  files_.check_readable(data, ranks);
  if (known.complete) return;
  vocabulary_.check_readable(data);
  if (!extra_vocabulary_.empty() && !std::filesystem::exists(extra_vocabulary_.value)) {
    throw(data / "extra_vocabulary")
        .error("no such file: " + extra_vocabulary_.value.string(),
               "train word vectors first, for example " + command_name("train") +
                   " --config configs/word2vec.json --set data.train=TEXT");
  }
}

std::unique_ptr<const Dataset> SentimentSpec::without_examples(Vocabularies known) const {
  return std::make_unique<SentimentDataset>(options_, std::move(known), std::array<LabelledDocuments, 3>{});
}

Inputs SentimentSpec::inputs(const Sizes& sizes) const {
  return SentimentInputs::declare(options_, sizes.at("vocab"), sizes.at("classes")).inputs;
}

std::unique_ptr<const Dataset> SentimentSpec::read(const Where& data, const KnownNames& known,
                                                   Communicator& ranks) const {
  check_files(data, known, ranks);
  const Tokenizer tokenizer(options_.tokenizer);
  Vocabularies vocabularies;
  std::array<LabelledDocuments, 3> parts;
  ReadingReport report;
  for (const Split file : all_splits) {
    if (!files_.has_file(file)) continue;
    const Vocabulary* labels = file != Split::train ? &vocabularies.labels
                               : known.complete     ? &known.names.labels
                                                    : nullptr;
    const LabelledText text =
        read_labelled_text(files_.path(file), tokenizer, format_, labels, options_.max_length.most());
    options_.max_length.note(report.notes, files_.path(file), text.cut, text.size());
    if (file == Split::train) vocabularies = known.complete ? known.names : vocabularies_of(text, known.names, report);
    describe(report, text, file, vocabularies.tokens);
    const DocumentEncoder encoder(vocabularies.tokens, WordNgrams(options_.ngrams, options_.buckets));
    const Ragged ids = encoder.encode(text);
    for (const Split split : all_splits)
      add_documents(parts[static_cast<std::size_t>(split)], text, ids, vocabularies.labels, file, split);
  }
  if (!known.complete) {
    const auto about = vocabulary_.notes(vocabularies.tokens);
    report.notes.insert(report.notes.end(), about.begin(), about.end());
  }
  for (const Split split : all_splits) {
    const LabelledDocuments& part = parts[static_cast<std::size_t>(split)];
    report.part(split) = {part.labels.size(), part.tokens};
  }
  return std::make_unique<SentimentDataset>(options_, std::move(vocabularies), std::move(parts), std::move(report));
}

void SentimentSpec::describe(ReadingReport& report, const LabelledText& text, Split file,
                             const Vocabulary& words) const {
  const std::string name = shown_name(files_.path(file));
  std::atomic<std::uint64_t> known = 0;
  parallel_for(text.tokens.size(), 4096, [&](std::size_t first, std::size_t last) {
    std::uint64_t count = 0;
    for (Id id = static_cast<Id>(first); id < last; ++id)
      count += words.find(text.tokens.token(id)) ? text.tokens.count(id) : 0;
    known += count;
  });
  report.files.push_back({file, name, text.format, text.documents.total(), text.documents.total() - known});
  if (!text.layout.note.empty()) report.notes.push_back(fmt::format("{}: {}", name, text.layout.note));
  if (text.trimmed_labels > 0)
    report.notes.push_back(
        fmt::format("{}: blanks around labels are no part of them: removed from {}", name, text.trimmed_labels));
}

// From the items that train, which are all of the file unless it is split.
Vocabularies SentimentSpec::vocabularies_of(const LabelledText& text, const Vocabularies& known,
                                            ReadingReport& report) const {
  const std::string file = shown_name(files_.path(Split::train));
  const VocabularyChoice choice = vocabulary_.choice(known.tokens);
  Vocabularies found;
  report.dropped_because = vocabulary_.dropped_because();
  std::vector<std::uint64_t> tokens(text.tokens.size(), 0), labels(text.labels.size(), 0);
  for (const std::size_t item : files_.items(Split::train, Split::train, text.size())) {
    for (const Id token : text.documents[item]) ++tokens[token];
    ++labels[text.label[item]];
  }
  for (Id id = 0; id < tokens.size(); ++id) {
    if (choice.takes(text.tokens.token(id), tokens[id]))
      found.tokens.add(text.tokens.token(id), tokens[id]);
    else if (tokens[id] > 0)
      ++report.dropped;
  }
  for (Id id = 0; id < labels.size(); ++id) {
    if (labels[id] > 0) found.labels.add(text.labels.token(id), labels[id]);
  }
  if (!extra_vocabulary_.empty()) {
    const Vocabulary extra = read_word_table(extra_vocabulary_.value).words;
    for (Id id = 0; id < extra.size(); ++id) found.tokens.add(extra.token(id), 0);
  }
  choice.complete(found.tokens);
  if (share_some(found.labels, known.labels)) add_known(found.labels, known.labels);
  found.labels.sort(/*min_count=*/0);
  if (found.tokens.size() == 0) {
    throw input_error(file, fmt::format("no word occurs {} times or more", vocabulary_.min_count),
                      vocabulary_.min_count > 1 ? "lower data.min_count" : "give it text before the labels");
  }
  if (found.labels.size() < 2) {
    throw input_error(file, fmt::format("all examples have the one label \"{}\"", found.labels.token(0)),
                      "add examples of another class");
  }
  const std::string other_label = text.layout.other_label();
  const bool is_told = format_.label.given() || text.layout.header;
  require_classes(found.labels, file, other_label, many_classes_);
  for (const std::string& note : label_notes(found.labels, is_told ? "" : other_label)) report.notes.push_back(note);
  return found;
}

// Those of the text, the file named for `file`, that belong to `split`. `ids` are by document.
void SentimentSpec::add_documents(LabelledDocuments& part, const LabelledText& text, const Ragged& ids,
                                  const Vocabulary& labels, Split file, Split split) const {
  for (const std::size_t item : files_.items(file, split, text.size())) {
    const std::string& label = text.labels.token(text.label[item]);
    const auto id = labels.find(label);
    if (!id) {
      throw input_error(fmt::format("{}:{}", shown_name(files_.path(file)), text.lines[item]),
                        fmt::format("the label \"{}\" does not occur in the training data", label),
                        "correct it, or train with it");
    }
    part.documents.push(ids[item]);
    part.labels.push_back(*id);
    part.tokens += text.documents[item].size();
  }
}

const bool registered = register_as<DataSpec, SentimentSpec>(
    "classification", "labelled documents; inputs tokens (by document), label and weight");
const bool registered_before = also_registered_as<DataSpec, SentimentSpec>("sentiment", "classification");

}  // namespace rowgrad

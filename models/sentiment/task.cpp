#include "models/sentiment/task.hpp"

#include <fmt/format.h>

#include <numeric>

#include "config/catalogue.hpp"
#include "core/atomic_file.hpp"
#include "core/parallel.hpp"
#include "io/word_table.hpp"

namespace rowgrad {

void SentimentTask::declare(Keys& keys) {
  files_.declare(keys);
  keys.add("tokenizer", tokenizer_name_, "words: lower-cases and splits punctuation; whitespace: splits at blanks")
      .one_of(Tokenizer::names());
  keys.add("min_count", min_count_, "words rarer than this in the training data are dropped").at_least(1);
  keys.add("more_words", more_words_,
           "a file of word vectors whose words are known too; for a table that starts from it (\"init\")");
  keys.add("ngrams", ngrams_, "longest word n-gram; above 1, n-grams are hashed into rows after the vocabulary's")
      .range(1, 10);
  keys.add("buckets", buckets_, "rows that n-grams share").range(1, 1e9);
  keys.add("word_dropout", noise_.word_dropout, "probability that a training word is left out").range(0, 0.999);
  keys.add("class_weights", class_weights_,
           "values of the input \"weight\" in training: \"balanced\" (inverse frequency) or {\"label\": weight, …}");
}

void SentimentTask::check(const Where& data) const {
  files_.check(data);
  if (!more_words_.empty()) check_more_words(data / "more_words");
  const Where where = data / "class_weights";
  if (class_weights_.is_null() || class_weights_ == "balanced") return;
  const bool numbers =
      class_weights_.is_object() && std::all_of(class_weights_.begin(), class_weights_.end(),
                                                [](const Json& w) { return w.is_number() && w.get<double>() >= 0.0; });
  if (!numbers)
    throw where.error(fmt::format("expected \"balanced\" or an object of weights, found {}", class_weights_.dump()),
                      "for example {\"pos\": 2, \"neg\": 1}");
}

void SentimentTask::check_more_words(const Where& where) const {
  if (!restored_ && !std::filesystem::exists(more_words_.value)) {
    throw where.error(
        "no such file: " + more_words_.value.string(),
        "train word vectors first, for example train --config configs/word2vec.json --set data.train=TEXT");
  }
  if (ngrams_ > 1)
    throw where.error("expected \"ngrams\": 1, whose table starts from word vectors", "remove one of the two");
}

void SentimentTask::meet(const Graph& graph, const Where& data) {
  const auto starts_there = [&](const ParameterSpec& p) { return p.init.file.value == more_words_.value; };
  if (!more_words_.empty() && std::none_of(graph.parameters().begin(), graph.parameters().end(), starts_there)) {
    throw(data / "more_words")
        .error("no table starts from it, so that its words would have random rows",
               "give the Embedding \"init\": {\"file\": \"" + more_words_.value.string() + "\"}");
  }
  if (class_weights_.is_null() || graph.reads(DocumentBatch::weight)) return;
  throw(data / "class_weights")
      .error("no layer reads the input \"weight\"",
             "add it to the loss: \"inputs\": [\"logits\", \"label\", \"weight\"]");
}

void SentimentTask::define_encoder() {
  encoder_ = DocumentEncoder(vocabulary_, WordNgrams(ngrams_, buckets_));
  define_inputs({{"vocab", vocabulary_.size()}, {"classes", labels_.size()}});
}

void SentimentTask::define_inputs(const Sizes& sizes) {
  const std::size_t ids = sizes.at("vocab") + WordNgrams(ngrams_, buckets_).size();
  inputs_ = std::make_unique<Inputs>();
  const Domain* document = inputs_->domain("document");
  const Domain* token = inputs_->domain("token", document);
  inputs_->ids("tokens", token, ids, "the words of each document, in order, then its n-grams");
  inputs_->ids("label", document, sizes.at("classes"), "the class of each document");
  inputs_->rows("weight", document, 1, "1; in training, the weight of each document's class (data.class_weights)");
  for (const auto& [name, size] : sizes) inputs_->size(name, size);
}

// "balanced": n / (classes · count), whose mean over the documents is 1.
void SentimentTask::define_class_weights() {
  if (class_weights_.is_null()) return;
  noise_.class_weights.assign(labels_.size(), 1.0F);
  if (class_weights_ == "balanced") {
    const double fair = static_cast<double>(labels_.total()) / static_cast<double>(labels_.size());
    for (Id id = 0; id < labels_.size(); ++id)
      noise_.class_weights[id] = static_cast<float>(fair / static_cast<double>(labels_.count(id)));
    return;
  }
  for (const auto& [label, weight] : class_weights_.items()) {
    const auto id = labels_.find(label);
    if (!id) {
      throw input_error("data.class_weights",
                        fmt::format("the label \"{}\" does not occur in the training data", label),
                        "correct it or remove it");
    }
    noise_.class_weights[*id] = weight.get<float>();
  }
}

void SentimentTask::restore(const std::filesystem::path& run) {
  tokenizer_ = Tokenizer(tokenizer_name_);
  vocabulary_ = Vocabulary::load(run / "vocab.txt");
  labels_ = Vocabulary::load(run / "labels.txt");
  restored_ = true;
  define_encoder();
}

// From the items that train, which are all of the file unless it is split.
void SentimentTask::define_vocabulary(const LabelledText& text) {
  const std::string file = files_.path(Split::train).value.string();
  std::vector<std::uint64_t> tokens(text.tokens.size(), 0), labels(text.labels.size(), 0);
  for (const std::size_t item : files_.items(Split::train, text.size())) {
    for (const Id token : text.documents[item]) ++tokens[token];
    ++labels[text.label[item]];
  }
  for (Id id = 0; id < tokens.size(); ++id) {
    if (tokens[id] >= min_count_) vocabulary_.add(text.tokens.token(id), tokens[id]);
  }
  for (Id id = 0; id < labels.size(); ++id) {
    if (labels[id] > 0) labels_.add(text.labels.token(id), labels[id]);
  }
  if (!more_words_.empty()) {
    const Vocabulary more = read_word_table(more_words_.value).words;
    for (Id id = 0; id < more.size(); ++id) vocabulary_.add(more.token(id), 0);
  }
  vocabulary_.sort(/*min_count=*/0);
  labels_.sort();
  if (vocabulary_.size() == 0) {
    throw input_error(file, fmt::format("no word occurs {} times or more", min_count_),
                      min_count_ > 1 ? "lower data.min_count" : "give it text before the labels");
  }
  if (labels_.size() < 2) {
    throw input_error(file, fmt::format("all examples have the one label \"{}\"", labels_.token(0)),
                      "add examples of another class");
  }
  define_encoder();
}

void SentimentTask::fill(LabelledDocuments& part, const LabelledText& text, const std::string& file,
                         std::span<const std::size_t> items) const {
  const Ragged all = encoder_.encode(text);
  for (const std::size_t item : items) {
    const std::string& label = text.labels.token(text.label[item]);
    const auto id = labels_.find(label);
    if (!id) {
      throw input_error(fmt::format("{}:{}", file, text.lines[item]),
                        fmt::format("the label \"{}\" does not occur in the training data", label),
                        "correct it, or train with it");
    }
    part.documents.push(all[item]);
    part.labels.push_back(*id);
    part.tokens += text.documents[item].size();
  }
}

void SentimentTask::load() {
  tokenizer_ = Tokenizer(tokenizer_name_);
  for (const Split file : all_splits) {
    if (!files_.has_file(file)) continue;
    const LabelledText text = read_labelled_text(files_.path(file).value, tokenizer_);
    if (file == Split::train && !restored_) define_vocabulary(text);
    for (const Split split : all_splits) {
      if (split != file && !(file == Split::train && files_.splits())) continue;
      std::vector<std::size_t> items = files_.items(split, text.size());
      if (file != Split::train) {
        items.resize(text.size());
        std::iota(items.begin(), items.end(), std::size_t{0});
      }
      fill(parts_[static_cast<std::size_t>(split)], text, files_.path(file).value.string(), items);
    }
  }
  define_class_weights();
}

std::unique_ptr<BatchSource> SentimentTask::batches(const BatchRequest& request) const {
  return std::make_unique<DocumentSource>(part(request.split), noise_, request);
}

void SentimentTask::save(const std::filesystem::path& run) const {
  write_atomically(run / "vocab.txt", vocabulary_.to_text());
  write_atomically(run / "labels.txt", labels_.to_text());
}

std::optional<std::size_t> SentimentTask::vectors(const Graph& graph) const {
  for (std::size_t p = 0; p < graph.parameters().size(); ++p) {
    if (graph.parameters()[p].rows == encoder_.size()) return p;
  }
  return std::nullopt;
}

Batch SentimentTask::encode(std::span<const std::string> texts) const {
  Batch batch;
  DocumentBatch build(batch);
  std::vector<Id> ids;
  for (const std::string& text : texts) {
    ids.clear();
    encoder_.encode(text, tokenizer_, ids);
    for (const Id id : ids) build.push(id);
    build.close(0, 1.0F);
  }
  build.finish();
  return batch;
}

Batch SentimentTask::example(const std::string& text, const std::string& label) const {
  const auto id = labels_.find(label);
  if (!id) {
    std::string legal;
    for (Id other = 0; other < labels_.size(); ++other) legal += " \"" + labels_.token(other) + "\"";
    throw input_error("--label", label.empty() ? "expected a label, found none" : "unknown label \"" + label + "\"",
                      "give one of" + legal);
  }
  Batch batch = encode({&text, 1});
  batch.ids[DocumentBatch::label] = {*id};
  return batch;
}

std::string SentimentTask::id_name(std::size_t input, Id id) const {
  if (input == DocumentBatch::label) return labels_.token(id);
  if (id < vocabulary_.size()) return vocabulary_.token(id);
  return fmt::format("n-gram {}", id - vocabulary_.size());
}

const bool registered =
    register_as<Task, SentimentTask>("sentiment", "labelled documents; inputs tokens (by document), label and weight");

}  // namespace rowgrad

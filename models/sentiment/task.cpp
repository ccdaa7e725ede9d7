#include "models/sentiment/task.hpp"

#include <tuple>

#include "config/catalogue.hpp"
#include "core/atomic_file.hpp"
#include "data/labelled_text.hpp"
#include "data/split.hpp"

namespace rowgrad {
namespace {

enum Input : std::size_t { tokens_input, label_input };
enum DomainIndex : std::size_t { document_domain, token_domain };

void start(Batch& batch) {
  batch.ids.assign(2, {});
  batch.values.resize(2);
  batch.extents.assign(2, {});
  batch.extents[token_domain].offsets.push_back(0);
  batch.tokens = 0;
}

void end_document(Batch& batch) {
  Extent& tokens = batch.extents[token_domain];
  tokens.rows = batch.ids[tokens_input].size();
  tokens.offsets.push_back(static_cast<std::uint32_t>(tokens.rows));
  ++batch.extents[document_domain].rows;
}

class Source : public BatchSource {
 public:
  Source(const SentimentTask::Part& part, const BatchRequest& request) : part_(part), size_(request.batch_size) {
    if (request.training) order_ = permutation(part.documents.size(), request.random.stream("shuffle"));
    std::tie(first_, last_) = request.range(part.documents.size());
    at_ = first_;
  }

  bool next(Batch& batch) override {
    if (at_ >= last_) return false;
    start(batch);
    for (std::size_t i = 0; i < size_ && at_ < last_; ++i, ++at_) {
      const std::size_t document = order_.empty() ? at_ : order_[at_];
      const auto ids = part_.documents[document];
      batch.ids[tokens_input].insert(batch.ids[tokens_input].end(), ids.begin(), ids.end());
      batch.ids[label_input].push_back(part_.labels[document]);
      end_document(batch);
    }
    batch.tokens = batch.ids[tokens_input].size();
    return true;
  }
  double progress() const override { return static_cast<double>(at_ - first_) / static_cast<double>(last_ - first_); }
  Json position() const override { return at_; }
  void seek(const Json& position) override { at_ = position; }

 private:
  const SentimentTask::Part& part_;
  std::size_t size_;
  std::vector<std::size_t> order_;
  std::size_t first_ = 0, last_ = 0, at_ = 0;  // in the pass's order
};

}  // namespace

void SentimentTask::declare(Keys& keys) {
  files_.declare(keys);
  keys.add("tokenizer", tokenizer_name_, "words: lower-cases and splits punctuation; whitespace: splits at blanks")
      .one_of(Tokenizer::names());
  keys.add("min_count", min_count_, "words rarer than this in the training data are dropped").at_least(1);
}

void SentimentTask::check(const Where& data) const { files_.check(data); }

void SentimentTask::define_inputs() {
  inputs_ = std::make_unique<Inputs>();
  const Domain* document = inputs_->domain("document");
  const Domain* token = inputs_->domain("token", document);
  inputs_->ids("tokens", token, vocabulary_.size(), "the words of each document, in order");
  inputs_->ids("label", document, labels_.size(), "the class of each document");
  inputs_->size("vocab", vocabulary_.size());
  inputs_->size("classes", labels_.size());
}

void SentimentTask::restore(const std::filesystem::path& run) {
  tokenizer_ = Tokenizer(tokenizer_name_);
  vocabulary_ = Vocabulary::load(run / "vocab.txt");
  labels_ = Vocabulary::load(run / "labels.txt");
  restored_ = true;
  define_inputs();
}

void SentimentTask::load() {
  tokenizer_ = Tokenizer(tokenizer_name_);
  std::array<std::vector<LabelledText>, 3> texts;
  for (const Split split : all_splits) {
    if (files_.has_file(split))
      texts[static_cast<std::size_t>(split)] = read_labelled_text(files_.path(split).value, tokenizer_);
  }
  if (files_.splits()) {
    const auto all = std::move(texts[0]);
    for (const Split split : all_splits) {
      auto& part = texts[static_cast<std::size_t>(split)];
      part.clear();
      for (const std::size_t item : files_.items(split, all.size())) part.push_back(all[item]);
    }
  }
  if (!restored_) {
    for (const LabelledText& text : texts[0]) {
      for (const std::string& token : text.tokens) vocabulary_.add(token);
      labels_.add(text.label);
    }
    vocabulary_.sort(min_count_);
    labels_.sort();
    if (vocabulary_.size() == 0)
      throw input_error(files_.path(Split::train).value.string(), "no word is left for the vocabulary",
                        "lower data.min_count");
    if (labels_.size() < 2) {
      throw input_error(files_.path(Split::train).value.string(),
                        fmt::format("all examples have the one label \"{}\"", labels_.token(0)),
                        "add examples of another class");
    }
    define_inputs();
  }
  for (const Split split : all_splits) {
    Part& part = parts_[static_cast<std::size_t>(split)];
    const Path& path = files_.splits() ? files_.path(Split::train) : files_.path(split);
    for (const LabelledText& text : texts[static_cast<std::size_t>(split)]) {
      const auto label = labels_.find(text.label);
      if (!label) {
        throw input_error(fmt::format("{}:{}", path.value.string(), text.line),
                          fmt::format("the label \"{}\" does not occur in the training data", text.label),
                          "correct it, or train with it");
      }
      for (const std::string& token : text.tokens) {
        if (const auto id = vocabulary_.find(token)) part.documents.push(*id);
      }
      part.documents.close();
      part.labels.push_back(*label);
      part.tokens += text.tokens.size();
    }
  }
}

std::unique_ptr<BatchSource> SentimentTask::batches(const BatchRequest& request) const {
  return std::make_unique<Source>(part(request.split), request);
}

void SentimentTask::save(const std::filesystem::path& run) const {
  write_atomically(run / "vocab.txt", vocabulary_.to_text());
  write_atomically(run / "labels.txt", labels_.to_text());
}

Batch SentimentTask::encode(const std::vector<std::string>& texts) const {
  Batch batch;
  start(batch);
  for (const std::string& text : texts) {
    for (const std::string& token : tokenizer_.split(text)) {
      if (const auto id = vocabulary_.find(token)) batch.ids[tokens_input].push_back(*id);
    }
    end_document(batch);
  }
  batch.tokens = batch.ids[tokens_input].size();
  return batch;
}

const bool registered =
    register_as<Task, SentimentTask>("sentiment", "labelled documents; inputs tokens (by document) and label");

}  // namespace rowgrad

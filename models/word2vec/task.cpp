#include "models/word2vec/task.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>

#include "config/catalogue.hpp"
#include "core/atomic_file.hpp"
#include "io/word2vec_format.hpp"
#include "models/word2vec/source.hpp"

namespace rowgrad {

void WindowSampling::prepare(const Vocabulary& vocabulary) {
  std::vector<double> weights;
  keep.clear();
  const auto total = static_cast<double>(vocabulary.total());
  for (const std::uint64_t count : vocabulary.counts()) {
    weights.push_back(std::pow(static_cast<double>(count), noise_exponent));
    // word2vec.c's rule, slightly milder than the paper's 1 − √(t/f): keep with probability √(t/f) + t/f.
    const double ratio = subsample * total / static_cast<double>(count);
    keep.push_back(subsample == 0.0 ? 1.0 : std::sqrt(ratio) + ratio);
  }
  noise = AliasTable(weights);
}

void Word2vecTask::declare(Keys& keys) {
  files_.declare(keys);
  keys.add("tokenizer", tokenizer_name_, "words: lower-cases and splits punctuation; whitespace: splits at blanks")
      .one_of(Tokenizer::names());
  keys.add("sampling", mode_,
           "pair: skip-gram pair by pair; window: a window's context rows share its centre and negatives")
      .one_of({"pair", "window"});
  keys.add("window", sampling_.window, "words to either side of the centre, at most").at_least(1);
  keys.add("dynamic_window", sampling_.dynamic_window, "draw each window's reach from 1 to \"window\"");
  keys.add("negatives", sampling_.negatives, "noise words per pair or window").at_least(1);
  keys.add("noise_exponent", sampling_.noise_exponent, "noise is proportional to count to this power").at_least(0);
  keys.add("subsample", sampling_.subsample, "threshold above which frequent words are thinned out; 0 keeps all")
      .at_least(0);
  keys.add("min_count", min_count_, "words rarer than this are dropped").at_least(1);
  candidates_.declare(keys);
}

void Word2vecTask::check(const Where& data) const {
  files_.check(data);
  if (files_.splits())
    throw(data / "split").error("plain text has no items to split", "name files in data.dev and data.test");
}

void Word2vecTask::meet(const Graph& graph, const Where&) {
  sampling_.draws_negatives = graph.reads(negatives_input);
  sampling_.follows_paths = graph.reads(node_input) || graph.reads(code_input);
  if (sampling_.follows_paths) sampling_.tree = HuffmanTree(vocabulary_.counts());
}

void Word2vecTask::define_inputs(const Sizes& sizes) {
  inputs_ = std::make_unique<Inputs>();
  const std::size_t v = sizes.at("vocab");
  const bool by_pair = pairs();
  const Domain* outer = inputs_->domain(by_pair ? "pair" : "window");
  const Domain* inner = inputs_->domain("context", outer);  // unused pair by pair
  const Domain* negative = inputs_->domain("negative", outer, sampling_.negatives);
  inputs_->ids("center", outer, v, "the word in the middle");
  inputs_->ids("context", by_pair ? outer : inner, v, "the words around it");
  inputs_->ids("negatives", negative, v, "noise words");
  const Domain* node = inputs_->domain("node", outer);
  inputs_->ids("node", node, std::max<std::size_t>(v, 1) - 1,
               "inner nodes on the Huffman path to the predicted word, from the root");
  inputs_->ids("code", node, 2, "the branch taken at each node");
  inputs_->size("vocab", v);
  candidates_.define(*inputs_, v);
}

void Word2vecTask::prepare() {
  define_inputs({{"vocab", vocabulary_.size()}});
  sampling_.prepare(vocabulary_);
  candidates_.prepare(vocabulary_.counts());
}

void Word2vecTask::restore(const std::filesystem::path& run) {
  vocabulary_ = Vocabulary::load(run / "vocab.txt");
  restored_ = true;
  prepare();
}

void Word2vecTask::load() {
  const Tokenizer tokenizer(tokenizer_name_);
  for (const Split split : all_splits) {
    if (!files_.has_file(split)) continue;
    const std::filesystem::path& file = files_.path(split).value;
    const bool counts = split == Split::train && !restored_;
    EncodedText& text = parts_[static_cast<std::size_t>(split)];
    text = EncodedText(file, tokenizer, vocabulary_, counts ? std::optional(min_count_) : std::nullopt);
    if (text.invalid_bytes() > 0)
      spdlog::warn("{}: {} bytes are not valid UTF-8; their words are used as they are", file.string(),
                   text.invalid_bytes());
    if (!counts) continue;
    if (vocabulary_.size() < 2) {
      throw input_error(file.string(),
                        fmt::format("{} word{} at least {} times, expected 2 or more words", vocabulary_.size(),
                                    vocabulary_.size() == 1 ? " occurs" : "s occur", min_count_),
                        "lower data.min_count or give more text");
    }
    prepare();
  }
}

std::unique_ptr<BatchSource> Word2vecTask::batches(const BatchRequest& request) const {
  return candidates_.add_to(std::make_unique<WindowSource>(part(request.split), sampling_, pairs(), request), request);
}

Batch Word2vecTask::example(const std::string& text, const std::string& label) const {
  if (!label.empty()) throw input_error("--label", "word vectors have no labels", "remove the flag");
  Ragged sentence;
  for (const auto& word : Tokenizer(tokenizer_name_).split(text)) {
    if (const auto id = vocabulary_.find(word)) sentence.push(*id);
  }
  sentence.close();
  const EncodedText encoded(sentence);
  WindowSampling whole = sampling_;
  whole.dynamic_window = false;
  whole.keep.assign(vocabulary_.size(), 1.0);
  const BatchRequest request;
  Batch batch;
  auto source = candidates_.add_to(std::make_unique<WindowSource>(encoded, whole, pairs(), request), request);
  if (!source->next(batch)) throw input_error("--text", "expected two known words or more", "use words of the data");
  return batch;
}

void Word2vecTask::save(const std::filesystem::path& run) const {
  write_atomically(run / "vocab.txt", vocabulary_.to_text());
}

std::optional<std::size_t> Word2vecTask::vectors(const Graph& graph) const {
  // The input side: centres pair by pair, the context rows of a window (word2vec.c's syn0 either way).
  const std::size_t input = pairs() ? center_input : context_input;
  for (const Node& node : graph.nodes()) {
    if (node.inputs.size() == 1 && node.inputs[0] == input && !node.parameters.empty()) return node.parameters[0];
  }
  return std::nullopt;
}

void Word2vecTask::finish(const std::filesystem::path& run, const Graph& graph, const Parameters<float>& parameters,
                          const std::string& format) const {
  const auto table = vectors(graph);
  if (!table) return;
  if (format == "text")
    write_word2vec_text(run / "embeddings.txt", vocabulary_, parameters[*table].value);
  else
    write_word2vec_binary(run / "embeddings.bin", vocabulary_, parameters[*table].value);
}

const bool registered =
    register_as<Task, Word2vecTask>("word2vec", "word windows; inputs center, context, negatives, node, code");

}  // namespace rowgrad

#include "models/word2vec/spec.hpp"

#include <fmt/format.h>

#include "comm/together.hpp"
#include "config/registry.hpp"
#include "core/error.hpp"
#include "core/standard_input.hpp"

namespace rowgrad {

void Word2vecSpec::declare(Keys& keys) {
  files_.declare(keys);
  keys.add("tokenizer", options_.tokenizer, "words: lower-cases and splits punctuation; whitespace: splits at blanks")
      .one_of(Tokenizer::names());
  keys.add("sampling", options_.sampling,
           "pair: skip-gram pair by pair; window: a window's context rows share its centre and negatives")
      .one_of({"pair", "window"});
  keys.add("window", options_.window, "words to either side of the centre, at most").at_least(1);
  keys.add("dynamic_window", options_.dynamic_window, "draw each window's reach from 1 to \"window\"");
  keys.add("negatives", options_.negatives, "noise words per pair or window").range(1, CandidateOptions::most);
  keys.add("noise_exponent", options_.noise_exponent, "noise is proportional to count to this power").range(0, 10);
  keys.add("subsample", options_.subsample, "threshold above which frequent words are thinned out; 0 keeps all")
      .at_least(0);
  vocabulary_.declare(keys, "words rarer than this are dropped");
  options_.candidates.declare(keys);
}

void Word2vecSpec::check(const Where& data) const {
  files_.check(data);
  if (files_.is_split())
    throw(data / "split").error("plain text has no items to split", "name files in data.dev and data.test");
}

std::unique_ptr<const Dataset> Word2vecSpec::without_examples(Vocabularies known) const {
  return std::make_unique<Word2vecDataset>(options_, std::move(known), std::array<EncodedText, 3>{});
}

Inputs Word2vecSpec::inputs(const Sizes& sizes) const {
  const std::size_t vocab = sizes.at("vocab");
  return Word2vecInputs::declare(options_, vocab, Candidates(options_.candidates, vocab)).inputs;
}

std::unique_ptr<const Dataset> Word2vecSpec::read(const Where& data, const KnownNames& known,
                                                  Communicator& ranks) const {
  together(ranks, [&] {
    files_.check_readable(data, ranks);
    if (!known.complete) vocabulary_.check_readable(data);
  });
  const Tokenizer tokenizer(options_.tokenizer);
  Vocabularies vocabularies;
  if (known.complete) vocabularies = known.names;
  std::array<EncodedText, 3> parts;
  ReadingReport report;
  report.item = "sentence";
  for (const Split split : all_splits) {
    if (!files_.has_file(split)) continue;
    const std::filesystem::path& file = files_.path(split);
    const bool counts = split == Split::train && !known.complete;
    EncodedText& text = parts[static_cast<std::size_t>(split)];
    std::optional<VocabularyChoice> choice;
    if (counts) choice = together(ranks, [&] { return vocabulary_.choice(known.names.tokens); });
    text = EncodedText(file, tokenizer, vocabularies.tokens, choice, ranks);
    if (counts) {
      check_vocabulary(vocabularies.tokens);
      for (const std::string& note : vocabulary_.notes(vocabularies.tokens)) report.notes.push_back(note);
      report.dropped = text.left_out();
      report.dropped_because = vocabulary_.dropped_because();
    }
    report.files.push_back({split, shown_name(file), "text", text.tokens(), text.tokens() - text.total()});
    report.part(split) = {text.size(), text.tokens()};
    if (!text.form_note().empty()) report.notes.push_back(text.form_note());
    if (text.invalid_bytes() > 0)
      report.notes.push_back(fmt::format("{}: {} bytes are not valid UTF-8; their words are used as they are",
                                         shown_name(file), text.invalid_bytes()));
  }
  return std::make_unique<Word2vecDataset>(options_, std::move(vocabularies), std::move(parts), std::move(report));
}

void Word2vecSpec::check_vocabulary(const Vocabulary& words) const {
  const std::size_t found = words.size() - count_unseen(words);
  if (found >= 2) return;
  const std::string which = vocabulary_.file.empty() ? fmt::format("at least {} times", vocabulary_.min_count)
                                                     : "of " + vocabulary_.file.value.string();
  throw input_error(
      shown_name(files_.path(Split::train)),
      fmt::format("{} word{} {}, expected 2 or more words", found, found == 1 ? " occurs" : "s occur", which),
      vocabulary_.file.empty() ? "lower data.min_count or give more text" : "give more text or more words");
}

const bool registered =
    register_as<DataSpec, Word2vecSpec>("word2vec", "word windows; inputs center, context, negatives, node, code");

}  // namespace rowgrad

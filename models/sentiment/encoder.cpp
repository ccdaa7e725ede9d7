#include "models/sentiment/encoder.hpp"

#include <unordered_map>

#include "core/parallel.hpp"

namespace rowgrad {

DocumentEncoder::Word DocumentEncoder::word(std::string_view token) const {
  return {vocabulary_->find(token).value_or(unknown), WordNgrams::hash(token)};
}

void DocumentEncoder::append(std::span<const Word> words, std::vector<Id>& ids) const {
  for (const Word& w : words) {
    if (w.id != unknown) ids.push_back(w.id);
  }
  if (ngrams_.size() == 0) return;
  std::vector<std::uint32_t> run;
  const auto end_run = [&] {
    ngrams_.for_each(run, [&](Id bucket) { ids.push_back(static_cast<Id>(vocabulary_->size()) + bucket); });
    run.clear();
  };
  for (const Word& w : words) {
    if (w.id == unknown)
      end_run();
    else
      run.push_back(w.hash);
  }
  end_run();
}

bool DocumentEncoder::encode(std::string_view text, const Tokenizer& tokenizer, std::vector<Id>& ids,
                             std::size_t most) const {
  std::vector<Word> words;
  std::string scratch;
  const bool cut = tokenizer.for_each(
      text, scratch, [&](std::string_view token) { words.push_back(word(token)); }, most);
  append(words, ids);
  return cut;
}

std::vector<std::string> DocumentEncoder::names(std::span<const Id> ids) const {
  std::vector<std::string> names;
  std::vector<std::uint32_t> hashes;
  for (const Id id : ids) {
    if (id >= vocabulary_->size()) break;  // words come first
    names.push_back(vocabulary_->token(id));
    hashes.push_back(WordNgrams::hash(names.back()));
  }
  if (names.size() == ids.size()) return names;
  // All that the ids leave of the text are its known words in a row; an n-gram is one of that row.
  std::unordered_map<Id, std::string> ngrams;  // by bucket; empty where there are several
  ngrams_.for_each_place(hashes, [&](Id bucket, std::size_t first, std::size_t last) {
    std::string name = names[first];
    for (std::size_t i = first + 1; i < last; ++i) name += "_" + names[i];
    const auto [known, is_new] = ngrams.emplace(bucket, name);
    if (!is_new && known->second != name) known->second.clear();
  });
  for (const Id id : ids.subspan(names.size())) {
    const auto known = ngrams.find(id - static_cast<Id>(vocabulary_->size()));
    names.push_back(known == ngrams.end() || known->second.empty() ? "n-gram" : known->second + " (n-gram)");
  }
  return names;
}

Ragged DocumentEncoder::encode(const LabelledText& text) const {
  std::vector<Word> table(text.tokens.size());
  parallel_for(table.size(), 4096, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) table[i] = word(text.tokens.token(static_cast<Id>(i)));
  });
  constexpr std::size_t block = 256;
  std::vector<Ragged> pieces((text.size() + block - 1) / block);
  parallel_for(text.size(), block, [&](std::size_t first, std::size_t last) {
    std::vector<Word> words;
    std::vector<Id> ids;
    for (std::size_t i = first; i < last; ++i) {
      words.clear();
      ids.clear();
      for (const Id token : text.documents[i]) words.push_back(table[token]);
      append(words, ids);
      pieces[first / block].push(ids);
    }
  });
  return Ragged(pieces);
}

}  // namespace rowgrad

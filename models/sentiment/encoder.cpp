#include "models/sentiment/encoder.hpp"

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

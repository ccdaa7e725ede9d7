// A file of analogy questions at once. The questions share few distinct words (905 in questions-words.txt), so one
// matrix product per block of the vocabulary gives all cosines that 3CosAdd and 3CosMul of every question need.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "analysis/analogy.hpp"
#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/text_file.hpp"
#include "kernels/matmul.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t words_per_block = 4096;
constexpr std::size_t questions_per_block = 64;

struct Best {
  float score = -std::numeric_limits<float>::infinity();
  Id id = 0;
};

struct Question {
  std::array<Id, 4> words;          // a, b, c and the expected d
  std::array<std::size_t, 3> rows;  // of a, b, c in the matrix of distinct words
  std::size_t section;
  Best add, mul;
};

// Raises `best` to the highest score(j) of [first, last). A constant number of lanes, so that the compiler vectorises.
template <class Score>
void raise(Best& best, std::size_t offset, std::size_t first, std::size_t last, Score&& score) {
  constexpr std::size_t lanes = 16;
  std::array<float, lanes> top;
  top.fill(best.score);
  std::size_t j = first;
  for (; j + lanes <= last; j += lanes) {
    for (std::size_t l = 0; l < lanes; ++l) top[l] = std::max(top[l], score(j + l));
  }
  for (; j < last; ++j) top[0] = std::max(top[0], score(j));
  const float highest = *std::max_element(top.begin(), top.end());
  if (highest <= best.score) return;
  for (j = first; score(j) < highest;) ++j;
  best = {highest, static_cast<Id>(offset + j)};
}

// Looks at the words [offset, offset + n) of one block; cosines(row, j) belongs to word offset + j.
void answer(Question& q, const Matrix<float>& cosines, std::size_t offset, std::size_t n) {
  const float* a = row(cosines, q.rows[0]);
  const float* b = row(cosines, q.rows[1]);
  const float* c = row(cosines, q.rows[2]);
  std::array<Id, 3> inputs{q.words[0], q.words[1], q.words[2]};
  std::sort(inputs.begin(), inputs.end());
  std::size_t first = 0;
  const auto look = [&](std::size_t last) {
    if (first >= last) return;
    raise(q.add, offset, first, last, [=](std::size_t j) { return b[j] - a[j] + c[j]; });
    raise(q.mul, offset, first, last,
          [=](std::size_t j) { return (b[j] + 1.0F) * (c[j] + 1.0F) / (a[j] + 1.0F + 2e-3F); });
  };
  for (const Id input : inputs) {  // the inputs are no answers: look at the gaps between them
    if (input < offset || input >= offset + n) continue;
    look(input - offset);
    first = input - offset + 1;
  }
  look(n);
}

class QuestionFile {
 public:
  QuestionFile(const WordVectors& vectors, const std::filesystem::path& path, std::size_t limit)
      : vectors_(vectors), path_(path), limit_(limit) {
    const TextFile file(path);
    for_each_line(file.text(), [&](std::string_view line, std::size_t number) { read(line, number); });
    if (sections.empty())
      throw input_error(path.string(), "expected lines of four words, found none", "name another file");
  }

  /// (distinct words x dimension), of length 1.
  Matrix<float> distinct() const {
    Matrix<float> m;
    resize(m, row_of_.size(), vectors_.dimension());
    for (const auto& [id, index] : row_of_) std::ranges::copy(vectors_.unit(id), row(m, index));
    return m;
  }

  std::vector<AnalogySection> sections;
  std::vector<Question> questions;

 private:
  void read(std::string_view line, std::size_t number) {
    std::vector<std::string> words;
    for (std::size_t at = line.find_first_not_of(" \t"); at != std::string_view::npos;) {
      const std::size_t end = line.find_first_of(" \t", at);
      words.emplace_back(line.substr(at, end == std::string_view::npos ? end : end - at));
      at = line.find_first_not_of(" \t", end);
    }
    if (words.empty()) return;
    if (words[0] == ":") return sections.push_back({words.size() > 1 ? words[1] : "", 0, 0, 0, 0});
    if (words.size() != 4) {
      throw input_error(fmt::format("{}:{}", path_.string(), number),
                        fmt::format("expected four words or \": section\", found {} words", words.size()),
                        "write a question as \"a b c d\": a is to b as c is to d");
    }
    if (sections.empty()) sections.push_back({"questions", 0, 0, 0, 0});
    add(words);
  }

  void add(const std::vector<std::string>& words) {
    Question q{};
    for (std::size_t i = 0; i < q.words.size(); ++i) {
      const auto id = vectors_.find(words[i]);
      if (!id || (limit_ != 0 && *id >= limit_)) {
        ++sections.back().missing;
        return;
      }
      q.words[i] = *id;
    }
    for (std::size_t i = 0; i < q.rows.size(); ++i)
      q.rows[i] = row_of_.try_emplace(q.words[i], row_of_.size()).first->second;
    q.section = sections.size() - 1;
    ++sections.back().found;
    questions.push_back(q);
  }

  const WordVectors& vectors_;
  const std::filesystem::path& path_;
  std::size_t limit_;
  std::map<Id, std::size_t> row_of_;
};

}  // namespace

std::vector<AnalogySection> evaluate_analogies(const WordVectors& vectors, const std::filesystem::path& path,
                                               std::size_t limit) {
  QuestionFile file(vectors, path, limit);
  const std::size_t words = limit == 0 ? vectors.size() : std::min(limit, vectors.size());
  const std::size_t d = vectors.dimension();
  const Matrix<float> distinct = file.distinct();
  Matrix<float> block, cosines;
  for (std::size_t offset = 0; offset < words && !file.questions.empty(); offset += words_per_block) {
    const std::size_t n = std::min(words_per_block, words - offset);
    resize(block, n, d);
    for (std::size_t i = 0; i < n; ++i) {
      const Id id = static_cast<Id>(offset + i);
      row_kernels<float>().scaled_copy(vectors.inverse_length(id), vectors.vector(id).data(), row(block, i), d);
    }
    resize(cosines, rows(distinct), n);
    matmul_nt(distinct, block, cosines, /*accumulate=*/false);
    parallel_for(file.questions.size(), questions_per_block, [&](std::size_t first, std::size_t last) {
      for (std::size_t q = first; q < last; ++q) answer(file.questions[q], cosines, offset, n);
    });
  }
  for (const Question& q : file.questions) {
    file.sections[q.section].correct_add += q.add.id == q.words[3] ? 1 : 0;
    file.sections[q.section].correct_mul += q.mul.id == q.words[3] ? 1 : 0;
  }
  return std::move(file.sections);
}

}  // namespace rowgrad

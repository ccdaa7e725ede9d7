#include "analysis/word_vectors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "config/suggest.hpp"
#include "core/ascii.hpp"
#include "core/error.hpp"
#include "core/parallel.hpp"
#include "io/word_table.hpp"
#include "kernels/rows.hpp"
#include "session/stored_model.hpp"
#include "session/trained_model.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t rows_per_block = 8192;

float inverse(float squared_length) { return squared_length > 0.0F ? 1.0F / std::sqrt(squared_length) : 0.0F; }

// The parameter of a run to query: the one named, or the one that holds the vectors of the dataset's words.
const ParameterSpec& choose_table(const Experiment& experiment, const std::string& path, const std::string& name) {
  const Graph& graph = experiment.graph;
  if (name.empty()) {
    if (const auto table = graph.table_of(experiment.dataset->words())) return graph.parameters()[*table];
    throw input_error(path, "the model has no table of word vectors", "name a run with an Embedding of its words");
  }
  std::vector<std::string> legal;
  for (const ParameterSpec& spec : graph.parameters()) {
    if (spec.rows != experiment.dataset->tokens().size()) continue;
    if (spec.name == name) return spec;
    legal.push_back(spec.name);
  }
  throw input_error(path, fmt::format("has no table \"{}\" with a row per word", name), suggest(name, legal));
}

WordVectors open_run_vectors(const std::filesystem::path& path, const std::string& table) {
  const RunDirectory run(path);
  const Experiment experiment = open_experiment(run);
  const ParameterSpec& spec = choose_table(experiment, path.string(), table);
  Matrix<float> values;
  resize(values, spec.rows, spec.columns);
  const StoredModel stored(run);
  stored.read(spec.name, values);
  std::vector<std::string> notes;
  if (!stored.note().empty()) notes.push_back(stored.note());
  return {experiment.dataset->tokens(), std::move(values), std::move(notes)};
}

}  // namespace

WordVectors::WordVectors(Vocabulary words, Matrix<float> values, std::vector<std::string> notes)
    : words_(std::move(words)), values_(std::move(values)), inverse_length_(words_.size()), notes_(std::move(notes)) {
  const auto& kernel = row_kernels<float>();
  parallel_for(size(), rows_per_block, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const float squared = kernel.dot(row(values_, i), row(values_, i), dimension());
      if (!std::isfinite(squared)) {
        throw input_error(fmt::format("\"{}\"", word(static_cast<Id>(i))), "its vector is too long to be compared",
                          "scale the table down: squares of lengths must stay below 3e38");
      }
      inverse_length_[i] = inverse(squared);
    }
  });
}

WordVectors WordVectors::open(const std::filesystem::path& path, const std::string& table) {
  if (std::filesystem::is_directory(path)) return open_run_vectors(path, table);
  if (!table.empty()) throw input_error(path.string(), "is a file: it has one table", "leave out --table");
  WordTable file = read_word_table(path);
  return {std::move(file.words), std::move(file.values), std::move(file.notes)};
}

std::optional<Id> WordVectors::find(const std::string& word) const {
  const auto id = words_.find(word);
  return id ? id : words_.find(lower_case(word));
}

Id WordVectors::id(const std::string& word) const {
  if (const auto id = find(word)) return *id;
  throw input_error(fmt::format("\"{}\"", word), fmt::format("is not among the {} words", size()),
                    nearest_spellings(word));
}

std::string WordVectors::nearest_spellings(const std::string& word) const {
  constexpr std::size_t shown = 3;
  const std::string wanted = lower_case(word);
  const std::size_t limit = std::max<std::size_t>(1, wanted.size() / 3);
  std::vector<std::size_t> distance(size(), limit + 1);
  parallel_for(size(), rows_per_block, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const std::string& candidate = words_.token(static_cast<Id>(i));
      const std::size_t longer = std::max(candidate.size(), wanted.size());
      if (longer - std::min(candidate.size(), wanted.size()) > limit) continue;
      distance[i] = edit_distance(lower_case(candidate), wanted);
    }
  });
  std::vector<std::string> spellings;
  for (std::size_t d = 0; d <= limit && spellings.size() < shown; ++d) {
    for (std::size_t i = 0; i < size() && spellings.size() < shown; ++i) {
      if (distance[i] == d) spellings.push_back(words_.token(static_cast<Id>(i)));
    }
  }
  if (spellings.empty()) return "try another word";
  return fmt::format("did you mean \"{}\"?", fmt::join(spellings, "\", \""));
}

std::vector<float> WordVectors::unit(Id id) const {
  std::vector<float> v(dimension());
  row_kernels<float>().scaled_copy(inverse_length_[id], row(values_, id), v.data(), v.size());
  return v;
}

float WordVectors::cosine(Id a, Id b) const {
  return row_kernels<float>().dot(row(values_, a), row(values_, b), dimension()) * inverse_length_[a] *
         inverse_length_[b];
}

std::vector<float> WordVectors::cosines(std::span<const float> direction) const {
  const auto& kernel = row_kernels<float>();
  const std::size_t d = dimension();
  const float scale = inverse(kernel.dot(direction.data(), direction.data(), d));
  std::vector<float> result(size());
  parallel_for(size(), rows_per_block, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i)
      result[i] = kernel.dot(row(values_, i), direction.data(), d) * scale * inverse_length_[i];
  });
  return result;
}

std::vector<Neighbour> WordVectors::best(std::span<const float> scores, std::size_t count,
                                         std::span<const Id> except) const {
  const auto better = [](const Neighbour& a, const Neighbour& b) {
    return a.score != b.score ? a.score > b.score : a.id < b.id;
  };
  // A heap of the best so far, the worst of them in front: most words fail one comparison.
  std::vector<Neighbour> heap;
  for (std::size_t i = 0; i < scores.size() && count > 0; ++i) {
    const Neighbour candidate{static_cast<Id>(i), scores[i]};
    if (heap.size() == count && !better(candidate, heap.front())) continue;
    if (std::find(except.begin(), except.end(), candidate.id) != except.end()) continue;
    if (heap.size() == count) {
      std::pop_heap(heap.begin(), heap.end(), better);
      heap.pop_back();
    }
    heap.push_back(candidate);
    std::push_heap(heap.begin(), heap.end(), better);
  }
  std::sort(heap.begin(), heap.end(), better);
  return heap;
}

}  // namespace rowgrad

// OpenRun: a run opened for one question after another: its model, and, once somebody asks, its word vectors and data.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "analysis/categories.hpp"
#include "analysis/word_vectors.hpp"
#include "core/error.hpp"
#include "models/word2vec/pmi.hpp"
#include "session/trained_model.hpp"

namespace rowgrad {

/// Not thread-safe: answers that compute take turns.
class OpenRun {
 public:
  /// Throws Error.
  OpenRun(std::filesystem::path path, std::filesystem::path categories);

  const std::filesystem::path& path() const { return path_; }
  /// Whether its files are still those that were opened.
  bool is_current() const { return stamp() == stamp_; }

  TrainedModel& model() { return model_; }
  const Experiment& experiment() const { return model_.experiment; }
  /// A table with a row per word; empty: the one of the dataset's words. Throws an input Error.
  const WordVectors& vectors(const std::string& table);
  /// Of the words of that table; null if there are none.
  const Categories* categories(const std::string& table);
  /// The run's data with its examples. Throws Error, for example if a file is no longer there.
  const Dataset& data();
  /// The same as what its task makes it. Throws an input Error if it is another task's.
  template <class Concrete>
  const Concrete& data_of(const std::string& task) {
    dataset_of<Concrete>(task);
    return dynamic_cast<const Concrete&>(data());
  }
  /// How often the first `words` words of its text meet. Throws an input Error. REQUIRES: a Word2vecDataset.
  const PairCounts& pair_counts(std::size_t words);

  /// The data as what its task makes it, without examples. Throws an input Error if it is another task's.
  template <class Concrete>
  const Concrete& dataset_of(const std::string& task) const {
    if (const auto* dataset = dynamic_cast<const Concrete*>(experiment().dataset.get())) return *dataset;
    throw input_error(path_.string(), "its task is \"" + experiment().spec.task + "\"",
                      "choose a run of the task \"" + task + "\"");
  }

 private:
  // When the files that are read were last written, and their sizes.
  std::string stamp() const;

  std::filesystem::path path_, categories_file_;
  std::string stamp_;
  TrainedModel model_;
  std::map<std::string, WordVectors> vectors_;  // by table
  std::map<std::string, std::optional<Categories>> categories_;
  std::shared_ptr<const Dataset> data_;
  std::optional<PairCounts> pair_counts_;
};

}  // namespace rowgrad

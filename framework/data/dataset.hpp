// Dataset: examples as ids, split into train, dev and test, and what the ids stand for.
//
// Immutable: any number of threads may read it, each with sources of its own. Read from files by a DataSpec, or made in
// memory by the constructors of models/*/dataset.hpp. Without examples it still encodes what a user types.
#pragma once

#include <memory>
#include <string>

#include "data/batch_source.hpp"
#include "data/inputs.hpp"
#include "data/reading_report.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

/// What ids stand for; saved with a run, so that later queries mean the same.
struct Vocabularies {
  Vocabulary tokens;
  Vocabulary labels;  // empty where there are none
};

/// What reading left out because the model has no symbol for it.
struct Dropped {
  std::size_t symbols = 0;
  std::string example = {};  // one of them
};

class Dataset {
 public:
  virtual ~Dataset() = default;
  Dataset(const Dataset&) = delete;
  Dataset& operator=(const Dataset&) = delete;

  /// The inputs a graph may name, and the sizes that the data defines.
  const Inputs& inputs() const { return inputs_; }
  const Vocabularies& vocabularies() const { return vocabularies_; }
  const Vocabulary& tokens() const { return vocabularies_.tokens; }
  const Vocabulary& labels() const { return vocabularies_.labels; }
  /// What a user should be warned of in the data, a sentence each.
  const std::vector<std::string>& notes() const { return report_.notes; }
  /// What was read; empty for a dataset that was made in memory.
  const ReadingReport& report() const { return report_; }

  virtual bool has(Split split) const = 0;
  /// Tokens of the input text in a split.
  virtual std::size_t token_count(Split split) const = 0;
  /// What a split lacks where that changes its loss: symbols that a language model was to predict.
  virtual Dropped dropped(Split) const { return {}; }
  virtual std::unique_ptr<BatchSource> batches(const BatchRequest& request) const = 0;

  /// The batch of one text as a user types it, with its label where there are labels: for `rowgrad trace`. An empty
  /// label stands for none: only layers that do not need it may be run. Throws Error if the text or the label cannot be
  /// encoded.
  virtual Batch example(const std::string& text, const std::string& label) const = 0;
  /// The input whose ids look up the words' vectors, by which words are compared.
  virtual IdsInput words() const = 0;
  /// What an id of the i-th input stands for: a token, a label.
  virtual std::string id_name(std::size_t input, Id id) const;

 protected:
  Dataset(Inputs inputs, Vocabularies vocabularies, ReadingReport report = {})
      : inputs_(std::move(inputs)), vocabularies_(std::move(vocabularies)), report_(std::move(report)) {}

 private:
  const Inputs inputs_;
  const Vocabularies vocabularies_;
  const ReadingReport report_;
};

}  // namespace rowgrad

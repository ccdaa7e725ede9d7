// Task: what the data of a model is: which files, which inputs and domains a graph may name, and how batches are made.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>

#include "config/keys.hpp"
#include "core/random.hpp"
#include "data/vocabulary.hpp"
#include "graph/batch.hpp"
#include "graph/graph.hpp"

namespace rowgrad {

enum class Split { train, dev, test };
inline constexpr std::array<Split, 3> all_splits{Split::train, Split::dev, Split::test};
const char* split_name(Split split);

/// The batches of one pass over a split, or of one shard of it, in order. Not thread-safe.
class BatchSource {
 public:
  virtual ~BatchSource() = default;
  /// Fills `batch` and returns true, or returns false at the end of the pass.
  virtual bool next(Batch& batch) = 0;
  /// The fraction of the shard that is done, in [0, 1].
  virtual double progress() const = 0;
  /// Where the pass stands, for a checkpoint, and going back there.
  virtual Json position() const = 0;
  virtual void seek(const Json& position) = 0;
};

struct BatchRequest {
  Split split = Split::train;
  std::size_t batch_size = 32;
  bool training = false;  // shuffle, subsample
  Random random{0};       // the stream of this pass
  std::size_t shard = 0;  // which of the equal parts the pass is cut into, in its order
  std::size_t shards = 1;

  /// First and one-past-last of this shard's items when the pass has n in all.
  std::pair<std::size_t, std::size_t> range(std::size_t n) const {
    return {n * shard / shards, n * (shard + 1) / shards};
  }
};

class Task {
 public:
  virtual ~Task() = default;

  /// Binds the keys of "data".
  virtual void declare(Keys& keys) = 0;
  /// Checks keys against each other and that the files named exist, before anything is read.
  virtual void check(const Where& data) const = 0;
  /// Meets the graph: learns which inputs it reads, so that batches hold no others, and checks keys of "data" that only
  /// matter to an input. Throws Error.
  virtual void meet(const Graph&, const Where& /*data*/) {}
  /// Takes vocabulary and labels from a run directory, so that load() and queries use them instead of building new
  /// ones.
  virtual void restore(const std::filesystem::path& run) = 0;
  /// Reads the data.
  virtual void load() = 0;
  /// The sizes that the data defines, such as "vocab".
  virtual std::vector<std::string> data_sizes() const = 0;
  /// Defines the inputs from given data_sizes() alone, so that a graph can be built without data.
  virtual void define_inputs(const Sizes& sizes) = 0;
  /// Inputs, domains and sizes; REQUIRES restore(), load() or define_inputs().
  virtual const Inputs& inputs() const = 0;
  virtual bool has(Split split) const = 0;
  /// Tokens of the input text in a split.
  virtual std::size_t tokens(Split split) const = 0;
  virtual std::unique_ptr<BatchSource> batches(const BatchRequest& request) const = 0;
  /// The batch of one text as a user types it, with its label where the task has labels: for `rowgrad trace`. REQUIRES:
  /// restore() or load(). Throws Error if the text or the label cannot be encoded.
  virtual Batch example(const std::string& text, const std::string& label) const;
  /// What an id of the i-th input stands for: a token, a label.
  virtual std::string id_name(std::size_t input, Id id) const;
  /// The tokens by id, or null if the task has none.
  virtual const Vocabulary* vocabulary() const = 0;
  /// The labels by id, if the task tells classes apart whose confusion is worth reporting; null otherwise.
  virtual const Vocabulary* classes() const { return nullptr; }
  /// The parameter whose rows are the tokens' vectors, by which they are compared: the first of that many rows.
  virtual std::optional<std::size_t> vectors(const Graph& graph) const;
  /// Writes what restore() reads.
  virtual void save(const std::filesystem::path& run) const = 0;
  /// Writes what a finished run leaves besides the model, such as word vectors in `format`.
  virtual void finish(const std::filesystem::path& /*run*/, const Graph&, const Parameters<float>&,
                      const std::string& /*format*/) const {}
  /// Whether finish() writes word vectors, so that "train.vectors" means something.
  virtual bool writes_vectors() const { return false; }
  /// Whether losses of the training split are those of the last epoch as trained, without an extra pass.
  virtual bool train_loss_as_trained() const { return false; }
};

}  // namespace rowgrad

// DataSpec: the config's "data" section: which files, how they are read. It loads a Dataset and keeps nothing of it.
#pragma once

#include <filesystem>
#include <memory>

#include "comm/one_process.hpp"
#include "config/keys.hpp"
#include "data/dataset.hpp"

namespace rowgrad {

/// What a graph makes of the inputs it is offered.
struct InputUse {
  std::vector<bool> read;                          // by input: some layer reads it
  std::vector<std::filesystem::path> start_files;  // files of word vectors that tables start from
};

/// Tokens and labels that are known before the data is read.
struct KnownNames {
  Vocabularies names = {};
  /// There are no others, and counts stay as they are; otherwise the data adds its own and counts.
  bool complete = false;
};

/// One type per task, registered by its name: `register_as<DataSpec, LmSpec>("lm", "doc")`.
class DataSpec {
 public:
  virtual ~DataSpec() = default;

  /// Binds the keys of "data".
  virtual void declare(Keys& keys) = 0;
  /// Checks keys against each other, before any file is looked at. Throws Error, pointing below `data`.
  virtual void check(const Where& data) const = 0;
  /// Checks keys that only matter together with what a graph reads. Throws Error.
  virtual void check_use(const InputUse& /*use*/, const Where& /*data*/) const {}

  /// Reads the files; the training split and `known` say which tokens and labels there are. Labels that are known are
  /// kept if the data has one of them; if it has none, they are another task's. Throws Error: `data` is where the
  /// section stands, for messages.
  ///
  /// Collective: all ranks get the same. Word vectors' text is read in parts, one by each rank, and an Error of one is
  /// thrown on all; the files of other tasks are read whole by every rank, where an Error may be one rank's alone.
  std::unique_ptr<const Dataset> load(const Where& data, const KnownNames& known = {},
                                      Communicator& ranks = one_process()) const {
    return read(data, known, ranks);
  }
  /// A dataset without examples, for queries: no file is read.
  virtual std::unique_ptr<const Dataset> without_examples(Vocabularies known) const = 0;

  /// The sizes that the data defines, such as "vocab", and the inputs that follow from them alone.
  virtual std::vector<std::string> data_sizes() const = 0;
  virtual Inputs inputs(const Sizes& sizes) const = 0;
  /// Whether word vectors are what comes out: they are written at the end, and the training loss is that of the last
  /// epoch as trained, without an extra pass.
  virtual bool makes_word_vectors() const { return false; }

 private:
  virtual std::unique_ptr<const Dataset> read(const Where& data, const KnownNames& known,
                                              Communicator& ranks) const = 0;
};

}  // namespace rowgrad

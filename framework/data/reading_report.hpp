// ReadingReport: what was read of which files, as data: for whoever wants to tell a user before training.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "data/batch_source.hpp"

namespace rowgrad {

struct ReadingReport {
  struct File {
    Split split;  // that it is named for
    std::string name, format;
    std::uint64_t tokens = 0;   // of the text
    std::uint64_t unknown = 0;  // tokens that are not in the vocabulary: dropped, or replaced by the unknown token
  };
  struct Part {
    std::size_t items = 0;  // documents or lines
    std::size_t tokens = 0;
  };

  std::string item = "document", token = "word";  // what the two are, in the singular
  std::vector<File> files;
  std::array<Part, 3> parts;       // train, dev, test
  std::size_t dropped = 0;         // different words of the training data that are not in the vocabulary
  std::string dropped_because;     // "rarer than data.min_count"
  std::vector<std::string> notes;  // what a user should be warned of, a sentence each

  Part& part(Split split) { return parts[static_cast<std::size_t>(split)]; }
};

}  // namespace rowgrad

#include "data/labelled_text.hpp"

#include <stdexcept>

#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/targets.hpp"

namespace rowgrad::fuzz {

void labelled_text(std::string_view bytes) {
  const MemoryFile file(bytes);
  const LabelledText text = read_labelled_text(file.path(), Tokenizer("words"));
  if (text.documents.size() != text.size() || text.labels.total() != text.size() ||
      text.tokens.total() != text.documents.total())
    throw std::logic_error("the counts do not add up");
}

}  // namespace rowgrad::fuzz

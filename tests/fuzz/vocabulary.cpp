#include "data/vocabulary.hpp"

#include <stdexcept>

#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/targets.hpp"

namespace rowgrad::fuzz {

void vocabulary(std::string_view bytes) {
  const MemoryFile file(bytes);
  const std::string text = Vocabulary::load(file.path()).to_text();
  const MemoryFile again(text);
  if (Vocabulary::load(again.path()).to_text() != text) throw std::logic_error("written and read, it is another");
}

}  // namespace rowgrad::fuzz

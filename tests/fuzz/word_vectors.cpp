#include <stdexcept>

#include "core/finite.hpp"
#include "io/word_table.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/targets.hpp"

namespace rowgrad::fuzz {

void word_vectors(std::string_view bytes) {
  const MemoryFile file(bytes);
  const WordTable table = read_word_table(file.path());
  if (table.words.size() == 0 || table.words.size() != rows(table.values) || columns(table.values) == 0)
    throw std::logic_error("not one vector per word");
  if (!all_finite(table.values.data(), table.values.size())) throw std::logic_error("a number is not finite");
}

}  // namespace rowgrad::fuzz

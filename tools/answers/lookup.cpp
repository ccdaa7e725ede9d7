// A small table as a lookup beside one-hot vectors times the table, as `rowgrad lookup` has it. It asks no run.
#include <fmt/format.h>

#include "analysis/table_lookup.hpp"
#include "core/error.hpp"
#include "tools/answers/answer.hpp"
#include "tools/lookup_json.hpp"

namespace rowgrad {
namespace {

Json lookup(Shelf&, Arguments& arguments) {
  const std::size_t vocab = arguments.whole("vocab", 5, 1, 50);
  const std::size_t dim = arguments.whole("dim", 3, 1, 16);
  std::vector<Id> ids;
  for (const std::string& text : arguments.list("ids")) {
    Arguments one({{"ids", text}});
    ids.push_back(static_cast<Id>(one.whole("ids", {}, 0, vocab - 1)));
  }
  constexpr std::size_t most_ids_shown = 30;
  if (ids.empty() || ids.size() > most_ids_shown)
    throw input_error("ids", fmt::format("expected 1 to {} ids, found {}", most_ids_shown, ids.size()));
  return to_json(look_up(fresh_table(vocab, dim, arguments.whole("seed", 1, 0)), ids));
}

const bool registered = register_answer("lookup", Work::computes, lookup);

}  // namespace
}  // namespace rowgrad

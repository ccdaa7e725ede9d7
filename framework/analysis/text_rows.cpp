#include "analysis/text_rows.hpp"

#include "analysis/id_graph.hpp"
#include "core/error.hpp"

namespace rowgrad {

TextRows rows_of_text(const std::string& text, const Tokenizer& tokenizer, std::size_t dim, std::uint64_t seed) {
  TextRows found{tokenizer.split(text), {}, {}, {}, {}};
  if (found.tokens.empty()) throw input_error("--text", "expected some words, found none", "give a text");
  for (const std::string& token : found.tokens) found.ids.push_back(found.vocabulary.add(token));
  IdGraph graph(table_alone(dim), found.vocabulary.size(), found.ids, Random(seed));
  graph.runner().forward();
  found.table = graph.parameter("embed.weight");
  found.stacked = graph.runner().value("embed");
  return found;
}

}  // namespace rowgrad

#include "tools/lookup_json.hpp"

#include "tools/row_text.hpp"

namespace rowgrad {

Json to_json(const TableLookup& lookup) {
  return {{"ids", lookup.ids},
          {"table", rows_json(lookup.table)},
          {"one_hots", rows_json(lookup.one_hots)},
          {"product", rows_json(lookup.product)},
          {"lookup", rows_json(lookup.looked_up)},
          {"equal", lookup.looked_up == lookup.product},
          {"multiplications", lookup.table.size()},
          {"upstream", rows_json(lookup.upstream)},
          {"gradient", rows_json(lookup.gradient)},
          {"product_gradient", rows_json(lookup.product_gradient)},
          {"gradients_equal", lookup.gradient == lookup.product_gradient},
          {"assigned", rows_json(lookup.assigned)},
          {"rows_touched", lookup.touched}};
}

Json to_json(const Renumbering& r) {
  return {{"number", r.number},
          {"ids", r.after.ids},
          {"lookup", rows_json(r.after.looked_up)},
          {"lookup_equal", r.before.looked_up == r.after.looked_up},
          {"gradient", rows_json(r.after.gradient)},
          {"gradient_permuted", permuted_rows(r.before.gradient, r.number) == r.after.gradient},
          {"as_number", {{"before", rows_json(r.as_number_before)}, {"after", rows_json(r.as_number_after)}}}};
}

Json to_json(const LookupCost& cost) {
  return {{"rows", cost.rows},
          {"dim", cost.dim},
          {"multiplications", cost.multiplications},
          {"product_seconds", cost.product_seconds},
          {"lookup_seconds", cost.lookup_seconds},
          {"equal", cost.equal}};
}

Json to_json(const DrawnRows& drawn) {
  return {{"distribution", drawn.distribution},
          {"tokens", drawn.tokens},
          {"rows", drawn.rows},
          {"rows_touched", drawn.rows_touched},
          {"share", drawn.share()}};
}

Json to_json(const NameSimilarity& pair, const WordVectors& vectors) {
  return {{"words", {vectors.word(pair.first), vectors.word(pair.second)}},
          {"one_hot_dot", pair.one_hot_dot},
          {"one_hot_cosine", pair.one_hot_cosine},
          {"cosine", pair.row_cosine}};
}

Json to_json(const TextRows& text) {
  return {{"tokens", text.tokens},
          {"ids", text.ids},
          {"table", rows_json(text.table)},
          {"stacked", rows_json(text.stacked)}};
}

}  // namespace rowgrad

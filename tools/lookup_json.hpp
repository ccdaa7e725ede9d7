// What `rowgrad lookup` shows, as JSON.
#pragma once

#include "config/types.hpp"
#include "tools/lookup_story.hpp"

namespace rowgrad {

///   ids, table, one_hots, product, lookup, equal, multiplications: of one token by the product
///   upstream, gradient, product_gradient, gradients_equal, assigned, rows_touched: ids in order of first touch
Json to_json(const TableLookup& lookup);
/// {number: by old id the new one, ids, lookup, lookup_equal, gradient, gradient_permuted, as_number: {before, after}}
Json to_json(const Renumbering& renumbering);
/// {rows, dim, multiplications, product_seconds, lookup_seconds, equal}
Json to_json(const LookupCost& cost);
/// {distribution, tokens, rows, rows_touched, share}
Json to_json(const DrawnRows& drawn);
/// {words, one_hot_dot, one_hot_cosine, cosine}
Json to_json(const NameSimilarity& pair, const WordVectors& vectors);
/// {tokens, ids, table, stacked}
Json to_json(const TextRows& text);

}  // namespace rowgrad

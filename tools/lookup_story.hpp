// What `rowgrad lookup` shows, told for people.
#pragma once

#include <vector>

#include "analysis/drawn_rows.hpp"
#include "analysis/lookup_cost.hpp"
#include "analysis/name_similarity.hpp"
#include "analysis/table_lookup.hpp"
#include "analysis/text_rows.hpp"

namespace rowgrad {

void print_story(const TableLookup& lookup);
void print_story(const Renumbering& renumbering);
void print_story(const std::vector<LookupCost>& costs);
void print_story(const std::vector<DrawnRows>& drawn);
void print_story(const std::vector<NameSimilarity>& pairs, const WordVectors& vectors);
void print_story(const TextRows& text);

}  // namespace rowgrad

// The usual ways of starting a table, side by side, for `rowgrad layers Embedding --start`.
#pragma once

#include <vector>

#include "analysis/table_start.hpp"

namespace rowgrad {

/// Embedding's own default first, then what others do. Throws an input Error if the memory does not suffice.
std::vector<TableStart> table_starts(std::size_t rows, std::size_t dim);

Json to_json(const std::vector<TableStart>& starts);
void print_story(const std::vector<TableStart>& starts, std::size_t rows, std::size_t dim);

}  // namespace rowgrad

// TableColumns: which columns of a table hold text and label, and whether its first record is a header.
#pragma once

#include "data/labelled_format.hpp"
#include "data/table_sample.hpp"

namespace rowgrad {

struct TableColumns {
  bool header = false;
  std::size_t text = 0, label = 1;  // from 0
  std::string note = {};            // what a user should be warned of; empty: nothing
};

/// As the options say; else by the usual names in a header; else, of two columns, the label is the last, or the first
/// if its values are shorter and at most half as many as the other's, or if it is the one whose values are all `known`
/// labels. Throws an input Error at `name` that shows the columns and asks where that does not decide. REQUIRES:
/// sample.columns() > 0.
TableColumns table_columns(const TableSample& sample, const std::string& name, const LabelledOptions& options,
                           const Vocabulary* known);

/// Whether the first record names a text and a label column as is usual.
bool has_usual_header(const TableSample& sample);

}  // namespace rowgrad

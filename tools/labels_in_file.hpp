// Labels that a file holds beside its texts, for predictions to be compared with.
#pragma once

#include <string>

#include "config/types.hpp"
#include "data/labelled_format.hpp"

namespace rowgrad {

/// The columns and the format that a run's "data" section names.
LabelledOptions labelled_options(const Json& data);

/// Whether it reads as labelled text and most of its first hundred labels are among `labels`: text that happens to hold
/// a tab has none. Pipes, which can be read only once, have none.
bool has_labels(const std::string& file, const LabelledOptions& options, const Vocabulary& labels);

}  // namespace rowgrad

// Labels that a file holds beside its texts, for predictions to be compared with.
#pragma once

#include <optional>
#include <string>

#include "config/types.hpp"
#include "data/labelled_format.hpp"

namespace rowgrad {

/// The columns and the format that a run's "data" section names.
LabelledOptions labelled_options(const Json& data);

/// How the file is to be read if it holds labels: it reads as labelled text, and most of its first hundred labels are
/// among `labels`; text that happens to hold a tab has none. That is by the run's own `options`, else, as another file
/// may have other columns, without any. Pipes, which can be read only once, have none.
std::optional<LabelledOptions> labels_in(const std::string& file, const LabelledOptions& options,
                                         const Vocabulary& labels);

}  // namespace rowgrad

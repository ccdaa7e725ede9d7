// What `runs` and `compare` show of a run: its figures by name, as JSON and as text.
#pragma once

#include <string>
#include <vector>

#include "session/run_overview.hpp"

namespace rowgrad {

/// One number of a run. Names are summary.json's: "dev.loss".
struct Figure {
  std::string name;
  std::optional<double> value;
};

/// All that there may be, in the order they are shown in.
std::vector<Figure> figures_of(const RunOverview& run);

/// The folder's name, or its path where two of the list have the same name.
std::vector<std::string> names_of(const std::vector<RunOverview>& runs);

/// "finished", "unfinished at step 340", "broken: …".
std::string state_text(const RunOverview& run);
/// A number as a cell: "12,345" for counts, others with four decimals; "" if there is none.
std::string figure_text(const Figure& figure);

/// `{"path", "task", "state", "epochs_done", …}`: what is not known is left out.
Json to_json(const RunOverview& run);

}  // namespace rowgrad

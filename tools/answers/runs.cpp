// The runs there are, with what can be shown of each.
#include "run/run_directory.hpp"
#include "tools/answers/answer.hpp"
#include "tools/differences.hpp"
#include "tools/output.hpp"
#include "tools/run_figures.hpp"

namespace rowgrad {
namespace {

bool has_snapshots(const RunOverview& run) {
  std::error_code missing;
  return std::filesystem::is_directory(run.path / "snapshots", missing);
}

// A config is taken as it is found: nothing is known of what its "model" holds.
bool has_attention(const RunOverview& run) {
  return to_text(run.config.value("model", Json()), -1).find(R"("layer":"Attention")") != std::string::npos;
}

// Names as in the page. A run that has no parameters yet has its log alone.
std::vector<std::string> views_of(const RunOverview& run) {
  using State = RunOverview::State;
  if (run.state == State::broken) return {};
  const RunDirectory files(run.path);
  std::vector<std::string> views{"training"};
  if (has_snapshots(run)) views.emplace_back("motion");
  if (!files.is_finished() && !files.has_checkpoint()) return views;
  views.emplace_back("space");
  views.emplace_back("lookup");
  if (run.task == "classification" || run.task == "sentiment") views.insert(views.end(), {"gradient", "trust"});
  if (run.task == "lm" || has_attention(run)) views.emplace_back("language");
  return views;
}

std::vector<RunOverview> look(Shelf& shelf) {
  std::vector<RunOverview> runs;
  for (const std::filesystem::path& path : shelf.runs()) runs.push_back(look_at_run(path));
  return runs;
}

Json list_runs(Shelf& shelf, Arguments&) {
  const std::vector<RunOverview> runs = look(shelf);
  const std::vector<std::string> names = names_of(runs);
  Json list = Json::array();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    Json run = to_json(runs[i]);
    run["id"] = i;
    run["name"] = names[i];
    run["views"] = views_of(runs[i]);
    list.push_back(std::move(run));
  }
  return {{"runs", std::move(list)}};
}

// A broken run has no settings that could be compared: null throughout.
Json differing_settings(Shelf& shelf, Arguments&) {
  std::vector<RunOverview> runs = look(shelf);
  for (RunOverview& run : runs) {
    if (run.state == RunOverview::State::broken) run.config = Json::object();
  }
  Json settings = Json::array();
  for (const auto& [pointer, values] : differences(runs)) settings.push_back({{"path", pointer}, {"values", values}});
  return {{"settings", std::move(settings)}};
}

const bool registered =
    register_answer("runs", Work::reads, list_runs) && register_answer("differences", Work::reads, differing_settings);

}  // namespace
}  // namespace rowgrad

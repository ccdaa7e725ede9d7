// Snapshots of a table as frames in two dimensions.
#include <algorithm>

#include "analysis/alignment.hpp"
#include "core/error.hpp"
#include "tools/answers/answer.hpp"
#include "tools/answers/categories_json.hpp"
#include "tools/answers/packed.hpp"
#include "tools/answers/snapshot_series.hpp"

namespace rowgrad {
namespace {

// The rows of one table, and below them those of a second, which then are turned together.
Matrix<float> stacked(const Snapshot& snapshot, const std::vector<std::string>& tables) {
  Matrix<float> all;
  std::size_t rows_of_all = 0;
  for (const std::string& table : tables) rows_of_all += rows(snapshot.tables.at(table));
  resize(all, rows_of_all, columns(snapshot.tables.at(tables.front())));
  float* to = all.data();
  for (const std::string& table : tables) to = std::ranges::copy(snapshot.tables.at(table), to).out;
  return all;
}

// Rows [first, first + count) of every frame, frame by frame.
Json packed_rows(const AlignedFrames& aligned, std::size_t first, std::size_t count) {
  std::vector<float> numbers;
  for (const Matrix<float>& frame : aligned.frames)
    numbers.insert(numbers.end(), row(frame, first), row(frame, first) + 2 * count);
  return packed_small(numbers, 2);
}

Json frames_json(const std::vector<Snapshot>& snapshots) {
  Json frames = Json::array();
  for (const Snapshot& snapshot : snapshots) {
    frames.push_back({{"step", snapshot.step}, {"epoch", snapshot.epoch}, {"fraction", snapshot.fraction}});
    if (snapshot.loss) frames.back()["loss"] = *snapshot.loss;
  }
  return frames;
}

Json words_json(const Snapshot& snapshot, const Vocabulary& tokens, const std::string& run) {
  Json words = Json::array();
  for (const Id id : snapshot.ids) {
    if (id >= tokens.size()) throw input_error(run, "a snapshot has a row that is no word of the run");
    words.push_back(tokens.token(id));
  }
  return words;
}

Json motion(Shelf& shelf, Arguments& arguments) {
  const std::size_t number = arguments.whole("run", {}, 0);
  const std::filesystem::path path = shelf.path(number);
  const Experiment experiment = open_experiment(RunDirectory(path));  // a run that still trains has no model
  const std::vector<Snapshot> snapshots = snapshot_series(path);
  const auto pair = skip_gram_names(experiment, path.string());
  Json names = Json::array();
  for (const auto& [name, rows] : snapshots.front().tables) names.push_back(name);
  if (names.empty()) throw input_error(path.string(), "its snapshots hold no table");
  const std::string table = arguments.text("table", pair ? pair->u : names.front().get<std::string>());
  if (!snapshots.front().tables.contains(table)) throw input_error("table", "the snapshots hold no \"" + table + "\"");
  std::vector<std::string> tables{table};
  if (pair && table == pair->u && snapshots.front().tables.contains(pair->v)) tables.push_back(pair->v);
  std::vector<Matrix<float>> frames;
  for (const Snapshot& snapshot : snapshots) frames.push_back(stacked(snapshot, tables));
  const AlignedFrames aligned = align(frames);
  const std::size_t words = snapshots.front().ids.size();
  Json json{{"table", table},
            {"tables", names},
            {"dimension", columns(frames.front())},
            {"words", words_json(snapshots.front(), experiment.dataset->tokens(), path.string())},
            {"frames", frames_json(snapshots)},
            {"explained", aligned.explained},
            {"points", packed_rows(aligned, 0, words)}};
  if (tables.size() > 1) json["context"] = packed_rows(aligned, words, words);
  if (RunDirectory(path).is_finished()) {
    if (const Categories* categories = shelf.open(number)->categories(""))
      json["categories"] = categories_json(*categories, snapshots.front().ids);
  }
  return json;
}

const bool registered = register_answer("motion", Work::computes, motion);

}  // namespace
}  // namespace rowgrad

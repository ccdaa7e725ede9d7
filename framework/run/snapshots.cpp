#include "run/snapshots.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "core/float16.hpp"
#include "core/parse_number.hpp"
#include "io/safetensors.hpp"
#include "run/marker.hpp"

namespace rowgrad {
namespace {

constexpr const char* ids_name = "ids";

Error damaged(const std::filesystem::path& file, const std::string& why) {
  return input_error(file.string(), "not a snapshot: " + why, "remove it");
}

template <class T>
T number(const Safetensors& file, const std::filesystem::path& path, const char* key) {
  const std::string text = file.metadata(key);
  if (const auto value = parse_number<T>(text)) return *value;
  throw damaged(path, fmt::format("its {} is \"{}\"", key, text));
}

SnapshotMoment moment(const Safetensors& file, const std::filesystem::path& path) {
  SnapshotMoment at{number<std::size_t>(file, path, "step"), number<std::size_t>(file, path, "epoch"),
                    number<std::size_t>(file, path, "epochs"), number<double>(file, path, "fraction")};
  if (!(at.fraction >= 0.0 && at.fraction <= 1.0)) throw damaged(path, "its fraction is not in [0, 1]");
  if (!file.metadata("loss").empty()) at.loss = number<double>(file, path, "loss");
  return at;
}

std::vector<Id> read_ids(const Safetensors& file, const std::filesystem::path& path) {
  const auto [count, width] = file.has(ids_name) ? file.shape(ids_name) : std::pair<std::size_t, std::size_t>{};
  if (count == 0 || width != 1 || file.type(ids_name) != dtype<Id>)
    throw damaged(path, fmt::format("it has no column of \"{}\"", ids_name));
  Matrix<Id> ids;
  resize(ids, count, 1);  // the file holds as many
  file.read(ids_name, ids);
  return {ids.begin(), ids.end()};
}

// The file's header was checked: a tensor of a known type takes as much of the file as its shape says.
Matrix<float> read_table(const Safetensors& file, const std::filesystem::path& path, const std::string& name,
                         std::size_t count) {
  const auto [rows, columns] = file.shape(name);
  const std::string type = file.type(name);
  if (rows != count || columns == 0 || (type != dtype<Float16> && type != dtype<float>)) {
    throw damaged(path, fmt::format("\"{}\" is {} of {} x {}, expected F16 or F32 with a row for each of {} ids", name,
                                    type, rows, columns, count));
  }
  Matrix<float> table;
  resize(table, rows, columns);
  if (type == dtype<float>) {
    file.read(name, table);
    return table;
  }
  Matrix<Float16> stored;
  resize(stored, rows, columns);
  file.read(name, stored);
  std::transform(stored.begin(), stored.end(), table.begin(), to_float);
  if (!all_finite(table.data(), table.size())) throw damaged(path, fmt::format("\"{}\" is not finite", name));
  return table;
}

// Nothing if float16 does not hold what the table says.
std::optional<Matrix<Float16>> shortened(const Matrix<float>& table) {
  if (!fits_float16({table.data(), table.size()})) return std::nullopt;
  Matrix<Float16> stored;
  resize(stored, rows(table), columns(table));
  std::transform(table.begin(), table.end(), stored.begin(), to_float16);
  return stored;
}

}  // namespace

std::vector<std::filesystem::path> snapshot_files(const RunDirectory& run) {
  std::vector<std::filesystem::path> files;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(run.snapshots(), missing)) {
    if (is_snapshot_name("snapshots/" + entry.path().filename().string())) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::size_t snapshot_number(const std::filesystem::path& file) { return std::stoul(file.stem().string()); }

Snapshot read_snapshot(const std::filesystem::path& path) {
  const Safetensors file(path);
  Snapshot snapshot{moment(file, path), read_ids(file, path), {}};
  for (const std::string& name : file.names()) {
    if (name != ids_name) snapshot.tables[name] = read_table(file, path, name, snapshot.ids.size());
  }
  return snapshot;
}

SnapshotMoment read_snapshot_moment(const std::filesystem::path& path) { return moment(Safetensors(path), path); }

void write_snapshot(const std::filesystem::path& file, const Snapshot& snapshot) {
  Matrix<Id> ids;
  resize(ids, snapshot.ids.size(), 1);
  std::copy(snapshot.ids.begin(), snapshot.ids.end(), ids.begin());
  std::map<std::string, Matrix<Float16>> stored;
  std::vector<NamedMatrix> tensors{{ids_name, &ids}};
  for (const auto& [name, table] : snapshot.tables) {
    if (auto half = shortened(table))
      tensors.emplace_back(name, &(stored[name] = std::move(*half)));
    else
      tensors.emplace_back(name, &table);
  }
  std::map<std::string, std::string> metadata{{"step", std::to_string(snapshot.step)},
                                              {"epoch", std::to_string(snapshot.epoch)},
                                              {"epochs", std::to_string(snapshot.epochs)},
                                              {"fraction", fmt::format("{}", snapshot.fraction)}};
  if (snapshot.loss) metadata["loss"] = fmt::format("{}", *snapshot.loss);
  write_safetensors(file, tensors, metadata);
}

void cut_snapshots(const RunDirectory& run, std::size_t step) {
  const auto stays = [&](const std::filesystem::path& file) {
    try {
      return read_snapshot_moment(file).step <= step;
    } catch (const Error&) {
      return false;
    }
  };
  for (const auto& file : snapshot_files(run)) {
    std::error_code problem;
    if (!stays(file)) std::filesystem::remove(file, problem);
    if (problem) throw run_error(file.string(), "cannot be removed: " + problem.message(), "remove it yourself");
  }
}

}  // namespace rowgrad

#include "session/start_from.hpp"

#include <fmt/format.h>

#include <optional>

#include "core/error.hpp"
#include "run/run_directory.hpp"
#include "session/row_meaning.hpp"
#include "session/stored_model.hpp"

namespace rowgrad {
namespace {

// Our ids among theirs.
struct IdMap {
  std::vector<Id> theirs;  // by our id
  std::size_t their_size = 0;
  bool identical = false;  // both number the same names alike

  std::size_t operator()(std::size_t ours) const {
    return ours < theirs.size() ? theirs[ours] : their_size + (ours - theirs.size());
  }
};

IdMap map_ids(const Vocabulary& ours, const std::filesystem::path& file, const std::string& what) {
  const Vocabulary names = Vocabulary::load(file);
  IdMap map{{}, names.size(), names.size() == ours.size()};
  std::size_t missing = 0;
  std::string example;
  for (Id id = 0; id < ours.size(); ++id) {
    const auto found = names.find(ours.token(id));
    if (!found && missing++ == 0) example = ours.token(id);
    map.theirs.push_back(found.value_or(0));
    map.identical &= found == id;
  }
  if (missing == 0) return map;
  throw input_error(file.string(),
                    fmt::format("lacks {} of this run's {} {}, such as \"{}\"", missing, ours.size(), what, example),
                    "start from a run whose data has them all");
}

// Copies one run's parameters into another's.
class Mover {
 public:
  Mover(const RunDirectory& from, const Experiment& experiment)
      : from_(from), dataset_(*experiment.dataset), stored_(from), meanings_(meanings(experiment)) {}

  const std::string& note() const { return stored_.note(); }

  // Returns false if the run has none of this name.
  bool move(std::size_t p, Parameter<float>& parameter) {
    const std::string& name = parameter.spec.name;
    if (!stored_.has(name)) return false;
    const ParameterMeaning& meaning = meanings_.parameters[p];
    const IdMap* rows_map = map_of(meaning.rows, name);
    const IdMap* columns_map = map_of(meaning.columns, name);
    if (rows_map == nullptr && columns_map == nullptr)
      stored_.read(name, parameter.value);
    else
      copy(name, rows_map, columns_map, parameter.value);
    return true;
  }

  // The layers that depend on the numbers in a way that is not known need the same ones.
  void require_clear() {
    refuse_unless_identical(Meaning::tokens, meanings_.unclear_tokens);
    refuse_unless_identical(Meaning::labels, meanings_.unclear_labels);
  }

 private:
  // Null if nothing is to be moved.
  const IdMap* map_of(Meaning meaning, const std::string& parameter) {
    if (meaning == Meaning::none) return nullptr;
    if (meaning == Meaning::ids) refuse_unless_identical(Meaning::tokens, parameter);
    const IdMap& map = ids(meaning);
    return map.identical ? nullptr : &map;
  }

  const IdMap& ids(Meaning meaning) {
    const bool of_labels = meaning == Meaning::labels;
    std::optional<IdMap>& map = of_labels ? labels_ : tokens_;
    if (!map) {
      map = of_labels ? map_ids(dataset_.labels(), from_.labels(), "labels")
                      : map_ids(dataset_.tokens(), from_.vocabulary(), "tokens");
    }
    return *map;
  }

  void refuse_unless_identical(Meaning meaning, const std::string& what) {
    if (what.empty() || ids(meaning).identical) return;
    const bool of_labels = meaning == Meaning::labels;
    throw input_error(
        (of_labels ? from_.labels() : from_.vocabulary()).string(),
        fmt::format("numbers its {} differently, on which \"{}\" depends", of_labels ? "labels" : "tokens", what),
        "start from a run on data with the same ones in the same order");
  }

  static std::size_t their_size(const IdMap* map, std::size_t ours) { return map == nullptr ? ours : (*map)(ours); }

  void copy(const std::string& name, const IdMap* rows_map, const IdMap* columns_map, Matrix<float>& value) const {
    auto source = zeros<float>(their_size(rows_map, rows(value)), their_size(columns_map, columns(value)));
    stored_.read(name, source);
    for (std::size_t i = 0; i < rows(value); ++i) {
      const float* from = row(source, their_size(rows_map, i));
      for (std::size_t j = 0; j < columns(value); ++j) row(value, i)[j] = from[their_size(columns_map, j)];
    }
  }

  const RunDirectory& from_;
  const Dataset& dataset_;
  StoredModel stored_;
  Meanings meanings_;
  std::optional<IdMap> tokens_, labels_;
};

}  // namespace

std::size_t start_from(const std::filesystem::path& path, const Experiment& experiment, Parameters<float>& parameters,
                       const std::function<void(const std::string&)>& note) {
  const RunDirectory run(path);
  Mover mover(run, experiment);
  if (note && !mover.note().empty()) note(mover.note());
  std::size_t found = 0;
  for (std::size_t p = 0; p < parameters.size(); ++p) found += mover.move(p, parameters[p]) ? 1 : 0;
  if (found == 0) {
    throw input_error(path.string(), "none of its parameters has a name of this model's",
                      "compare the layer names of both configs");
  }
  mover.require_clear();
  return found;
}

}  // namespace rowgrad

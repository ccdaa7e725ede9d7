#include "session/start_from.hpp"

#include <fmt/ranges.h>

#include <optional>

#include "core/error.hpp"
#include "run/run_directory.hpp"
#include "session/dimension_key.hpp"
#include "session/id_map.hpp"
#include "session/row_meaning.hpp"
#include "session/stored_model.hpp"

namespace rowgrad {
namespace {

using Note = std::function<void(const std::string&)>;
using Shape = std::pair<std::size_t, std::size_t>;  // rows, columns

// The numbers among the data's keys that the other run has otherwise: "--set data.ngrams=2 --set data.buckets=1000".
std::string differing_data_keys(const RunDirectory& from, const Json& ours) {
  std::vector<std::string> found;
  const Json theirs = Config::load(from.config().string()).data;
  for (const auto& [key, value] : theirs.items()) {
    if (value.is_number() && ours.value(key, Json()) != value)
      found.push_back(fmt::format("--set data.{}={}", key, value.dump()));
  }
  return fmt::format("{}", fmt::join(found, " "));
}

// Copies one run's parameters into another's.
class Mover {
 public:
  Mover(const RunDirectory& from, const Experiment& experiment)
      : from_(from),
        experiment_(experiment),
        dataset_(*experiment.dataset),
        theirs_(from.vocabularies()),
        stored_(from),
        meanings_(meanings(experiment)) {}

  const std::string& note() const { return stored_.note(); }

  // Returns false if the run has none of this name, or one whose rows mean something else.
  bool move(std::size_t p, Parameter<float>& parameter) {
    const std::string& name = parameter.spec.name;
    if (!stored_.has(name)) return false;
    const ParameterMeaning& meaning = meanings_.parameters[p];
    if (const std::string reason = reason_to_start_anew(meaning); !reason.empty()) {
      anew_.push_back(fmt::format("\"{}\" starts anew: {}", name, reason));
      return false;
    }
    const IdMap* rows_map = map_of(meaning.rows);
    const IdMap* columns_map = map_of(meaning.columns);
    check_shape(p, parameter, rows_map, columns_map);
    if (rows_map == nullptr && columns_map == nullptr)
      stored_.read(name, parameter.value, parameter.first_row, parameter.spec.rows);
    else
      copy(rows_map, columns_map, parameter);
    return true;
  }

  // The layers that depend on the numbers in a way that is not known need the same ones.
  void require_clear() {
    refuse_unless_identical(Meaning::tokens, meanings_.unclear_tokens);
    refuse_unless_identical(Meaning::labels, meanings_.unclear_labels);
  }

  void tell(const Note& note) const {
    const auto tell_names = [&](const char* what, const std::optional<IdMap>& map) {
      if (!map) return;
      note(fmt::format("{}: the rows of {} start from there, those of {} are new, {} of its own are left out", what,
                       map->taken(), map->added(), map->left_out()));
    };
    tell_names("tokens", tokens_);
    tell_names("labels", labels_);
    for (const std::string& text : anew_) note(text);
  }

 private:
  // Why the other run's parameter of this name is another thing; empty if it is not.
  std::string reason_to_start_anew(const ParameterMeaning& meaning) {
    if (meaning.rows == Meaning::ids && !ids(Meaning::tokens).same_counts())
      return "what its rows stand for follows from how often each token occurs, which has changed";
    const bool of_labels = meaning.rows == Meaning::labels || meaning.columns == Meaning::labels;
    return of_labels && theirs_.labels.size() == 0 ? "it is about labels, which that run does not have" : "";
  }

  // Null if nothing is to be moved.
  const IdMap* map_of(Meaning meaning) {
    if (meaning == Meaning::none || meaning == Meaning::ids) return nullptr;
    const IdMap& map = ids(meaning);
    return map.identical() ? nullptr : &map;
  }

  const IdMap& ids(Meaning meaning) {
    const bool of_labels = meaning == Meaning::labels;
    std::optional<IdMap>& map = of_labels ? labels_ : tokens_;
    if (!map) {
      map = of_labels ? IdMap(dataset_.labels(), theirs_.labels) : IdMap(dataset_.tokens(), theirs_.tokens);
    }
    return *map;
  }

  void refuse_unless_identical(Meaning meaning, const std::string& what) {
    if (what.empty() || ids(meaning).identical()) return;
    const bool of_labels = meaning == Meaning::labels;
    throw input_error(
        (of_labels ? from_.labels() : from_.vocabulary()).string(),
        fmt::format("numbers its {} differently, on which \"{}\" depends", of_labels ? "labels" : "tokens", what),
        "start from a run on data with the same ones in the same order");
  }

  static std::size_t their_id(const IdMap* map, std::size_t ours) { return map == nullptr ? ours : (*map)(ours); }

  void check_shape(std::size_t p, const Parameter<float>& parameter, const IdMap* rows_map,
                   const IdMap* columns_map) const {
    const ParameterSpec& spec = parameter.spec;
    const Shape theirs = stored_.shape(spec.name);
    const Shape expected{their_id(rows_map, spec.rows), their_id(columns_map, spec.columns)};
    if (theirs == expected) return;
    std::string remedy;
    if (theirs.second != expected.second && meanings_.parameters[p].columns == Meaning::none)
      remedy = width_remedy(experiment_, p, theirs.second);
    else if (theirs.first != expected.first && meanings_.parameters[p].rows == Meaning::none)
      remedy = rows_remedy(experiment_, p, theirs.first);
    if (remedy.empty()) remedy = differing_data_keys(from_, experiment_.spec.resolved["data"]);
    throw input_error(stored_.file().string(),
                      fmt::format("\"{}\" is {} x {}, this model needs {} x {}", spec.name, theirs.first, theirs.second,
                                  expected.first, expected.second),
                      remedy.empty() ? "compare the model with that of its config.json"
                                     : "give this model the shape of that one: " + remedy);
  }

  // Of a sharded table, which may be too large for this rank, row by row.
  void copy(const IdMap* rows_map, const IdMap* columns_map, Parameter<float>& parameter) const {
    auto& [spec, value, first] = parameter;
    const bool one_by_one = rows(value) < spec.rows;
    const std::size_t their_rows = their_id(rows_map, spec.rows);
    auto source = zeros<float>(one_by_one ? 1 : their_rows, their_id(columns_map, columns(value)));
    if (!one_by_one) stored_.read(spec.name, source);
    for (std::size_t i = 0; i < rows(value); ++i) {
      const std::size_t their_row = their_id(rows_map, first + i);
      if (their_row == IdMap::none) continue;
      if (one_by_one) stored_.read(spec.name, source, their_row, their_rows);
      const float* const from = row(source, one_by_one ? 0 : their_row);
      for (std::size_t j = 0; j < columns(value); ++j) {
        const std::size_t their_column = their_id(columns_map, j);
        if (their_column != IdMap::none) row(value, i)[j] = from[their_column];
      }
    }
  }

  const RunDirectory& from_;
  const Experiment& experiment_;
  const Dataset& dataset_;
  Vocabularies theirs_;
  StoredModel stored_;
  Meanings meanings_;
  std::optional<IdMap> tokens_, labels_;
  std::vector<std::string> anew_;  // parameters that the run has and that cannot be taken, with the reason
};

}  // namespace

KnownNames names_of_start(const std::filesystem::path& path) { return {RunDirectory(path).vocabularies()}; }

void start_from(const std::filesystem::path& path, const Experiment& experiment, Parameters<float>& parameters,
                const Note& note) {
  const RunDirectory run(path);
  Mover mover(run, experiment);
  if (!mover.note().empty()) note(mover.note());
  std::size_t found = 0;
  for (std::size_t p = 0; p < parameters.size(); ++p) found += mover.move(p, parameters[p]) ? 1 : 0;
  if (found == 0) {
    throw input_error(path.string(), "none of its parameters has a name of this model's",
                      "compare the layer names of both configs");
  }
  mover.require_clear();
  note(fmt::format("{} of {} parameters start from {}", found, parameters.size(), path.string()));
  mover.tell(note);
}

}  // namespace rowgrad

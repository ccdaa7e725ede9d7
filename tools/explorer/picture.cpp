#include "tools/explorer/picture.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace rowgrad {
namespace {

using Runs = Picture::Runs;

// An argument of a question that is an option, if it is given; an option that was not given is left out of the
// question.
bool is_option(const std::string& value) { return value.starts_with('{'); }

std::map<std::string, std::string> filled(std::map<std::string, std::string> arguments, const Json& options) {
  for (auto at = arguments.begin(); at != arguments.end();) {
    auto& [name, value] = *at;
    if (!is_option(value)) {
      ++at;
      continue;
    }
    const auto given = options.find(value.substr(1, value.size() - 2));
    if (given == options.end()) {
      at = arguments.erase(at);
    } else {
      value = given->get<std::string>();
      ++at;
    }
  }
  return arguments;
}

}  // namespace

const std::vector<Picture>& pictures() {
  static const std::vector<Question> log{{"training", {}}};
  static const std::vector<Question> scores{{"signal", {{"scores", "{scores}"}, {"label", "{label}"}}}};
  static const std::vector<Question> errors{{"trust", {{"split", "{split}"}}}};
  static const std::vector<Picture> list{
      {"loss", "training and dev loss", Runs::several, {"over", "scale"}, log},
      {"accuracy", "accuracy on the dev split", Runs::several, {"over"}, log},
      {"learning-rate", "the schedule", Runs::several, {"over"}, log},
      {"speed", "steps per second", Runs::several, {"over"}, log},
      {"rows", "rows with gradient, by table", Runs::several, {"over"}, log},
      {"curves", "p(1 − p), −1/p and p − 1 over p", Runs::none, {}, {{"curves", {}}}},
      {"jacobian", "∂p/∂s of a softmax", Runs::none, {"scores", "label"}, scores},
      {"signal", "p − q by class", Runs::none, {"scores", "label"}, scores},
      {"space",
       "a table's words in two dimensions",
       Runs::one,
       {"table", "count"},
       {{"space", {{"table", "{table}"}, {"count", "{count}"}}}}},
      {"motion", "the ways words took, from snapshots", Runs::one, {"table"}, {{"motion", {{"table", "{table}"}}}}},
      {"bigram", "next-symbol probabilities beside counts", Runs::one, {}, {{"bigram", {}}}},
      {"next", "probabilities of what follows a text", Runs::one, {"text"}, {{"next", {{"prefix", "{text}"}}}}},
      {"attention", "who looks at whom", Runs::one, {"text", "layer", "head"}, {{"attention", {{"text", "{text}"}}}}},
      {"calibration", "accuracy by confidence", Runs::one, {"split"}, errors},
      {"confusion", "which class is taken for which", Runs::one, {"split"}, errors},
  };
  return list;
}

const std::vector<PictureOption>& picture_options() {
  static const std::vector<PictureOption> list{
      {"over", "step (default) or seconds", {"step", "seconds"}},
      {"scale", "linear (default) or log", {"linear", "log"}},
      {"scores", "scores of a softmax, with commas between them"},
      {"label", "the true class, counted from 0"},
      {"table", "another of a run's tables"},
      {"count", "words, the most frequent"},
      {"text", "a text that a run can read"},
      {"layer", "name of an Attention layer (default: the first)"},
      {"head", "its head, counted from 0 (default 0)"},
      {"split", "train, dev or test"},
  };
  return list;
}

const Picture& picture_named(const std::string& name) { return *std::ranges::find(pictures(), name, &Picture::name); }

Json answers_for(const Picture& picture, Shelf& shelf, const Json& options) {
  Json answers = Json::object();
  const std::size_t runs = shelf.runs().size();
  if (picture.runs != Runs::none && runs == 0)
    throw input_error("plot", "there is no run in that folder", "name a run");
  if (picture.runs == Runs::one && runs > 1)
    throw input_error("plot", "the picture \"" + picture.name + "\" shows one run, found several", "name one of them");
  if (picture.runs != Runs::none) answers["runs"] = ask(shelf, {"runs"});
  for (const Question& question : picture.questions) {
    for (std::size_t run = 0; run < std::max<std::size_t>(1, runs); ++run) {
      Question asked{question.name, filled(question.arguments, options)};
      if (picture.runs != Runs::none) asked.arguments["run"] = std::to_string(run);
      answers[to_text(asked)] = ask(shelf, asked);
    }
  }
  return answers;
}

}  // namespace rowgrad

#include "tools/explorer/recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "core/error.hpp"

namespace rowgrad {
namespace {

// Without the numbers of rows that stand for nothing with a name, those of inner layers, which nobody reads one by one:
// they would be most of a report.
void keep_named_rows(Json& trace) {
  if (!trace.contains("updates")) return;
  for (std::size_t p = 0; p < trace["parameters"].size(); ++p) {
    Json& rows = trace["parameters"][p]["rows"];
    if (std::ranges::any_of(rows, [](const Json& row) { return row["name"] != ""; })) continue;
    for (Json& row : rows) {
      row.erase("gradient");
      row.erase("before");
    }
    for (Json& update : trace["updates"]) update["parameters"][p]["after"] = Json::array();
  }
}

class Recorder {
 public:
  Recorder(Shelf& shelf, const RecordedChoices& choices) : shelf_(shelf), choices_(choices) {}

  Recording record() && {
    const Json& runs = put({"runs"})["runs"];
    put({"differences"});
    record_signal();
    for (const char* const ids : {"1,3,1", "0,2,4", "2,2,2"})
      put({"lookup", {{"ids", ids}, {"vocab", "5"}, {"dim", "3"}}});
    for (const Json& run : runs) record_run(run);
    return {std::move(answers_), unanswered()};
  }

 private:
  // Under `shown`, what `asked` gives, or its message.
  const Json& put(const Question& shown, const Question& asked) {
    Json answer;
    try {
      answer = ask(shelf_, asked);
    } catch (const Error& e) {
      answer = {{"error", {{"message", e.what()}, {"kind", "run"}}}};
    }
    if (asked.name == "trace") keep_named_rows(answer);
    return answers_.insert_or_assign(to_text(shown), std::move(answer)).first->second;
  }
  const Json& put(const Question& question) { return put(question, question); }

  // A phrase may be unreadable for some runs: those answers are left out.
  void try_to_put(const Question& question) {
    if (put(question).contains("error"))
      answers_.erase(to_text(question));
    else
      answered_.push_back(question);
  }

  // A choice is one of the arguments of a question, but for an analogy, which is three of them.
  std::vector<std::string> unanswered() const {
    const auto is_answered = [&](const std::string& choice) {
      return std::ranges::any_of(answered_, [&](const auto& question) {
        const auto& of = question.arguments;
        if (question.name == "analogy") return of.at("a") + " " + of.at("b") + " " + of.at("c") == choice;
        return std::ranges::any_of(of, [&](const auto& argument) { return argument.second == choice; });
      });
    };
    std::vector<std::string> left;
    for (const auto* choices : {&choices_.texts, &choices_.analogies, &choices_.intruders})
      std::ranges::copy_if(*choices, std::back_inserter(left), std::not_fn(is_answered));
    return left;
  }

  void record_signal() {
    put({"curves"});
    const Json presets = put({"presets"});
    for (const Json& preset : presets) {
      std::string scores;
      for (const Json& score : preset["scores"]) scores += (scores.empty() ? "" : ",") + score.dump();
      for (std::size_t label = 0; label < preset["scores"].size(); ++label) {
        std::map<std::string, std::string> arguments{{"scores", scores}, {"label", std::to_string(label)}};
        put({"signal", arguments});
        arguments.insert({{"step", "1"}, {"steps", "50"}});
        put({"descent", arguments});
      }
    }
  }

  void record_run(const Json& run) {
    const std::string id = run["id"].dump();
    const auto shows = [&](const char* view) { return std::ranges::find(run["views"], view) != run["views"].end(); };
    if (shows("training")) put({"training", {{"run", id}}});
    if (shows("space")) record_space(id);
    if (shows("motion")) record_motion(id);
    if (shows("gradient")) record_gradient(id);
    if (shows("language")) record_language(id);
    for (const char* const split : {"train", "dev", "test"}) {
      if (shows("trust") && run.contains(split)) put({"trust", {{"run", id}, {"split", split}}});
    }
  }

  void record_space(const std::string& run) {
    const std::string words = std::to_string(choices_.words);
    const Json space = put({"space", {{"run", run}}}, {"space", {{"run", run}, {"count", words}}});
    if (space.contains("error")) return;
    put({"all_neighbours", {{"run", run}}}, {"all_neighbours", {{"run", run}, {"words", words}}});
    for (const std::string& analogy : choices_.analogies) {
      const std::size_t first = analogy.find(' '), second = analogy.find(' ', first + 1);
      try_to_put({"analogy",
                  {{"run", run},
                   {"a", analogy.substr(0, first)},
                   {"b", analogy.substr(first + 1, second - first - 1)},
                   {"c", analogy.substr(second + 1)}}});
    }
    for (const std::string& words_of_list : choices_.intruders)
      try_to_put({"intruder", {{"run", run}, {"words", words_of_list}}});
  }

  void record_motion(const std::string& run) {
    const Json motion = put({"motion", {{"run", run}}});
    if (motion.contains("error")) return;
    constexpr std::size_t most = 15;
    for (std::size_t i = 0; i < std::min(most, motion["words"].size()); ++i)
      try_to_put({"forces", {{"run", run}, {"word", motion["words"][i].get<std::string>()}}});
  }

  void record_gradient(const std::string& run) {
    const Json labels = put({"labels", {{"run", run}}});
    if (labels.contains("error")) return;
    std::vector<std::string> texts{"not bad", "bad not"};
    texts.insert(texts.end(), choices_.texts.begin(), choices_.texts.end());
    for (const std::string& text : texts) {
      constexpr std::size_t most_labels = 5;
      const Json& names = labels["labels"];
      for (std::size_t i = 0; i < std::min(most_labels, names.size()); ++i)
        try_to_put({"trace", {{"run", run}, {"text", text}, {"label", names[i].get<std::string>()}}});
    }
  }

  // A classifier may have attention to show, and nothing to write.
  void record_language(const std::string& run) {
    std::vector<std::string> texts = choices_.texts;
    for (const std::string& item : items_of(run)) texts.push_back(item);
    if (texts.size() == choices_.texts.size()) texts.insert(texts.end(), {"not bad", "bad not"});
    std::vector<std::string> prefixes = symbols_of(run);
    prefixes.insert(prefixes.end(), texts.begin(), texts.end());
    for (const std::string& prefix : prefixes) {
      for (const char* const temperature : temperatures)
        try_to_put({"next", {{"run", run}, {"prefix", prefix}, {"temperature", temperature}}});
    }
    for (const std::string& text : texts) try_to_put({"attention", {{"run", run}, {"text", text}}});
  }

  // What the model writes; the first few of it.
  std::vector<std::string> items_of(const std::string& run) {
    std::vector<std::string> texts;
    for (const char* const temperature : temperatures) {
      const Question question{"sample", {{"run", run}, {"prefix", ""}, {"seed", "1"}, {"temperature", temperature}}};
      try_to_put(question);
      const auto found = answers_.find(to_text(question));
      for (std::size_t i = 0; found != answers_.end() && texts.size() < 3 && i < found->second.size(); ++i)
        texts.push_back(found->second[i]["text"]);
    }
    return texts;
  }

  // Nothing, and each symbol alone where there are few.
  std::vector<std::string> symbols_of(const std::string& run) {
    std::vector<std::string> symbols{""};
    const Json bigram = put({"bigram", {{"run", run}}});
    if (!bigram.contains("symbols")) return symbols;
    constexpr std::size_t most = 60;
    for (const Json& symbol : bigram["symbols"]) {
      if (symbols.size() < most) symbols.push_back(symbol.get<std::string>());
    }
    return symbols;
  }

  static constexpr std::array<const char*, 3> temperatures{"0.5", "1", "1.5"};

  Shelf& shelf_;
  const RecordedChoices& choices_;
  std::map<std::string, Json> answers_;
  std::vector<Question> answered_;  // of those that might not have been
};

}  // namespace

Recording record(Shelf& shelf, const RecordedChoices& choices) { return Recorder(shelf, choices).record(); }

}  // namespace rowgrad

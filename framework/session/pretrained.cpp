#include "session/pretrained.hpp"

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/word_table.hpp"
#include "session/dimension_key.hpp"

namespace rowgrad {
namespace {

// What "data.ngrams" says, where the data has such a key.
std::size_t longest_ngram(const RunSpec& spec) {
  return spec.resolved.contains("data") ? spec.resolved["data"].value("ngrams", std::size_t{1}) : 1;
}

void check(const WordTable& table, const Experiment& experiment, std::size_t parameter) {
  const ParameterSpec& spec = experiment.graph.parameters()[parameter];
  const std::string file = spec.init.file.value.string();
  const std::size_t tokens = experiment.dataset->tokens().size();
  if (const std::size_t ngrams = longest_ngram(experiment.spec); ngrams > 1 && spec.rows > tokens) {
    throw input_error(file,
                      fmt::format("cannot start \"{}\": {} of its {} rows are n-grams' (data.ngrams is {}), which word "
                                  "vectors do not have",
                                  spec.name, spec.rows - tokens, spec.rows, ngrams),
                      "leave n-grams out: --set data.ngrams=1");
  }
  if (spec.rows != tokens) {
    throw input_error(file, fmt::format("cannot start \"{}\": its {} rows are not the tokens", spec.name, spec.rows),
                      "name the file at the table that token ids look up");
  }
  if (columns(table.values) != spec.columns) {
    const std::string remedy = width_remedy(experiment, parameter, columns(table.values));
    throw input_error(
        file, fmt::format("its vectors have {} columns, \"{}\" has {}", columns(table.values), spec.name, spec.columns),
        "give the layer that width" + (remedy.empty() ? remedy : ": " + remedy));
  }
}

// Returns how many tokens were found.
std::size_t copy_rows(const WordTable& table, const Vocabulary& tokens, Parameter<float>& parameter) {
  Matrix<float>& value = parameter.value;
  const Share here{parameter.first_row, parameter.first_row + rows(value)};
  std::size_t found = 0;
  for (std::size_t id = 0; id < tokens.size(); ++id) {
    const auto source = table.words.find(tokens.token(static_cast<Id>(id)));
    if (!source) continue;
    if (here.contains(id)) std::copy_n(row(table.values, *source), columns(value), row(value, id - here.first));
    ++found;
  }
  return found;
}

}  // namespace

void start_from_files(Parameters<float>& parameters, const Experiment& experiment,
                      const std::function<void(const std::string&)>& note) {
  const Vocabulary& tokens = experiment.dataset->tokens();
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const ParameterSpec& spec = parameters[p].spec;
    if (spec.init.file.empty()) continue;
    const std::string file = spec.init.file.value.string();
    const WordTable table = read_word_table(spec.init.file.value);
    check(table, experiment, p);
    for (const std::string& text : table.notes) {
      if (note) note(text);
    }
    const std::size_t found = copy_rows(table, tokens, parameters[p]);
    if (found == 0) {
      throw input_error(file, fmt::format("none of the {} tokens is among its {} words", spec.rows, table.words.size()),
                        "look at both: capitals and punctuation must be treated alike");
    }
    if (note) note(fmt::format("\"{}\": {} of {} tokens start from {}", spec.name, found, tokens.size(), file));
  }
}

}  // namespace rowgrad

#include "train/pretrained.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace rowgrad {
namespace {

std::size_t count_found(const Pretrained& p, const Vocabulary& vocabulary) {
  std::size_t found = 0;
  for (std::size_t id = 0; id < vocabulary.size(); ++id)
    found += p.table.words.find(vocabulary.token(static_cast<Id>(id))) ? 1 : 0;
  return found;
}

void check(const Pretrained& p, const ParameterSpec& spec, const Vocabulary* vocabulary) {
  const std::string file = spec.init.file.value.string();
  if (vocabulary == nullptr || spec.rows != vocabulary->size()) {
    throw input_error(file, fmt::format("cannot start \"{}\": its {} rows are not the tokens", spec.name, spec.rows),
                      "name the file at the table that token ids look up");
  }
  if (columns(p.table.values) != spec.columns) {
    throw input_error(
        file,
        fmt::format("its vectors have {} columns, \"{}\" has {}", columns(p.table.values), spec.name, spec.columns),
        fmt::format("give the layer that width: --set model.{}.dim={}", spec.name.substr(0, spec.name.find('.')),
                    columns(p.table.values)));
  }
  if (count_found(p, *vocabulary) == 0) {
    throw input_error(file, fmt::format("none of the {} tokens is among its {} words", spec.rows, p.table.words.size()),
                      "look at both: capitals and punctuation must be treated alike");
  }
}

}  // namespace

std::vector<Pretrained> read_pretrained(const Experiment& experiment) {
  std::vector<Pretrained> all;
  const auto& specs = experiment.graph().parameters();
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (specs[i].init.file.empty()) continue;
    all.push_back({i, read_word_table(specs[i].init.file.value)});
    check(all.back(), specs[i], experiment.task().vocabulary());
  }
  return all;
}

void apply(const std::vector<Pretrained>& pretrained, const Vocabulary& vocabulary, Parameters<float>& parameters) {
  for (const Pretrained& p : pretrained) {
    auto& parameter = parameters[p.parameter];
    for (std::size_t id = 0; id < vocabulary.size(); ++id) {
      const auto source = p.table.words.find(vocabulary.token(static_cast<Id>(id)));
      if (source) std::copy_n(row(p.table.values, *source), columns(parameter.value), row(parameter.value, id));
    }
    spdlog::info("\"{}\": {} of {} tokens start from {}", parameter.spec.name, count_found(p, vocabulary),
                 vocabulary.size(), parameter.spec.init.file.value.string());
  }
}

}  // namespace rowgrad

#include "tools/labels_in_file.hpp"

#include <filesystem>

#include "core/standard_input.hpp"
#include "data/labelled_file.hpp"

namespace rowgrad {
namespace {

bool has_labels(const std::string& file, const LabelledOptions& options, const Vocabulary& labels) {
  constexpr std::size_t enough = 100;
  std::size_t known = 0, unknown = 0;
  try {
    LabelledFile input(file, options, labels);
    for (Example example; known + unknown < enough && input.next(example);)
      ++(labels.find(example.label) ? known : unknown);
  } catch (const Error&) {
    return known > unknown;  // whoever reads the file tells what is wrong with it
  }
  return known > unknown;
}

}  // namespace

LabelledOptions labelled_options(const Json& data) {
  Json own = Json::object();
  for (const char* key : {"format", "text", "label"}) {
    if (data.contains(key)) own[key] = data[key];
  }
  LabelledOptions options;
  Keys keys;
  options.declare(keys);
  keys.read(own, {"config.json", "/data"});
  return options;
}

std::optional<LabelledOptions> labels_in(const std::string& file, const LabelledOptions& options,
                                         const Vocabulary& labels) {
  std::error_code ignored;  // whoever opens it tells
  if (!is_standard_input(file) && !std::filesystem::is_regular_file(file, ignored)) return std::nullopt;
  for (const LabelledOptions& layout : {options, LabelledOptions()}) {
    if (has_labels(file, layout, labels)) return layout;
  }
  return std::nullopt;
}

}  // namespace rowgrad

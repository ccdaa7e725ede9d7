#include "tools/labels_in_file.hpp"

#include <filesystem>

#include "data/labelled_file.hpp"

namespace rowgrad {

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

bool has_labels(const std::string& file, const LabelledOptions& options, const Vocabulary& labels) {
  constexpr std::size_t enough = 100;
  if (!std::filesystem::is_regular_file(file)) return false;
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

}  // namespace rowgrad

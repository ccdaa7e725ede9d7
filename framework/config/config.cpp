#include "config/config.hpp"

#include <fmt/format.h>

#include "config/json_checks.hpp"
#include "config/keys.hpp"
#include "config/relaxed_json.hpp"
#include "config/suggest.hpp"
#include "config/value.hpp"
#include "core/text_file.hpp"

namespace rowgrad {

Json parse_json(std::string_view text, const std::string& file) {
  JsonChecks checks(file);
  try {
    return Json::parse(text, checks.callback());
  } catch (const Json::out_of_range& e) {
    throw input_error(file, "holds a number that is out of range: " + shortened(e.what()));
  } catch (const Json::parse_error& e) {
    const std::string what = e.what();
    const std::size_t detail = what.find("syntax error");
    throw input_error(text_position(text, file, e.byte == 0 ? 0 : e.byte - 1),
                      "this is not JSON: " + shortened(detail == std::string::npos ? what : what.substr(detail)));
  }
}

void Config::declare(Keys& keys) {
  keys.add("$schema", schema, "the JSON Schema, for editors");
  keys.add("format", version, "version of a resolved config").range(1, format);
  keys.add("seed", seed, "seed of everything random but the data split").range(0, 0x1p64);
  keys.add("sizes", sizes, "sizes by name, which layers may refer to");
  keys.add("data", data, "task and files").required();
  keys.add("model", model, "the layers, wired by name").required();
  keys.add("optimizer", optimizer, "the update rule");
  keys.add("schedule", schedule, "the learning rate over time");
  keys.add("train", train, "engine, epochs, batch size").required();
}

Config Config::load(const std::string& file, const std::vector<std::string>& overrides) {
  Json json = parse_json(to_strict_json(TextFile(file).text(), file), file);
  Config config;
  config.where = {file, ""};
  if (!json.is_object()) throw wrong_type(config.where, "an object", json);
  for (const std::string& assignment : overrides) apply_override(json, assignment);
  Keys keys;
  config.declare(keys);
  keys.read(json, config.where);
  return config;
}

}  // namespace rowgrad

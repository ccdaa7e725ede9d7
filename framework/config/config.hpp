// Config: a config file with its --set overrides applied, its sections still JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/keys.hpp"
#include "config/types.hpp"
#include "config/where.hpp"

namespace rowgrad {

struct Config {
  static constexpr std::size_t format = 1;  // of resolved configs

  Where where;                   // the file
  std::string schema;            // of no meaning here: editors read it
  std::size_t version = format;  // of the file
  std::size_t seed = 1;
  Sizes sizes;
  Json data = Json::object(), model = Json::array(), optimizer = Json::object(), schedule = Json::object(),
       train = Json::object();

  /// Declares the top-level keys.
  void declare(Keys& keys);
  /// Reads the file and applies `path.to.key=value` overrides in order. Throws Error.
  static Config load(const std::string& file, const std::vector<std::string>& overrides = {});
};

/// Parses JSON, with line and column in the message; refuses what JsonChecks refuses. Throws Error.
Json parse_json(std::string_view text, const std::string& file);

/// Applies one `path.to.key=value`: the value takes the key's declared type, list items go by index or name, and a
/// path is relative to the working directory. Throws Error.
void apply_override(Json& config, const std::string& assignment);

}  // namespace rowgrad

#include <fmt/format.h>

#include "config/catalogue.hpp"
#include "graph/layer.hpp"
#include "tools/command.hpp"

namespace rowgrad {
namespace {

std::string limits(const Key& key) {
  std::string text;
  if (std::isfinite(key.minimum)) text += fmt::format("{} {}", key.exclusive ? ">" : ">=", key.minimum);
  if (std::isfinite(key.maximum)) text += fmt::format("{}<= {}", text.empty() ? "" : ", ", key.maximum);
  if (!key.choices.empty()) text = fmt::format("{}", fmt::join(key.choices, " | "));
  return text;
}

Json describe(const Key& key) {
  Json json{{"type", key.type}, {"doc", key.doc}, {"required", key.is_required}};
  if (!key.default_value.is_null()) json["default"] = key.default_value;
  if (const std::string range = limits(key); !range.empty()) json["range"] = range;
  return json;
}

// The catalogue: every type of every section with its keys, from their declarations.
class Layers : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("name", name_, "only this layer, optimizer, schedule, task or engine");
    app.add_flag("--json", json_, "machine-readable");
    app.add_flag("--markdown", markdown_, "as a page");
    app.footer("Examples:\n  rowgrad layers\n  rowgrad layers Embedding\n  rowgrad layers --json");
  }

  int run() override {
    Json all = Json::object();
    std::vector<std::string> names;
    for (const auto& section : catalogue()) {
      for (const auto& type : section.types()) {
        names.push_back(type);
        if (!name_.empty() && type != name_) continue;
        Json entry{{"doc", section.doc(type)}, {"keys", Json::object()}};
        const OwnedKeys owned = section.keys(type);
        for (const Key& key : owned.keys.all()) entry["keys"][key.name] = describe(key);
        if (section.name == "model")
          entry["examples"] = Registry<Layer>::instance().entries().at(type).create()->examples();
        all[section.kind][type] = std::move(entry);
      }
    }
    if (all.empty()) throw input_error(name_, "there is nothing of that name", suggest(name_, names));
    if (json_)
      fmt::print("{}\n", all.dump(2));
    else if (markdown_)
      print_page(all);
    else
      print(all);
    return 0;
  }

 private:
  static std::string facts(const Json& key) {
    std::string facts = key["type"];
    if (key["required"].get<bool>()) facts += ", required";
    if (key.contains("default")) facts += ", default " + key["default"].dump();
    if (key.contains("range")) facts += ", " + key["range"].get<std::string>();
    return facts;
  }

  static void print_page(const Json& all) {
    fmt::print("# Everything a config can name\n");
    for (const auto& [kind, types] : all.items()) {
      fmt::print("\n## {}\n", kind);
      for (const auto& [type, entry] : types.items()) {
        fmt::print("\n### {}\n\n{}.\n\n", type, entry["doc"].get<std::string>());
        for (const auto& [name, key] : entry["keys"].items()) {
          fmt::print("- `{}` ({}): {}\n", name, facts(key), key["doc"].get<std::string>());
        }
      }
    }
  }

  static void print(const Json& all) {
    for (const auto& [kind, types] : all.items()) {
      for (const auto& [type, entry] : types.items()) {
        fmt::print("{} {}: {}\n", kind, type, entry["doc"].get<std::string>());
        for (const auto& [name, key] : entry["keys"].items()) {
          fmt::print("  {:<20} {} ({})\n", name, key["doc"].get<std::string>(), facts(key));
        }
        if (entry.contains("examples")) {
          for (const auto& example : entry["examples"]) fmt::print("  e.g. {}\n", example.get<std::string>());
        }
        fmt::print("\n");
      }
    }
  }

  std::string name_;
  bool json_ = false, markdown_ = false;
};

const bool registered = register_command<Layers>(
    "layers", "the catalogue: layers, optimizers, schedules, tasks and engines with their keys");

}  // namespace
}  // namespace rowgrad

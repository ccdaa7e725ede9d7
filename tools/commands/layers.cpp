#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "config/catalogue.hpp"
#include "data/ids.hpp"
#include "graph/layer.hpp"
#include "tools/command.hpp"
#include "tools/numbers.hpp"
#include "tools/table_starts.hpp"

namespace rowgrad {
namespace {

// What the catalogue has to say of one type of one section.
struct Entry {
  std::string kind;  // "layer", "optimizer"…
  std::string type, doc;
  std::vector<Key> keys;
  std::vector<std::string> examples;  // of a layer
};

// Layers first; the catalogue itself is in whatever order the program was linked.
std::vector<CatalogueSection> sections() {
  const std::vector<std::string> order{"model", "optimizer", "schedule", "data", "train"};
  const auto rank = [&](const CatalogueSection& section) { return std::ranges::find(order, section.name); };
  std::vector<CatalogueSection> sections = catalogue();
  std::ranges::stable_sort(sections, {}, rank);
  return sections;
}

std::vector<Entry> entries() {
  std::vector<Entry> all;
  for (const CatalogueSection& section : sections()) {
    for (const auto& type : section.types()) {
      Entry entry{section.kind, type, section.doc(type), section.keys(type).keys.all(), {}};
      if (section.name == "model") entry.examples = Registry<Layer>::instance().entries().at(type).create()->examples();
      all.push_back(std::move(entry));
    }
  }
  return all;
}

std::string limits(const Key& key) {
  std::string text;
  if (std::isfinite(key.minimum)) text += fmt::format("{} {}", key.exclusive ? ">" : ">=", key.minimum);
  if (std::isfinite(key.maximum)) text += fmt::format("{}<= {}", text.empty() ? "" : ", ", key.maximum);
  if (!key.choices.empty()) text = fmt::format("{}", fmt::join(key.choices, " | "));
  return text;
}

// "number, default 0.9, >= 0, <= 1"
std::string facts(const Key& key) {
  std::string facts = key.type;
  if (key.is_required) facts += ", required";
  if (!key.default_value.is_null()) facts += ", default " + key.default_value.dump();
  if (const std::string range = limits(key); !range.empty()) facts += ", " + range;
  return facts;
}

Json to_json(const Key& key) {
  Json json{{"type", key.type}, {"doc", key.doc}, {"required", key.is_required}};
  if (!key.default_value.is_null()) json["default"] = key.default_value;
  if (const std::string range = limits(key); !range.empty()) json["range"] = range;
  return json;
}

Json to_json(const std::vector<Entry>& entries) {
  Json all = Json::object();
  for (const Entry& entry : entries) {
    Json json{{"doc", entry.doc}, {"keys", Json::object()}};
    for (const Key& key : entry.keys) json["keys"][key.name] = to_json(key);
    if (entry.kind == "layer") json["examples"] = entry.examples;
    all[entry.kind][entry.type] = std::move(json);
  }
  return all;
}

void print_page(const std::vector<Entry>& entries) {
  fmt::print("# Everything a config can name\n");
  std::string kind;
  for (const Entry& entry : entries) {
    if (entry.kind != kind) fmt::print("\n## {}\n", entry.kind);
    kind = entry.kind;
    fmt::print("\n### {}\n\n{}.\n\n", entry.type, entry.doc);
    for (const Key& key : entry.keys) fmt::print("- `{}` ({}): {}\n", key.name, facts(key), key.doc);
  }
}

void print(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    fmt::print("{} {}: {}\n", entry.kind, entry.type, entry.doc);
    for (const Key& key : entry.keys) fmt::print("  {:<20} {} ({})\n", key.name, key.doc, facts(key));
    for (const std::string& example : entry.examples) fmt::print("  e.g. {}\n", example);
    fmt::print("\n");
  }
}

// The catalogue: every type of every section with its keys, from their declarations.
class Layers : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("name", name_, "only this layer, optimizer, schedule, task or engine");
    auto* start =
        app.add_option("--start", start_, "rows and columns: what each way of starting a table of that shape gives")
            ->expected(2)
            ->check(whole_number(1, most_ids));
    app.add_flag("--json", json_, "machine-readable");
    app.add_flag("--markdown", markdown_, "as a page")->excludes(start);
    app.footer(
        "Examples:\n  rowgrad layers\n  rowgrad layers Embedding\n  rowgrad layers Embedding --start 10000 256\n"
        "  rowgrad layers --json");
  }

  int run() override {
    if (!start_.empty()) {
      show_starts();
      return 0;
    }
    const std::vector<Entry> found = named();
    if (json_)
      fmt::print("{}\n", to_json(found).dump(2));
    else if (markdown_)
      print_page(found);
    else
      print(found);
    return 0;
  }

 private:
  void show_starts() const {
    if (name_ != "Embedding")
      throw input_error("--start", fmt::format("is about tables, found \"{}\"", name_), "name the layer Embedding");
    const std::vector<TableStart> starts = table_starts(start_[0], start_[1]);
    if (json_)
      fmt::print("{}\n", to_json(starts).dump(2));
    else
      print_story(starts, start_[0], start_[1]);
  }

  std::vector<Entry> named() const {
    std::vector<Entry> all = entries();
    if (name_.empty()) return all;
    std::vector<std::string> names;
    for (const Entry& entry : all) names.push_back(entry.type);
    std::erase_if(all, [&](const Entry& entry) { return entry.type != name_; });
    if (all.empty()) throw input_error(name_, "there is nothing of that name", suggest(name_, names));
    return all;
  }

  std::string name_;
  std::vector<std::size_t> start_;  // rows, columns
  bool json_ = false, markdown_ = false;
};

const bool registered = register_command<Layers>(
    "layers", "the catalogue: layers, optimizers, schedules, tasks and engines with their keys");

}  // namespace
}  // namespace rowgrad

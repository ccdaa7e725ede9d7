#include "run/marker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "config/config.hpp"
#include "core/atomic_file.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "io/event_file.hpp"
#include "run/replacement.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t format = 1;
constexpr std::string_view before_number = "snapshots/", after_number = ".safetensors";

std::vector<std::string> known_names(const Json& list) {
  std::vector<std::string> names = list.get<std::vector<std::string>>();
  std::erase_if(names, [](const std::string& name) {
    const auto& known = run_file_names();
    return std::find(known.begin(), known.end(), name) == known.end() && !is_event_file_name(name) &&
           !is_snapshot_name(name);
  });
  return names;
}

}  // namespace

const std::vector<std::string>& run_file_names() {
  static const std::vector<std::string> names{
      "config.json",       "vocab.txt",      "labels.txt",     "metrics.jsonl", "checkpoint/state.safetensors",
      "model.safetensors", "embeddings.bin", "embeddings.txt", "summary.json"};
  return names;
}

const std::vector<std::string>& run_folder_names() {
  static const std::vector<std::string> names{"checkpoint", "snapshots"};
  return names;
}

std::string snapshot_name(std::size_t number) { return fmt::format("{}{:06}{}", before_number, number, after_number); }

bool is_snapshot_name(const std::string& name) {
  if (!name.starts_with(before_number) || !name.ends_with(after_number)) return false;
  if (name.size() != snapshot_name(0).size()) return false;
  const auto digits = std::string_view(name).substr(before_number.size(), 6);
  return digits.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<Marker> read_marker(const std::filesystem::path& folder) {
  try {
    const Json json = parse_json(TextFile(folder / Marker::file_name).text(), Marker::file_name);
    if (json.at("format") != format) return std::nullopt;
    Marker marker{known_names(json.at("files"))};
    if (json.contains("incoming")) {
      const Json& incoming = json["incoming"];
      marker.incoming = {incoming.at("from").get<std::string>(), known_names(incoming.at("files"))};
      if (!is_replacement_name(marker.incoming->from)) return std::nullopt;
    }
    return marker;
  } catch (const Json::exception&) {
    return std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

void write_marker(const std::filesystem::path& folder, const Marker& marker) {
  Json json{{"format", format}, {"files", marker.files}};
  if (marker.incoming) json["incoming"] = {{"from", marker.incoming->from}, {"files", marker.incoming->files}};
  write_atomically(folder / Marker::file_name, json.dump(2) + "\n");
}

}  // namespace rowgrad

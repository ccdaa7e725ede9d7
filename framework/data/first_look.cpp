#include "data/first_look.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/types.hpp"
#include "core/ascii.hpp"
#include "core/command_name.hpp"
#include "core/input_text.hpp"
#include "core/standard_input.hpp"
#include "data/jsonl.hpp"
#include "data/table_sample.hpp"
#include "data/usual_names.hpp"

namespace rowgrad {
namespace {

std::string warning(const std::string& what, const std::string& command, const std::filesystem::path& file) {
  return fmt::format("{}: {}, all of which is read as text; for the texts alone: {}", shown_name(file), what,
                     piped(command, file));
}

// As a word for a shell: .text, or '.["any key"]'.
std::string jq_filter(const std::string& key) {
  constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  if (!key.empty() && key.find_first_not_of(plain) == std::string::npos) return "." + key;
  return shell_word(".[" + Json(key).dump() + "]");
}

}  // namespace

std::string format_ending(const std::filesystem::path& name) {
  const std::string last = lower_case(name.extension().string());
  const bool packed = last == ".gz" || last == ".xz" || last == ".zst" || last == ".bz2";
  return packed ? lower_case(name.stem().extension().string()) : last;
}

bool is_jsonl_ending(const std::string& ending) { return ending == ".jsonl" || ending == ".ndjson"; }

std::string_view first_line(std::string_view text) {
  const std::size_t start = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  return trimmed(text.substr(start, text.find('\n', start) - start));
}

std::string columns_in_plain_text(std::string_view text, const std::filesystem::path& file) {
  if (first_line(text).starts_with("__label__"))
    return warning("its lines begin with fastText's labels", "sed 's/^__label__[^ ]* *//'", file);
  if (const auto keys = json_keys(first_line(text)); !keys.empty()) {
    const auto usual = std::ranges::find_if(keys, is_usual_text_name);
    return warning("its lines are JSON objects", "jq -r " + jq_filter(usual == keys.end() ? keys[0] : *usual), file);
  }
  const TableSample table(text, '\t', /*quotes=*/false);
  if (!table.even()) return {};
  std::size_t longest = 0;
  for (std::size_t c = 1; c < table.columns(); ++c) {
    if (table.length(c) > table.length(longest)) longest = c;
  }
  return warning(fmt::format("its lines have {} columns, separated by tabs", table.columns()),
                 fmt::format("cut -f{}", longest + 1), file);
}

}  // namespace rowgrad

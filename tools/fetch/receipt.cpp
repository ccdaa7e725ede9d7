#include "tools/fetch/receipt.hpp"

#include <fmt/format.h>

#include "core/is_there.hpp"
#include "core/text_file.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view source_mark = "# source ";

}  // namespace

std::filesystem::path receipt_path(const std::filesystem::path& folder, const std::string& name) {
  return folder / (name + ".sha256");
}

Receipt read_receipt(const std::filesystem::path& folder, const std::string& name) {
  Receipt receipt;
  const std::filesystem::path path = receipt_path(folder, name);
  if (!is_there(path)) return receipt;
  for_each_line(TextFile(path).text(), [&](std::string_view line, std::size_t) {
    const bool is_source = line.starts_with(source_mark);
    if (is_source) line.remove_prefix(source_mark.size());
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos) return;
    const std::string sum(line.substr(0, blank));
    if (is_source) {
      receipt.source_sha256 = sum;
      receipt.source = line.substr(blank + 1);
    } else if (sum != "#" && blank + 2 < line.size()) {  // two blanks
      receipt.files[std::string(line.substr(blank + 2))] = sum;
    }
  });
  return receipt;
}

void write_receipt(const std::filesystem::path& folder, const std::string& name, const Receipt& receipt) {
  std::string text = fmt::format("{}{} {}\n", source_mark, receipt.source_sha256, receipt.source);
  for (const auto& [file, sum] : receipt.files) text += fmt::format("{}  {}\n", sum, file);
  write_atomically(receipt_path(folder, name), text);
}

}  // namespace rowgrad

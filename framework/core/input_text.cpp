#include "core/input_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/command_name.hpp"
#include "core/error.hpp"
#include "core/standard_input.hpp"

namespace rowgrad {
namespace {

// Whether every other byte of the beginning is zero, as in UTF-16 of a Latin script: the first of each pair, or the
// second.
bool has_zeros_at(std::string_view text, std::size_t first) {
  constexpr std::size_t enough = 2048;
  std::size_t zeros = 0, others = 0, pairs = 0;
  for (std::size_t i = 0; i + 1 < std::min(text.size(), enough); i += 2, ++pairs) {
    zeros += text[i + first] == '\0' ? 1 : 0;
    others += text[i + 1 - first] == '\0' ? 1 : 0;
  }
  return pairs >= 4 && zeros * 2 > pairs && others * 20 < pairs;
}

std::string wide_encoding(std::string_view text) {
  using namespace std::string_view_literals;
  if (text.starts_with("\xFF\xFE\0\0"sv) || text.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32";
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return "UTF-16";
  if (has_zeros_at(text, 1)) return "UTF-16LE";
  if (has_zeros_at(text, 0)) return "UTF-16BE";
  return {};
}

// Whether there are lines, none of which ends as those of today do.
bool has_only_returns(std::string_view text) {
  constexpr std::size_t enough = std::size_t{1} << 16;  // a long line without an end is not searched to its end
  const std::string_view beginning = text.substr(0, enough);
  return beginning.substr(0, beginning.size() - std::min<std::size_t>(1, beginning.size())).find('\r') !=
             std::string_view::npos &&
         text.find('\n') == std::string_view::npos;
}

// "gzip" is zcat's. Nothing for a file that is not there.
std::string unpacking_command(const std::filesystem::path& path) {
  if (!is_standard_input(path) && !std::filesystem::is_regular_file(path)) return {};
  switch (packing_of(InputBytes(path).view())) {
    case Packing::none:
      return {};
    case Packing::gzip:
      return "zcat";
    case Packing::xz:
      return "xzcat";
    case Packing::zstd:
      return "zstdcat";
    case Packing::bzip2:
      return "bzcat";
  }
  return {};
}

void require_text(std::string_view text, const std::filesystem::path& path) {
  const auto refuse = [&](const std::string& found, const std::string& remedy) {
    throw input_error(shown_name(path), "expected text, found " + found, remedy);
  };
  if (const std::string encoding = wide_encoding(text); !encoding.empty())
    refuse(encoding, convert_remedy(path, encoding));
  if (has_only_returns(text))
    refuse("lines that end in carriage returns only", "convert it: " + piped("tr '\\r' '\\n'", path));
  if (text.starts_with("PK\x03\x04")) refuse("a zip archive", "unpack it, or save the spreadsheet as CSV");
  if (text.starts_with("PAR1")) refuse("a Parquet file", "convert it to CSV or to JSON lines");
  if (text.size() > 512 && text.substr(257, 5) == "ustar") refuse("a tar archive", "unpack it and name a file of it");
}

}  // namespace

std::string convert_remedy(const std::filesystem::path& path, const std::string& from) {
  return fmt::format("convert it{}: {}", from == "LATIN1" ? ", for example from Latin-1" : "",
                     piped(fmt::format("iconv -f {} -t UTF-8", from), path));
}

std::string piped(const std::string& command, const std::filesystem::path& path) {
  const std::string file = is_standard_input(path) ? "FILE" : shell_word(path.string());
  const std::string unpack = unpacking_command(path);
  return unpack.empty() ? fmt::format("{} < {} > NEW", command, file)
                        : fmt::format("{} < {} | {} > NEW", unpack, file, command);
}

InputBytes::InputBytes(const std::filesystem::path& path) {
  if (is_standard_input(path))
    standard_input();  // so that it is here, and not later, that waiting and refusing happen
  else
    file_.emplace(path);
}

std::string_view InputBytes::view() const { return file_ ? file_->bytes() : standard_input().view(); }

void InputBytes::release(std::string_view part) const {
  if (file_)
    file_->release(part);
  else
    standard_input().release(part);
}

InputText::InputText(const std::filesystem::path& path) : stored_(path), packing_(packing_of(stored_.view())) {
  if (packing_ != Packing::none) unpacked_ = unpack(stored_.view(), packing_, shown_name(path));
  text_ = packing_ == Packing::none ? stored_.view() : unpacked_.view();
  require_text(text_, path);
  text_ = without_byte_order_mark(text_);
}

void InputText::release(std::string_view part) const {
  if (packing_ == Packing::none)
    stored_.release(part);
  else
    unpacked_.release(part);
}

}  // namespace rowgrad

// UTF-8: validation and splitting into code points.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace rowgrad {

/// May stand before a text, of which it is no part.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The length in bytes of the valid UTF-8 sequence at the start of `text`, 0 if there is none (RFC 3629).
std::size_t utf8_length(std::string_view text);

/// The control character that valid UTF-8 begins with, which a terminal would obey: below U+0020, U+007F, or U+0080 to
/// U+009F.
std::optional<unsigned> leading_control(std::string_view text);

/// The position of the first byte that is not valid UTF-8, or npos.
std::size_t find_invalid_utf8(std::string_view text);

}  // namespace rowgrad

// What a config may hold beyond JSON: comments (// and /* */) and a comma after the last item of a list or an object.
#pragma once

#include <string>
#include <string_view>

namespace rowgrad {

/// The same text with blanks in place of comments and such commas, so that lines and columns stay. Anything else is
/// left for the parser to judge. Throws an input Error if a comment has no end.
std::string to_strict_json(std::string_view text, const std::string& file);

/// "file:line:column" of a byte, for messages; a byte beyond the text is its end.
std::string text_position(std::string_view text, const std::string& file, std::size_t byte);

}  // namespace rowgrad

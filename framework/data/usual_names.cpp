#include "data/usual_names.hpp"

#include <algorithm>

#include "core/ascii.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view text_names[] = {"text",    "sentence", "review",  "document",  "comment", "content",
                                           "phrase",  "tweet",    "message", "body",      "post",    "utterance",
                                           "snippet", "abstract", "query",   "reviewtext"};
constexpr std::string_view label_names[] = {"label",  "labels", "class",  "category", "sentiment", "target", "polarity",
                                            "rating", "stars",  "intent", "emotion",  "topic",     "tag"};

template <std::size_t n>
bool is_one_of(const std::string_view (&names)[n], std::string_view name) {
  return std::find(std::begin(names), std::end(names), lower_case(name)) != std::end(names);
}

}  // namespace

bool is_usual_text_name(std::string_view name) { return is_one_of(text_names, name); }
bool is_usual_label_name(std::string_view name) { return is_one_of(label_names, name); }

}  // namespace rowgrad

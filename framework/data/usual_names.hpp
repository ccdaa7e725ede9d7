// The names that data sets usually give to the columns of text and label.
#pragma once

#include <string_view>

namespace rowgrad {

/// Whatever the case.
bool is_usual_text_name(std::string_view name);
bool is_usual_label_name(std::string_view name);

}  // namespace rowgrad

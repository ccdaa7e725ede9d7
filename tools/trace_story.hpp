// Traces and contrasts told in words, abbreviated to fit a terminal.
#pragma once

#include <string>

#include "analysis/contrast.hpp"
#include "analysis/trace.hpp"

namespace rowgrad {

/// Prints the walk from text to updated rows.
void print_story(const Trace& trace);

/// Prints a token's rows in the two texts, layer by layer.
void print_story(const Contrast& contrast, const std::string& first_text, const std::string& second_text);

}  // namespace rowgrad

// Which pieces of text are whole commands, as opposed to a command's name or its form.
#pragma once

#include <string>
#include <string_view>

namespace rowgrad {

/// Whether `text` can be typed as it is: `rowgrad nearest runs/sgns cat`, `train --config configs/gru.json`, `./run
/// bench steps`. Not so the name `rowgrad nearest`, nor a form with a placeholder: `rowgrad predict RUN`, `train …
/// --quiet`.
bool is_command(std::string_view text);

/// `text` with single blanks, and without `./run` or a folder before the programs.
std::string plain_command(std::string_view text);

}  // namespace rowgrad

// How the programs were called, so that a command in a message can be pasted: "./run train", "build/release/bin/train",
// "train". main() says it once; who calls the library instead is told the bare names.
#pragma once

#include <string>
#include <string_view>

namespace rowgrad {

/// Takes the folder of `argv0`, or what ./run says in the environment: ROWGRAD_CALLED is how it was itself called. To
/// be called before any thread starts.
void set_called(const std::string& argv0);

/// The program "train" or "rowgrad" as it can be typed again.
std::string command_name(std::string_view program);

/// A path or a text as one word of a shell's command line: quoted if need be.
std::string shell_word(const std::string& text);

}  // namespace rowgrad

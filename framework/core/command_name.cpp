#include "core/command_name.hpp"

#include <cstdlib>

namespace rowgrad {
namespace {

std::string& prefix() {
  static std::string text;
  return text;
}

}  // namespace

void set_called(const std::string& argv0) {
  const char* const script = std::getenv("ROWGRAD_CALLED");
  if (script != nullptr && *script != '\0')
    prefix() = shell_word(script) + " ";
  else
    prefix() = argv0.substr(0, argv0.rfind('/') + 1);  // nothing if there is no slash
}

std::string command_name(std::string_view program) {
  const std::string called = prefix() + std::string(program);
  return prefix().ends_with('/') ? shell_word(called) : called;
}

std::string shell_word(const std::string& text) {
  constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace rowgrad

#include "tools/answers/answer.hpp"

#include <fmt/format.h>

#include <mutex>

#include "config/suggest.hpp"
#include "core/error.hpp"

namespace rowgrad {
namespace {

struct Entry {
  Work work;
  Answer answer;
};

std::map<std::string, Entry>& entries() {
  static std::map<std::string, Entry> by_name;
  return by_name;
}

// application/x-www-form-urlencoded, as in the URL standard.
std::string encoded(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '*' ||
                       c == '-' || c == '.' || c == '_';
    if (plain)
      result += c;
    else if (c == ' ')
      result += '+';
    else
      result += fmt::format("%{:02X}", byte);
  }
  return result;
}

}  // namespace

std::string to_text(const Question& question) {
  std::string text = question.name;
  char before = '?';
  for (const auto& [name, value] : question.arguments) {
    text += fmt::format("{}{}={}", before, encoded(name), encoded(value));
    before = '&';
  }
  return text;
}

bool register_answer(const std::string& name, Work work, Answer answer) {
  return entries().emplace(name, Entry{work, answer}).second;
}

Json ask(Shelf& shelf, const Question& question) {
  static std::mutex turn;  // of what computes: the thread pool serves one caller at a time
  const auto found = entries().find(question.name);
  if (found == entries().end()) {
    std::vector<std::string> names;
    for (const auto& [name, entry] : entries()) names.push_back(name);
    throw input_error(question.name, "there is no such question", suggest(question.name, names));
  }
  const auto [work, answer] = found->second;
  std::unique_lock lock(turn, std::defer_lock);
  if (work == Work::computes) lock.lock();
  Arguments arguments(question.arguments);
  Json json = answer(shelf, arguments);
  arguments.refuse_others();
  return json;
}

}  // namespace rowgrad

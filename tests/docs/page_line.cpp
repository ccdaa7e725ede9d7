#include "tests/docs/page_line.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <sstream>

namespace rowgrad {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; }

struct Number {
  std::string_view text;
  std::size_t decimals = 0;
  double last_digit = 1.0;  // what one in the last digit is worth
};

std::size_t digits_at(std::string_view text, std::size_t i) {
  std::size_t n = 0;
  while (i + n < text.size() && is_digit(text[i + n])) ++n;
  return n;
}

// 1,024: groups of three digits.
std::size_t whole_part(std::string_view text, std::size_t i) {
  std::size_t n = digits_at(text, i);
  if (n > 3) return n;
  while (text.substr(i + n).starts_with(',') && digits_at(text, i + n + 1) == 3) n += 4;
  return n;
}

std::size_t exponent_part(std::string_view text, std::size_t i) {
  if (!text.substr(i).starts_with('e')) return 0;
  const std::size_t sign = i + 1 < text.size() && (text[i + 1] == '-' || text[i + 1] == '+') ? 1 : 0;
  const std::size_t digits = digits_at(text, i + 1 + sign);
  return digits == 0 ? 0 : 1 + sign + digits;
}

// Digits within a word, such as a name's, are no number.
std::optional<Number> number_at(std::string_view text, std::size_t i) {
  if (i > 0 && is_word(text[i - 1])) return std::nullopt;
  std::size_t n = i < text.size() && text[i] == '-' ? 1 : 0;
  const std::size_t whole = whole_part(text, i + n);
  if (whole == 0) return std::nullopt;
  n += whole;
  Number number;
  if (text.substr(i + n).starts_with('.')) number.decimals = digits_at(text, i + n + 1);
  if (number.decimals > 0) n += 1 + number.decimals;
  const std::size_t exponent = exponent_part(text, i + n);
  const int power = exponent == 0 ? 0 : std::stoi(std::string(text.substr(i + n + 1, exponent - 1)));
  number.text = text.substr(i, n + exponent);
  number.last_digit = std::pow(10.0, power - static_cast<int>(number.decimals));
  return number;
}

double value(const Number& number) {
  std::string text(number.text);
  std::erase(text, ',');
  return std::stod(text);
}

bool same(const Number& shown, const Number& printed) {
  if (shown.text == printed.text) return true;
  const bool count = shown.decimals == 0 && shown.last_digit == 1.0;
  if (count || printed.decimals < shown.decimals) return false;
  return std::abs(value(shown) - value(printed)) <
         1.5 * shown.last_digit;  // 0.5 of it by the printed one's further digits
}

std::size_t blanks_at(std::string_view text, std::size_t i) {
  std::size_t n = 0;
  while (i + n < text.size() && is_blank(text[i + n])) ++n;
  return n;
}

// Walks along both lines at once.
class Comparison {
 public:
  Comparison(std::string_view shown, std::string_view printed, bool correct)
      : shown_(shown), printed_(printed), correct_(correct) {}

  bool agrees(std::size_t i = 0, std::size_t j = 0) {
    while (i < shown_.size()) {
      if (shown_.substr(i).starts_with(ellipsis)) return after_ellipsis(i + ellipsis.size(), j);
      const auto number = number_at(shown_, i);
      if (!(number ? take_number(*number, i, j) : take_text(i, j))) return false;
    }
    return j + blanks_at(printed_, j) == printed_.size();
  }
  const Correction& correction() const { return corrected_; }

 private:
  bool after_ellipsis(std::size_t i, std::size_t j) {
    Correction before = corrected_;
    before.line += ellipsis;
    for (std::size_t k = j; k <= printed_.size(); ++k) {
      corrected_ = before;
      if (agrees(i, k)) return true;
    }
    return false;
  }

  bool take_number(const Number& number, std::size_t& i, std::size_t& j) {
    const auto other = number_at(printed_, j);
    if (!other) return false;
    const bool equal = same(number, *other);
    if (!equal && !correct_) return false;
    corrected_.line += equal ? number.text : other->text;
    corrected_.numbers += equal ? 0 : 1;
    i += number.text.size();
    j += other->text.size();
    return true;
  }

  bool take_text(std::size_t& i, std::size_t& j) {
    const std::size_t n = blanks_at(shown_, i), m = blanks_at(printed_, j);
    if (n == 0 && (j == printed_.size() || shown_[i] != printed_[j])) return false;
    if (n > 0 && m == 0 && i + n != shown_.size()) return false;
    corrected_.line += shown_.substr(i, std::max<std::size_t>(n, 1));
    i += std::max<std::size_t>(n, 1);
    j += n == 0 ? 1 : m;
    return true;
  }

  std::string_view shown_, printed_;
  bool correct_;
  Correction corrected_;
};

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) lines.push_back(std::move(line));
  return lines;
}

std::optional<Correction> corrected(std::string_view shown, std::string_view printed) {
  for (const bool correct : {false, true}) {
    Comparison comparison(shown, printed, correct);
    if (comparison.agrees()) return comparison.correction();
  }
  return std::nullopt;
}

bool same_line(std::string_view shown, std::string_view printed) {
  const auto correction = corrected(shown, printed);
  return correction && correction->numbers == 0;
}

}  // namespace rowgrad

// LineReader: lines of standard input in groups: as many as have arrived, up to a megabyte, so that a pipe runs at full
// speed and a person typing gets an answer after each line.
#pragma once

#include <poll.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace rowgrad {

class LineReader {
 public:
  /// The next group of lines, without "\n" or "\r\n"; empty at the end of the input.
  std::vector<std::string> next() {
    std::vector<std::string> lines;
    while (lines.empty() && !ended_) {
      fill();
      take(lines);
    }
    return lines;
  }

 private:
  static constexpr std::size_t group_bytes = std::size_t{1} << 20;

  static bool waiting() {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    return ::poll(&input, 1, 0) > 0;
  }

  void fill() {
    do {
      const std::size_t before = text_.size();
      text_.resize(before + group_bytes);
      const ssize_t count = ::read(STDIN_FILENO, text_.data() + before, group_bytes);
      text_.resize(before + static_cast<std::size_t>(count > 0 ? count : 0));
      if (count <= 0) ended_ = true;
    } while (!ended_ && text_.size() < group_bytes && waiting());
    if (ended_ && !text_.empty() && text_.back() != '\n') text_ += '\n';
  }

  void take(std::vector<std::string>& lines) {
    std::size_t start = 0;
    for (std::size_t end = text_.find('\n'); end != std::string::npos; end = text_.find('\n', start)) {
      const std::size_t length = end - start - (end > start && text_[end - 1] == '\r' ? 1 : 0);
      lines.push_back(text_.substr(start, length));
      start = end + 1;
    }
    text_.erase(0, start);
  }

  std::string text_;
  bool ended_ = false;
};

}  // namespace rowgrad
